"""Second looks as pages show them, what waits for whom, and closed matters of the same kind at the same place."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from linli.domains.cases.contracts import EarlierMatter, LookLine
from linli.domains.cases.models import Case, SecondLook, Wording
from linli.domains.cases.models.quality import LookKind, LookState
from linli.domains.cases.policies import procedure_roles, standing_roles
from linli.domains.cases.queries.snapshot import Loaded
from linli.domains.cases.queries.visible import visible_cases
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.context import current_reader
from linli.foundation.scope.reader import Purpose, Reader

MARKS = (LookKind.REPEATED, LookKind.ABUSIVE)
ASKED = (LookKind.EXCLUSION, *MARKS)
"""What one person asks and another decides."""
MOST_EARLIER = 5


def looks_at(loaded: Loaded, *, at: datetime | None = None) -> tuple[LookLine, ...]:
    """Return the second looks at a matter, the newest first (one statement)."""
    now, reader = at or timezone.now(), current_reader()
    looks = list(SecondLook.objects.filter(case=loaded.case.id).order_by("-asked_at", "-id"))
    return tuple(
        LookLine(
            id=look.id,
            kind=look.kind,
            kind_words=str(LookKind(look.kind).label),
            state=look.state,
            state_words=str(LookState(look.state).label),
            asked_at=look.asked_at,
            due_at=look.due_at,
            decided_at=look.decided_at,
            until_at=look.until_at,
            can_decide=decides(reader, look, loaded=loaded, looks=looks),
            is_in_force=is_in_force(look, at=now),
        )
        for look in looks
    )


def is_in_force(look: SecondLook, *, at: datetime) -> bool:
    """Whether a mark or an exclusion counts at a moment: upheld, not taken away, not lapsed."""
    return look.state == LookState.UPHELD and (look.until_at is None or look.until_at > at)


def decides(reader: Reader, look: SecondLook, *, loaded: Loaded, looks: list[SecondLook]) -> bool:
    """Whether a reader is the second person for an open look.

    A re-check: who may verify and did not work on it. What was asked: who dispatches and did not ask. An objection:
    the street, by somebody who neither asked for the mark nor upheld it.
    """
    if look.state != LookState.OPEN or reader.purpose is not Purpose.HANDLE:
        return False
    snapshot, me = loaded.snapshot, reader.account_id
    roles = procedure_roles(reader, snapshot=snapshot)
    if look.kind == LookKind.RECHECK:
        worked = {party.unit for party in snapshot.parties if party.received_at is not None}
        return "verifier" in roles and me not in snapshot.handlers and reader.unit not in worked
    if look.kind == LookKind.APPEAL:
        took_part = {who for one in looks if one.kind in MARKS for who in (one.asked_by, one.decided_by)}
        return "street" in roles and me not in took_part
    return "dispatcher" in roles and look.asked_by != me


def waiting(reader: Reader, *, may_verify: Q) -> QuerySet[Case]:
    """Return the matters with a second look that waits for this reader, with ``next_at``: until when."""
    roles, looks = standing_roles(reader), SecondLook.objects.filter(state=LookState.OPEN)
    mine = Q(pk__isnull=True)
    if "verifier" in roles:
        mine |= Q(pk__in=looks.filter(kind=LookKind.RECHECK).values("case")) & may_verify
    if "dispatcher" in roles:
        mine |= Q(pk__in=looks.filter(kind__in=ASKED).exclude(asked_by=reader.account_id).values("case"))
    if "street" in roles:
        mine |= Q(pk__in=looks.filter(kind=LookKind.APPEAL).values("case"))
    until = looks.filter(case=OuterRef("pk")).order_by("due_at").values("due_at")[:1]
    return visible_cases(reader).filter(mine).annotate(next_at=Subquery(until))


def earlier_there(loaded: Loaded, *, at: datetime | None = None) -> tuple[EarlierMatter, ...]:
    """Return closed matters of the same kind at the same place, closed shortly before this one came in.

    Nothing where this one has no building, or where nobody of the territory reads (one statement). One that somebody
    compared already is not shown again.
    """
    case, reader = loaded.case, current_reader()
    if case.building_id is None or reader.purpose is not Purpose.HANDLE or case.closed_at is not None:
        return ()
    rule = rulepacks.quality(scope=case.community, on=timezone.localdate(at or timezone.now()))
    compared = SecondLook.objects.filter(case=case.id, kind=LookKind.SAME).values("other")
    found = (
        visible_cases(reader)
        .filter(community=case.community, building=case.building_id, kind=case.kind)
        .filter(closed_at__lt=case.opened_at, closed_at__gte=case.opened_at - timedelta(days=rule.same_place_days))
        .exclude(pk=case.id)
        .exclude(pk__in=compared)
    )
    if case.dwelling_id:
        found = found.filter(Q(dwelling__isnull=True) | Q(dwelling=case.dwelling_id))
    title = Wording.objects.filter(case=OuterRef("pk")).values("title")[:1]
    rows = found.annotate(title=Subquery(title)).order_by("-closed_at").values_list("id", "code", "title", "closed_at")
    return tuple(
        EarlierMatter(id=case_id, code=code, title=title or "", closed_at=closed_at)
        for case_id, code, title, closed_at in rows[:MOST_EARLIER]
        if closed_at is not None
    )


def marks_at(case_id: UUID, *, at: datetime | None = None) -> tuple[tuple[str, ...], bool]:
    """Return the marks in force on a report in words, and whether its reporter may object now (one statement)."""
    now = at or timezone.now()
    looks = list(SecondLook.objects.filter(case=case_id, kind__in=[*MARKS, LookKind.APPEAL]))
    marks = [look for look in looks if look.kind in MARKS and is_in_force(look, at=now)]
    return tuple(str(LookKind(look.kind).label) for look in marks), may_object(looks, at=now)


def may_object(looks: list[SecondLook], *, at: datetime) -> bool:
    """Whether a mark is in force that was not objected to since it was upheld."""
    marks = [look for look in looks if look.kind in MARKS and is_in_force(look, at=at)]
    newest = max((look.decided_at for look in marks if look.decided_at), default=None)
    return newest is not None and not any(look.kind == LookKind.APPEAL and look.asked_at >= newest for look in looks)


def look_of(look_id: UUID) -> SecondLook | None:
    """Return a second look the reader may see."""
    return SecondLook.objects.filter(pk=look_id).first()
