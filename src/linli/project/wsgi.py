"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from linli.project.serving.body import with_whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.project.settings")
application = with_whole_bodies(get_wsgi_application())
