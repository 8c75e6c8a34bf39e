"""The door of cases: open a matter, take a step, and read as far as the running transaction's reader may see."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.actions.correct_place import correct_place
from linli.domains.cases.actions.facts import reopen_fact
from linli.domains.cases.actions.group_ratings import group_ratings
from linli.domains.cases.actions.open_case import CaseRefused, open_case
from linli.domains.cases.actions.quality.draw import draw_rechecks
from linli.domains.cases.actions.quality.looks import (
    Decision,
    ask_look,
    call_back,
    compare,
    decide_look,
    object_to_mark,
)
from linli.domains.cases.actions.release import release_case
from linli.domains.cases.actions.reporter import open_with_key, rate, reopen, reply, supplement
from linli.domains.cases.actions.reveal import contact_community, read_contact
from linli.domains.cases.actions.take_step import StalePage, StepRefused, take_step
from linli.domains.cases.contracts import (
    ActionField,
    ActionOffer,
    AlikeLine,
    CaseFilters,
    CaseList,
    CasePage,
    CasePoint,
    CaseRow,
    Choice,
    ContactInput,
    DrawLine,
    EarlierMatter,
    EntryLine,
    Explanation,
    KnownLine,
    LookLine,
    OfferedKind,
    OpenCase,
    OpenCounts,
    Opened,
    PendingStep,
    PlaceCorrection,
    PlaceInput,
    PublicCase,
    PublicState,
    PublishedCase,
    PublishedFilter,
    PublishedStep,
    RateRow,
    RateTable,
    RateWords,
    RatingGroupLine,
    RequestLine,
    Share,
    Sought,
    StepDone,
    StepOrder,
    Todo,
    UnitLine,
)
from linli.domains.cases.contracts.casefile import CaseFile, ChainLink, ClockLine
from linli.domains.cases.contracts.dry_run import Difference, Moved, Outcome, Tally
from linli.domains.cases.queries import alike, casefile, counts, entries, listing, offers, page, public, todo
from linli.domains.cases.queries import words as wording
from linli.domains.cases.queries.dry_run import go_on as go_on_dry_run
from linli.domains.cases.queries.explain import clock_words
from linli.domains.cases.queries.listing import period_of
from linli.domains.cases.queries.public import state_by_code
from linli.domains.cases.queries.published import offered_kinds, published_cases, published_steps
from linli.domains.cases.queries.quality.draws import draws_here
from linli.domains.cases.queries.quality.looks import marks_at
from linli.domains.cases.queries.quality.measures import is_measure, is_unit
from linli.domains.cases.queries.quality.rates import GridRatesNotYours, measures, rate_table
from linli.domains.cases.queries.snapshot import NoSuchCase, load
from linli.domains.cases.queries.suggesting import suggested_kind
from linli.foundation.rulepacks.kinds import Suggestion
from linli.foundation.scope.context import current_reader
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.words import limit_words, say
from linli.kernel.periods import Month


def case_by_key(code: str, key: str, *, at: datetime | None = None) -> PublicCase:
    """Return what a reporter sees with code and key. Raises :class:`NoSuchCase`."""
    loaded, now = open_with_key(code, key), at or timezone.now()
    return public.public_case(loaded, reopen=reopen_fact(loaded.case.community, at=now), at=now)


def case_page(case_id: UUID, *, at: datetime | None = None) -> CasePage:
    """Return the workbench's page of a matter. Raises :class:`NoSuchCase`."""
    loaded, now = load(case_id), at or timezone.now()
    fact = reopen_fact(loaded.case.community, at=now)
    return page.case_page(loaded, reader=current_reader(), reopen=fact, at=now)


def case_file(case_id: UUID, *, at: datetime | None = None) -> CaseFile:
    """Return a matter as its file is printed, as far as the reader may see it. Raises :class:`NoSuchCase`."""
    loaded, now = load(case_id), at or timezone.now()
    fact = reopen_fact(loaded.case.community, at=now)
    return casefile.case_file(loaded, reader=current_reader(), reopen=fact, at=now)


def pending_step(case_id: UUID, action: str, *, at: datetime | None = None) -> PendingStep:
    """Return the form of a step about to be taken, in one statement; no offer where it is not this reader's to take.

    Raises :class:`NoSuchCase`.
    """
    loaded, now = load(case_id), at or timezone.now()
    offer = offers.offer_of(
        loaded, action=action, reader=current_reader(), reopen=reopen_fact(loaded.case.community, at=now), at=now
    )
    return PendingStep(case_id=case_id, version=loaded.snapshot.version, offer=offer, matter=loaded)


def taken_before(versions: Mapping[UUID, int], action: str, *, lead: str = "") -> frozenset[UUID]:
    """Return the matters in which the reader took this step as the first after the version shown: a form sent twice."""
    return entries.taken_before(versions, action=action, lead=lead, actor=current_reader().id)


def todo_list(*, tab: str = "mine", cursor: str = "", at: datetime | None = None) -> Todo:
    """Return a tab of the reader's to-do list."""
    return todo.todo_list(current_reader(), tab=tab, cursor=cursor, at=at or timezone.now())


def case_list(filters: CaseFilters, *, order: str = "newest", cursor: str = "", at: datetime | None = None) -> CaseList:
    """Return a page of the matters that the reader may see; ``order`` is ``newest`` or ``due``, else the first."""
    return listing.case_list(current_reader(), filters=filters, order=order, cursor=cursor, at=at or timezone.now())


