"""The room that keeps photos: checked, re-encoded and named by their own digest."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.files"
    label = "files"
