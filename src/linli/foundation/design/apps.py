"""Names the room ``design`` to Django."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The look of all pages.

    Pages extend ``design/resident.html``, ``design/workbench.html`` or ``design/plain.html`` and include the parts in
    ``design/parts/``; every part opens with a comment that lists what it needs. The tags of
    ``templatetags/design.py`` need no ``{% load %}`` where settings list them as builtins.
    """

    name = "linli.foundation.design"
    label = "design"
    verbose_name = "Design"
