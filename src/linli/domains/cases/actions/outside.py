"""What other systems may hear of a matter: its ids, codes, state and units, never its words, place or people.

Of a sealed matter nothing goes out, to anybody; nor of a step that only the reporter and the street may read, and no
number of entries either, in which such a step would show as a gap. A dispatch is held back as long as it can be taken
back, like every other word of it.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.domains.cases.events import CaseMoved, CaseOpened
from linli.domains.cases.models import Case, Entry
from linli.domains.cases.models.entry import Audience
from linli.foundation.events.outbox import Announced
from linli.foundation.webhooks.offers import Outward, offer

OPENED, MOVED = "matter.opened", "matter.moved"


def offer_matters() -> None:
    """Put the kinds on offer."""
    offer(OPENED, _("Matter came in"), event=CaseOpened, tell=_opened)
    offer(MOVED, _("Matter moved on"), event=CaseMoved, tell=_moved)


def _opened(announced: Announced[CaseOpened]) -> Outward | None:
    event = announced.event
    if event.is_sealed:
        return None
    return Outward(
        community=event.community,
        subject=UUID(event.case),
        units=event.units,
        facts={
            "matter": event.case,
            "code": event.code,
            "community": event.community,
            "grid": event.grid,
            "kind": event.kind,
            "state": event.state,
            "units": list(event.units),
        },
    )


def _moved(announced: Announced[CaseMoved]) -> Outward | None:
    event = announced.event
    case = Case.objects.filter(pk=event.case).only("units", "is_sealed", "kind", "lead_unit").first()
    if event.is_sealed or case is None or case.is_sealed:
        return None
    audiences = _audiences(event)
    if Audience.STREET in audiences:
        return None
    units = tuple(str(unit) for unit in case.units)
    return Outward(
        community=event.community,
        subject=UUID(event.case),
        number=event.number,
        units=() if audiences == {Audience.INTERNAL} else units,
        hold_s=max((int(hold) for _whom, _message, hold, *_units in event.tell), default=0),
        takes_back=bool(event.takes_back),
        facts={
            "matter": event.case,
            "code": event.code,
            "community": event.community,
            "kind": case.kind,
            "action": event.action,
            "state": event.state,
            "units": list(units),
        },
    )


def _audiences(event: CaseMoved) -> set[str]:
    """Return who may read the step's own entry and its last one."""
    entries = Entry.objects.filter(case_id=event.case, number__lte=event.number).order_by("-number")
    last = entries.values_list("audience", flat=True).first()
    own = entries.filter(action=event.action).values_list("audience", flat=True).first()
    return {audience for audience in (last, own) if audience}
