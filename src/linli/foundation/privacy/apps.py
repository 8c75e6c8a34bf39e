"""The room that seals personal values and shows them only for a stated purpose."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.privacy"
    label = "privacy"
