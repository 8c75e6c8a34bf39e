"""Offers the publication of grids: the territory below this room announces it."""

from django.utils.translation import gettext_lazy as _

from linli.foundation.events.outbox import Announced
from linli.foundation.territory.gridwork.events import GridsPublished
from linli.foundation.webhooks.offers import Outward, offer


def offer_grids() -> None:
    """Put the kind on offer."""
    offer("grids.published", _("Grids were published"), event=GridsPublished, tell=_tell)


def _tell(announced: Announced[GridsPublished]) -> Outward:
    event = announced.event
    facts = {"community": event.community, "version": event.version, "from_on": event.from_on.isoformat()}
    return Outward(community=event.community, facts=facts)
