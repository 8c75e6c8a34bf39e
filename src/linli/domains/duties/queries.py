"""Reads of the duty register, from memory: whose a kind of matter is at a place, who may lead it, who may assist."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.duties.contracts import Allowed, Assistant, Closed, Duty, Place, Refused, WorkItemRef
from linli.domains.duties.lists.gate import Open, Stopped
from linli.domains.duties.lists.queries import judged
from linli.domains.duties.lists.rules import AUTHORITIES, Share
from linli.domains.duties.lists.words import cited, refusal
from linli.domains.duties.models import WorkItem
from linli.domains.duties.rules import covering
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.published import Published

ADMISSION_BASIS = "《中华人民共和国城市居民委员会组织法》：需要居民委员会协助的工作，须经政府或其派出机关同意并统一安排"
ARBITRATION_BASIS = "街道统筹协调：清单未列明或有争议的事项由街道办事处受理、确定牵头单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of the register with its days, as it is held in memory."""

    ref: WorkItemRef
    scope: str
    valid_from_on: date
    valid_to_on: date | None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from_on <= day and (self.valid_to_on is None or day <= self.valid_to_on)


def item_ref(row: WorkItem) -> WorkItemRef:
    """Return a register line's row as a value."""
    return WorkItemRef(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        owner_id=row.owner_id,
        case_kinds=tuple(row.case_kinds),
        assisting_kinds=tuple(row.assisting_kinds),
        scope=row.scope,
        basis=row.basis,
    )


def _read_register() -> dict[str, tuple[_Line, ...]]:
    """Read the whole register, by case kind; the key without a kind holds every line."""
    lines = [
        _Line(ref=item_ref(row), scope=row.scope, valid_from_on=row.valid_from_on, valid_to_on=row.valid_to_on)
        for row in WorkItem.objects.order_by("code", "id")
    ]
    by_kind: dict[str, list[_Line]] = {"": lines}
    for line in lines:
        for kind in line.ref.case_kinds:
            by_kind.setdefault(kind, []).append(line)
    return {kind: tuple(held) for kind, held in by_kind.items()}


register = Published("duties", _read_register)


def items_within(scope: str, *, on: date | None = None) -> tuple[WorkItemRef, ...]:
    """Return the lines whose scope lies inside a division on a day (today), by code."""
    day = on or timezone.localdate()
    lines = register.get().get("", ())
    return tuple(line.ref for line in lines if line.scope.startswith(scope) and line.is_valid_on(day))


def items_serving(place: Place, *, on: date | None = None) -> tuple[WorkItemRef, ...]:
    """Return the lines that cover a place on a day (today), the most specific first."""
    return tuple(line.ref for line in _lines("", place, on))


def lead_for(kind: str, place: Place, *, on: date | None = None) -> Duty | None:
    """Return the duty that decides a kind of matter at a place on a day (today), or none where nobody's is registered.

    The most specific scope wins (a grid's line over its community's, that over the street's); a line whose owner has
    ended, or whom the duty lists in force do not let lead, does not count.
    """
    day = on or timezone.localdate()
    for line in _lines(kind, place, day):
        owner = orgs.unit(line.ref.owner_id)
        if owner.is_active_on(day) and isinstance(_judged(owner, kind, place, Share.LEAD, day), Open):
            return _duty(line.ref)
    return None


def may_lead(unit_id: UUID, kind: str, place: Place, *, on: date | None = None) -> Allowed | Refused:
    """Return whether a unit may be made to lead a kind of matter at a place.

    Committee and station first pass the duty lists in force on the day: an item, or an exception, that lets them
    lead is enough. A unit may lead what the register gives it. A street office or department that serves the place may
    lead besides: it is its own affair. Everybody else is refused: work that is not on the register comes to a community
    only by admission, never by passing a matter down (准入).
    """
    day = on or timezone.localdate()
    unit = orgs.unit(unit_id)
    if not place.community.startswith(unit.scope) or not unit.is_active_on(day):
        return Refused(sentence=_("%(unit)s does not serve this place.") % {"unit": unit.name}, basis="")
    by_lists = _judged(unit, kind, place, Share.LEAD, day)
    if isinstance(by_lists, Stopped):
        return _stopped(by_lists, unit=unit, kind=kind, place=place, day=day)
    basis = _basis_to_lead(unit, by_lists, own=[x.ref for x in _lines(kind, place, day) if x.ref.owner_id == unit_id])
    if basis:
        return Allowed(basis=basis)
    return Refused(sentence=_refusal(unit.name, lead_for(kind, place, on=day)), basis=ADMISSION_BASIS)


