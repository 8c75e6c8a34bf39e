"""Reads of duty lists: what is in force comes from memory, drafts and the course of exceptions from the tables."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Q

from linli.domains.duties.lists.contracts import (
    AdmissionRef,
    Found,
    HeldVersion,
    HoursAsked,
    HoursOfList,
    Item,
    ListVersion,
    Stated,
)
from linli.domains.duties.lists.gate import Open, Stopped, judge
from linli.domains.duties.lists.rules import ListKind, Period, Share, holds_on, in_force
from linli.domains.duties.models import (
    Admission,
    AdmissionDeed,
    AdmissionState,
    DutyList,
    ListItem,
    ListStatus,
    StaffHours,
)
from linli.foundation.scope.published import Published

SHORTEST_PIECE = 2
ENOUGH = 0.5
"""What part of the asked two-character pieces an item must have, where none has all of the words."""
MOST_FOUND = 40


class NoSuchList(LookupError):
    """No version of a list of this id."""


class NoSuchAdmission(LookupError):
    """No exception of this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    versions: tuple[HeldVersion, ...]
    admissions: tuple[AdmissionRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of an exception's course: what was done, why and when; for whoever may read it."""

    deed: str
    reason: str
    at: datetime


def _read_shelf() -> _Shelf:
    rows = list(DutyList.objects.filter(status=ListStatus.PUBLISHED).order_by("scope", "kind", "version"))
    items: defaultdict[UUID, list[Item]] = defaultdict(list)
    for row in ListItem.objects.filter(duty_list__in=[one.id for one in rows]).order_by("position"):
        items[row.duty_list_id].append(item_ref(row))
    held = tuple(_held(list_ref(row), items[row.id]) for row in rows)
    decided = Admission.objects.filter(state__in=[AdmissionState.APPROVED, AdmissionState.ENDED]).order_by(
        "from_on", "id"
    )
    return _Shelf(versions=held, admissions=tuple(admission_ref(row) for row in decided))


def _held(about: ListVersion, items: Iterable[Item]) -> HeldVersion:
    stands = tuple(items)
    by_kind: dict[str, list[Item]] = {}
    for item in stands:
        for kind in item.case_kinds:
            by_kind.setdefault(kind, []).append(item)
    return HeldVersion(about=about, items=stands, by_kind={kind: tuple(found) for kind, found in by_kind.items()})


shelf = Published("duties", _read_shelf)


def list_ref(row: DutyList) -> ListVersion:
    """Return a version's row as a value."""
    return ListVersion(
        id=row.id, scope=row.scope, kind=ListKind(row.kind), version=row.version, title=row.title, basis=row.basis,
        certainty=row.certainty, is_example=row.is_example, is_draft=row.status == ListStatus.DRAFT,
        from_on=row.from_on, to_on=row.to_on, edits=row.edits,
    )  # fmt: skip


def item_ref(row: ListItem) -> Item:
    """Return an item's row as a value."""
    return Item(
        id=row.id, code=row.code, words=row.words, case_kinds=tuple(row.case_kinds), leads=frozenset(row.leads),
        lead_words=row.lead_words, assists=frozenset(row.assists), assist_words=row.assist_words,
        document=row.document, article=row.article, document_on=row.document_on, hours=row.hours,
        period=Period(row.period), from_on=row.valid_from_on, to_on=row.valid_to_on, instead=row.instead,
        certainty=row.certainty,
    )  # fmt: skip


def admission_ref(row: Admission) -> AdmissionRef:
    """Return an exception's row as a value."""
    return AdmissionRef(
        id=row.id, scope=row.scope, words=row.words, item_code=row.item_code, case_kinds=tuple(row.case_kinds),
        unit_kind=row.unit_kind, share=Share(row.share), basis=row.basis, hours=row.hours, period=Period(row.period),
        from_on=row.from_on, to_on=row.to_on, asked_by=row.asked_by_id, decided_by=row.decided_by_id,
        state=row.state, ended_on=row.ended_on,
    )  # fmt: skip


def judged(case_kind: str, *, unit_kind: str, share: Share, community: str, day: date) -> Open | Stopped:
    """Return whether the lists in force on a day let a matter be dispatched to a unit of a kind; from memory."""
    held = shelf.get()
    return judge(
        case_kind, unit_kind=unit_kind, share=share, place=community, day=day, versions=held.versions,
        admissions=held.admissions,
    )  # fmt: skip


def lists_in_force(community: str, *, on: date) -> tuple[HeldVersion, ...]:
    """Return the versions that decide in a community on a day, own duties first."""
    return in_force(shelf.get().versions, place=community, day=on)


def lists_covering(community: str) -> tuple[ListVersion, ...]:
    """Return every version of every list that covers a community, drafts included, the newest of each list first."""
    scopes = ["", *(community[:digits] for digits in (2, 4, 6, 9, 12) if digits <= len(community))]
    rows = DutyList.objects.filter(scope__in=scopes).order_by("-version")
    order = {kind: place for place, kind in enumerate(ListKind)}
    return tuple(sorted((list_ref(row) for row in rows), key=lambda one: (order[one.kind], -len(one.scope))))


def list_version(list_id: UUID) -> ListVersion:
    """Return a version. Raises :class:`NoSuchList`."""
    row = DutyList.objects.filter(pk=list_id).first()
    if row is None:
        raise NoSuchList(list_id)
    return list_ref(row)


def version_before(version: ListVersion) -> ListVersion | None:
    """Return the published version of the same list before this one, if there is one."""
    rows = DutyList.objects.filter(scope=version.scope, kind=version.kind.value, status=ListStatus.PUBLISHED)
    row = rows.filter(version__lt=version.version).order_by("-version").first()
    return list_ref(row) if row else None


def items_of(list_id: UUID, *, words: str = "") -> tuple[Item, ...]:
    """Return a version's items in their order, those that have all the words asked for."""
    rows = ListItem.objects.filter(duty_list=list_id)
    for word in words.split():
        found = Q()
        for name in ("code", "words", "document", "article", "lead_words", "assist_words", "instead"):
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    return tuple(item_ref(row) for row in rows.order_by("position"))


def whose(words: str, *, community: str, on: date) -> tuple[Found, ...]:
    """Return the items in force in a community that words ask for, best first; from memory.

    Items with all of the words come first; where there is none, those that share at least half of the two-character
    pieces, so that 开无犯罪证明 finds 无犯罪记录证明.
    """
    everything = [
        Found(item=item, version=held.about)
        for held in lists_in_force(community, on=on)
        for item in held.items
        if holds_on(item, on)
    ]
    asked = words.lower().split()
    if not asked:
        return ()
    whole = [one for one in everything if all(word in _text(one) for word in asked)]
    if whole:
        return tuple(whole[:MOST_FOUND])
    pieces = {piece for word in asked for piece in _pieces(word)}
    if not pieces:
        return ()
    near = [(sum(piece in _text(one) for piece in pieces) / len(pieces), one) for one in everything]
    near.sort(key=lambda one: -one[0])
    return tuple(one for share, one in near if share >= ENOUGH)[:MOST_FOUND]


def asked_items(held: HeldVersion, *, on: date) -> tuple[Found, ...]:
    """Return the items of a version in force in which the community has a part: those whose hours are summed."""
    return tuple(
        Found(item=item, version=held.about) for item in held.items if item.is_of_community and holds_on(item, on)
    )


def _text(one: Found) -> str:
    item = one.item
    return f"{item.words} {item.lead_words} {item.assist_words} {item.document} {item.instead}".lower()


def _pieces(word: str) -> list[str]:
    return [word[at : at + SHORTEST_PIECE] for at in range(len(word) - SHORTEST_PIECE + 1)]


def hours_asked(community: str, *, on: date) -> HoursAsked:
    """Return what lists and exceptions in force ask of a community in hours a month, and what was stated for staff."""
    lists = []
    for held in lists_in_force(community, on=on):
        items = [found.item for found in asked_items(held, on=on)]
        if items:
            total = sum((item.monthly for item in items), Fraction(0))
            unstated = sum(item.hours is None for item in items)
            lists.append(HoursOfList(version=held.about, hours=total, items=len(items), unstated=unstated))
    admitted = tuple(one for one in shelf.get().admissions if community.startswith(one.scope) and one.is_open_on(on))
    return HoursAsked(
        lists=tuple(lists),
        admissions=admitted,
        admitted_hours=sum((one.monthly for one in admitted), Fraction(0)),
        stated=stated_hours(community, on=on),
    )


def stated_hours(community: str, *, on: date) -> Stated | None:
    """Return the staff hours a month stated for a community and in force on a day."""
    row = StaffHours.objects.filter(community=community, from_on__lte=on).order_by("-from_on").first()
    if row is None:
        return None
    return Stated(people=row.people, hours_a_month=row.hours_a_month, source=row.source, from_on=row.from_on)


def admissions_about(territory: str, *, asked_by: UUID | None = None) -> tuple[AdmissionRef, ...]:
    """Return the exceptions of a territory, those that hold in the whole of a wider one too, the latest first.

    With ``asked_by`` only what that unit asked for.
    """
    wider = [territory[:digits] for digits in (6, 9, 12) if digits < len(territory)]
    rows = Admission.objects.filter(Q(scope__startswith=territory) | Q(scope__in=wider))
    if asked_by is not None:
        rows = rows.filter(asked_by=asked_by)
    return tuple(admission_ref(row) for row in rows.order_by("-asked_at")[:200])


def admission(admission_id: UUID) -> AdmissionRef:
    """Return an exception. Raises :class:`NoSuchAdmission`."""
    row = Admission.objects.filter(pk=admission_id).first()
    if row is None:
        raise NoSuchAdmission(admission_id)
    return admission_ref(row)


def course_of(admission_id: UUID) -> tuple[Deed, ...]:
    """Return what was done about an exception and why, as far as the reader may see."""
    rows = AdmissionDeed.objects.filter(admission=admission_id).order_by("at")
    return tuple(Deed(deed=row.deed, reason=row.reason, at=row.at) for row in rows)
