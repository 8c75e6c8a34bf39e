"""Moves somebody and ends a stay, by hand; takes either back on the day it was entered; renews what is still true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.domains.places import facade as places
from linli.domains.residents import policies
from linli.domains.residents.actions.check import lodging_at
from linli.domains.residents.actions.facts import Origin, next_check, state
from linli.domains.residents.actions.holding import Unclear, origin_by_hand, person_for_change, wrong_ground
from linli.domains.residents.corrections import read_day
from linli.domains.residents.models import ENDINGS, EndReason, Ground, Household, Person, Stay
from linli.domains.residents.queries.undoing import undoable
from linli.domains.residents.rules import Problem, Wrong, read_address
from linli.foundation.audit import log as audit
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.reader import Reader


class NotHere(Exception):
    """The person does not live here any more: there is no stay to end or to confirm."""


class CannotTakeBack(Exception):
    """The end was not entered today by this reader, or something has been entered since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What somebody typed about a stay: moved to another room, moved away, or passed away, and on which day.

    ``also`` are those of the household who went the same way, each with the edition the page showed.
    """

    person_id: UUID
    edition: str
    reason: str
    day: str
    address: str = ""
    ground: str = Ground.SAID
    also: Sequence[tuple[UUID, str]] = ()


@transaction.atomic
def end_stay(order: Departure, *, reader: Reader) -> None:
    """End the present stay, and begin another one after a move within the community.

    The stay that ends keeps all it said. Somebody who had left may move in again. Nobody passes away with others.
    Raises ``NotYours``, ``NoSuchPerson``, ``Stale``, ``NotHere`` and ``Unclear``; then nothing is written.
    """
    policies.require(reader, policies.CORRECT)
    also = () if order.reason == EndReason.DIED else order.also
    going = sorted({(order.person_id, order.edition), *also}, key=lambda one: str(one[0]))  # one order: no circle
    held = [person_for_change(own, edition=edition) for own, edition in going]
    lodging, day, problems = _read(order, held)
    if problems or day is None:
        raise Unclear(problems)
    if order.reason != EndReason.MOVED and any(stay is None for _person, stay in held):
        raise NotHere
    for person, stay in held:
        origin = origin_by_hand(person.community, ground=order.ground, reader=reader)
        if lodging is not None:
            _move(person, stay, to=lodging, day=day, origin=origin, keeps_relation=len(held) > 1)
        elif stay is not None:
            _end(stay, reason=order.reason, last=day, origin=origin)
            person.check_by_on = None
            person.save(update_fields=["check_by_on"])
        audit.record(
            "residents.stay_ended",
            community=person.community,
            subject_type="person",
            subject_id=person.id,
            data={"reason": order.reason, "ground": order.ground},
        )


def _read(
    order: Departure, held: Sequence[tuple[Person, Stay | None]]
) -> tuple[places.Lodging | None, date | None, list[Problem]]:
    """Return where to and which day were meant, and all that is wrong with what was typed."""
    problems = list(wrong_ground(order.ground))
    lodging = None
    if order.reason not in ENDINGS:
        problems.append(Problem(field="reason", wrong=Wrong.NO_REASON))
    elif order.reason == EndReason.MOVED:
        lodging, wrong = _lodging(order.address, held)
        problems += [Problem(field="address", wrong=wrong)] if wrong else []
    firsts = [first for person, stay in held if (first := _earliest(person, stay)) is not None]
    day, problem = read_day(order.day, today=timezone.localdate(), not_before=max(firsts, default=None))
    return lodging, day, problems + ([problem] if problem else [])


def _lodging(address: str, held: Sequence[tuple[Person, Stay | None]]) -> tuple[places.Lodging | None, Wrong | None]:
    door = read_address(address)
    if door is None:
        return None, Wrong.PLACE
    lodging = lodging_at(places.DwellingIndex(held[0][0].community, building=door.building), door)
    if isinstance(lodging, Wrong):
        return None, lodging
    is_same = any(stay is not None and stay.dwelling_id == lodging.id for _person, stay in held)
    return (None, Wrong.SAME_ROOM) if is_same else (lodging, None)


def _earliest(person: Person, stay: Stay | None) -> date | None:
    """Return the first day that can be meant: since the present stay, or the day after the last one."""
    if stay is not None:
        return stay.from_on
    last = Stay.objects.filter(person=person.id).order_by("-to_on").values_list("to_on", flat=True).first()
    return None if last is None else last + timedelta(days=1)


def _end(stay: Stay, *, reason: str, last: date, origin: Origin) -> None:
    stay.to_on, stay.end_reason, stay.end_source = max(stay.from_on, last), reason, origin.source
    stay.ended_by, stay.ended_at = origin.by, origin.at
    stay.save(update_fields=["to_on", "end_reason", "end_source", "ended_by", "ended_at"])


def _move(
    person: Person, stay: Stay | None, *, to: places.Lodging, day: date, origin: Origin, keeps_relation: bool
) -> None:
    if stay is not None:
        _end(stay, reason=EndReason.MOVED, last=day - timedelta(days=1), origin=origin)
    household, _made = Household.objects.get_or_create(
        dwelling_id=to.id, number="", defaults={"community": person.community, "grid": to.grid}
    )
    begun = Stay(
        community=person.community, grid=to.grid, person=person, dwelling_id=to.id, household=household,
        kind=stay.kind if stay else "unknown", relation=stay.relation if stay and keeps_relation else "", from_on=day,
        entered_by=origin.by, entered_at=origin.at,
    )  # fmt: skip
    rule = rulepacks.checks(scope=origin.community, on=origin.stated_on)
    state(begun, origin, rule=rule, kind=begun.kind)
    begun.save()
    person.grid = to.grid
    person.check_by_on = _next_check(person, begun)
    person.save(update_fields=["grid", "check_by_on"])


def _next_check(person: Person, stay: Stay) -> date:
    rule = rulepacks.checks(scope=person.community, on=person.stated_on)
    return next_check(person, rule=rule, kind=stay.kind)


@transaction.atomic
def take_back(person_id: UUID, *, edition: str, reader: Reader) -> None:
    """Take back the end of a stay, and the move that came with it, as if it had not been entered.

    Only today, only by whoever entered it, and only while nothing was entered since. Raises ``NotYours``,
    ``NoSuchPerson``, ``Stale`` and :class:`CannotTakeBack`.
    """
    policies.require(reader, policies.CORRECT)
    person, present = person_for_change(person_id, edition=edition)
    stays = list(Stay.objects.filter(person=person_id).order_by("-from_on", "-id"))
    ended = undoable(stays, reader=reader)
    if ended is None:
        raise CannotTakeBack
    if present is not None:
        present.delete()
    ended.to_on, ended.end_reason, ended.end_source = None, EndReason.NONE, ""
    ended.ended_by = ended.ended_at = None
    ended.save(update_fields=["to_on", "end_reason", "end_source", "ended_by", "ended_at"])
    person.grid, person.check_by_on = ended.grid, _next_check(person, ended)
    person.save(update_fields=["grid", "check_by_on"])
    audit.record("residents.end_taken_back", community=person.community, subject_type="person", subject_id=person.id)


@transaction.atomic
def check_again(shown: Sequence[tuple[UUID, str]], *, reader: Reader) -> int:
    """Say of people, each as a page showed them, that all is still true today; returns how many.

    Source, day and next check are renewed for person and stay; what a document showed stays so. Raises ``NotYours``,
    ``NoSuchPerson``, ``Stale`` and :class:`NotHere`; then nothing is written for any of them.
    """
    policies.require(reader, policies.CHECK)
    for person_id, edition in sorted(shown, key=lambda one: str(one[0])):  # one order: nobody waits in a circle
        person, stay = person_for_change(person_id, edition=edition)
        if stay is None:
            raise NotHere
        origin = origin_by_hand(person.community, ground=Ground.SEEN, reader=reader)
        rule = rulepacks.checks(scope=origin.community, on=origin.stated_on)
        for fact in (person, stay):
            state(fact, origin, rule=rule, kind=stay.kind)
            fact.save(update_fields=["source", "ground", "stated_on", "check_by_on"])
        audit.record("residents.checked_again", community=person.community, subject_type="person", subject_id=person.id)
    return len(shown)
