"""The room that reads other people's spreadsheets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.imports"
    label = "imports"
    verbose_name = _("Imports")