def _basis_to_lead(unit: orgs.UnitRef, by_lists: Open, *, own: list[WorkItemRef]) -> str:
    """Return what a unit may lead on, by exception, register or list; empty where it may not."""
    if by_lists.admission is not None:
        return by_lists.admission.basis
    if own:
        return own[0].basis
    if by_lists.version is not None:
        return cited(by_lists.version, by_lists.item)
    return ARBITRATION_BASIS if unit.kind.value in AUTHORITIES else ""


def may_assist(unit_id: UUID, kind: str, place: Place, *, on: date | None = None) -> Allowed | Refused:
    """Return whether a unit may be asked to assist: committee and station only in what their lists say, or admitted."""
    day, unit = on or timezone.localdate(), orgs.unit(unit_id)
    by_lists = _judged(unit, kind, place, Share.ASSIST, day)
    if isinstance(by_lists, Stopped):
        return _stopped(by_lists, unit=unit, kind=kind, place=place, day=day)
    if by_lists.admission is not None:
        return Allowed(basis=by_lists.admission.basis)
    if by_lists.version is not None:
        return Allowed(basis=cited(by_lists.version, by_lists.item))
    return Allowed(basis="")


def closed_units(kind: str, place: Place, *, share: Share, on: date | None = None) -> tuple[Closed, ...]:
    """Return the committee and station that the duty lists in force do not let lead or assist, each with why."""
    day = on or timezone.localdate()
    judged_units = ((ref, _judged(ref, kind, place, share, day)) for ref in orgs.units_serving(place.community, on=day))
    return tuple(
        Closed(
            unit_id=ref.id,
            name=ref.name,
            sentence=_stopped(answer, unit=ref, kind=kind, place=place, day=day).sentence,
        )
        for ref, answer in judged_units
        if isinstance(answer, Stopped)
    )


def _judged(unit: orgs.UnitRef, kind: str, place: Place, share: Share, day: date) -> Open | Stopped:
    return judged(kind, unit_kind=unit.kind.value, share=share, community=place.community, day=day)


def _stopped(stopped: Stopped, *, unit: orgs.UnitRef, kind: str, place: Place, day: date) -> Refused:
    """Return the refusal with where to go: as the item says, else who leads by the register, else the street."""
    duty = lead_for(kind, place, on=day)
    instead = orgs.unit_name(duty.unit_id) if duty else ""
    if not instead:
        offices = orgs.units_of_kind(place.community, kind=UnitKind.STREET_OFFICE, on=day)
        instead = offices[0].name if offices else str(UnitKind.STREET_OFFICE.label)
    return Refused(
        sentence=refusal(stopped, unit=unit.name, instead=instead), basis=cited(stopped.version, stopped.item)
    )


def _refusal(unit_name: str, duty: Duty | None) -> str:
    if duty is None:
        text = _("This is not on %(unit)s's duty list. The street decides who leads; the unit may be asked to assist.")
        return text % {"unit": unit_name}
    text = _("By the duty list %(owner)s leads here (%(item)s). %(unit)s may be asked to assist.")
    return text % {"owner": orgs.unit_name(duty.unit_id), "item": duty.item_name, "unit": unit_name}


def who_may_assist(kind: str, place: Place, *, on: date | None = None) -> tuple[Assistant, ...]:
    """Return the units that may be asked to assist at a place: those usual for the matter first, without its lead.

    Committee and station are among them only where the duty lists in force give them a part.
    """
    day = on or timezone.localdate()
    lines = _lines(kind, place, day)
    usual = {code for line in lines[:1] for code in line.ref.assisting_kinds}
    lead = lead_for(kind, place, on=day)
    helpers = [
        Assistant(unit_id=ref.id, name=ref.name, kind=ref.kind.value, is_usual=ref.kind.value in usual)
        for ref in orgs.units_serving(place.community, on=day)
        if (lead is None or ref.id != lead.unit_id) and isinstance(_judged(ref, kind, place, Share.ASSIST, day), Open)
    ]
    return tuple(sorted(helpers, key=lambda helper: not helper.is_usual))


def _lines(kind: str, place: Place, on: date | None) -> list[_Line]:
    day = on or timezone.localdate()
    return covering((line for line in register.get().get(kind, ()) if line.is_valid_on(day)), place=place.code)


def _duty(ref: WorkItemRef) -> Duty:
    return Duty(
        unit_id=ref.owner_id,
        item_id=ref.id,
        item_code=ref.code,
        item_name=ref.name,
        kind=ref.kind,
        basis=ref.basis,
        scope=ref.scope,
    )
