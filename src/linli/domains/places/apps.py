"""The room of buildings and dwellings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "buildings.imported": _("Buildings imported"),
    "building.named": _("Building named"),
    "dwellings.laid_out": _("Dwellings laid out"),
    "dwellings.imported": _("Dwellings imported from a sheet"),
    "buildings.sized": _("Floors and stairs taken over from a sheet"),
}


class PlacesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.places"
    label = "places"
    verbose_name = _("Places")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