def count_to(filters: CaseFilters, *, limit: int, at: datetime | None = None) -> int:
    """Return how many matters fit the filters, at most one more than ``limit``."""
    return listing.count_to(current_reader(), filters=filters, at=at or timezone.now(), limit=limit)


def whole_list(filters: CaseFilters, *, order: str = "newest", at: datetime | None = None) -> Iterator[CaseRow]:
    """Yield all matters that fit the filters, without anything personal but their title."""
    return listing.whole_list(current_reader(), filters=filters, order=order, at=at or timezone.now())


def rows(ids: Collection[UUID]) -> tuple[CaseRow, ...]:
    """Return the rows of these matters as far as the reader may see them, the next due first."""
    return listing.rows_by_id(current_reader(), ids=ids)


def register(month: Month) -> Iterator[CaseRow]:
    """Yield the matters opened in a month, oldest first, without anything personal but their title."""
    return listing.month_register(current_reader(), month=month)


def open_counts(community: str) -> OpenCounts:
    """Return how many matters are open in a community and on which buildings."""
    return counts.open_counts(community)


def open_points(community: str, *, at: datetime | None = None) -> tuple[CasePoint, ...]:
    """Return the open matters of a community that have a point."""
    return counts.open_points(current_reader(), community=community, at=at or timezone.now())


def rating_groups(*, at: datetime | None = None) -> tuple[RatingGroupLine, ...]:
    """Return the ratings that the reader's unit may see."""
    return counts.rating_groups(current_reader(), at=at or timezone.now())


def kinds(community: str) -> tuple[Choice, ...]:
    """Return the kinds of matters of a community, in the order they are shown."""
    return tuple(Choice(code=kind.code, words=say(kind.words)) for kind in wording.kinds(community).values())


def kind_for(text: str, *, community: str) -> Suggestion:
    """Return the kind a text sounds like, how sure that is, and the words that led to it; a person confirms it."""
    return suggested_kind(text, community=community)


def alike_to_case(case_id: UUID) -> tuple[AlikeLine, ...]:
    """Return the open matters most like one, as far as the reader may see them. Raises :class:`NoSuchCase`."""
    return alike.alike_to_case(case_id, reader=current_reader())


def alike_to_words(sought: Sought, *, at: datetime | None = None) -> tuple[AlikeLine, ...]:
    """Return the open matters most like something told just now, as far as the reader may see them."""
    return alike.alike_to_words(sought, reader=current_reader(), at=at or timezone.now())


def known_already(sought: Sought, *, at: datetime | None = None) -> tuple[KnownLine, ...]:
    """Return what anybody may know of open matters of a shared kind at a place: kind, building, state and day."""
    return alike.known_already(sought, at=at or timezone.now())


def states() -> tuple[Choice, ...]:
    """Return the states a new matter can be in, with the words staff use."""
    found = {state.code: state for body in reversed(workflow.in_use()) for state in body.states}
    order = [state.code for body in workflow.in_use() for state in body.states]
    return tuple(Choice(code=code, words=say(found[code].internal)) for code in dict.fromkeys(order))


__all__ = [
    "ActionField",
    "ActionOffer",
    "AlikeLine",
    "CaseFile",
    "CaseFilters",
    "CaseList",
    "CasePage",
    "CasePoint",
    "CaseRefused",
    "CaseRow",
    "ChainLink",
    "Choice",
    "ClockLine",
    "ContactInput",
    "Decision",
    "Difference",
    "DrawLine",
    "EarlierMatter",
    "EntryLine",
    "Explanation",
    "GridRatesNotYours",
    "KnownLine",
    "LookLine",
    "Moved",
    "NoSuchCase",
    "OfferedKind",
    "OpenCase",
    "OpenCounts",
    "Opened",
    "Outcome",
    "PendingStep",
    "PlaceCorrection",
    "PlaceInput",
    "PublicCase",
    "PublicState",
    "PublishedCase",
    "PublishedFilter",
    "PublishedStep",
    "RateRow",
    "RateTable",
    "RateWords",
    "RatingGroupLine",
    "RequestLine",
    "Share",
    "Sought",
    "StalePage",
    "StepDone",
    "StepOrder",
    "StepRefused",
    "Suggestion",
    "Tally",
    "Todo",
    "UnitLine",
    "alike_to_case",
    "alike_to_words",
    "ask_look",
    "call_back",
    "case_by_key",
    "case_file",
    "case_list",
    "case_page",
    "clock_words",
    "compare",
    "contact_community",
    "correct_place",
    "count_to",
    "decide_look",
    "draw_rechecks",
    "draws_here",
    "go_on_dry_run",
    "group_ratings",
    "is_measure",
    "is_unit",
    "kind_for",
    "kinds",
    "known_already",
    "limit_words",
    "marks_at",
    "measures",
    "object_to_mark",
    "offered_kinds",
    "open_case",
    "open_counts",
    "open_points",
    "pending_step",
    "period_of",
    "published_cases",
    "published_steps",
    "rate",
    "rate_table",
    "rating_groups",
    "read_contact",
    "register",
    "release_case",
    "reopen",
    "reply",
    "rows",
    "state_by_code",
    "states",
    "supplement",
    "take_step",
    "taken_before",
    "todo_list",
    "whole_list",
]
