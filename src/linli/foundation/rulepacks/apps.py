"""The room of dated rules and the working calendar."""

from django.apps import AppConfig


class RulepacksConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.rulepacks"
    label = "rulepacks"
