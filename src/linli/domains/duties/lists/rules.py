"""The rules of duty lists as pure functions: which version holds on a day, what an item may say, when exceptions hold.

城市居民委员会组织法: departments that need a residents' committee's help need the government's consent, and the work is
arranged in one place; hence lists of a community's own duties, of what it assists in, of what it must not do, and of
what was admitted. Local rules on admission (北京西城 and others): exceptions name a reason, a term and who decided.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeVar


class ListKind(StrEnum):
    """What a list says about its items."""

    OWN = "own"  # 自治事项
    ASSIST = "assist"  # 协助事项
    ADMITTED = "admitted"  # 准入事项
    BARRED = "barred"  # 禁入事项


class Period(StrEnum):
    """For how long a number of hours is meant."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Share(StrEnum):
    """What part a unit is asked to take."""

    LEAD = "lead"
    ASSIST = "assist"


COMMITTEE = "residents_committee"
COMMUNITY_BODIES = frozenset({COMMITTEE, "service_station"})
"""The kinds of units that the lists protect."""
AUTHORITIES = frozenset({"street_office", "department"})
MONTHS_OF: dict[Period, int] = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
MOST_HOURS = Decimal(9999)


class ItemProblem(StrEnum):
    """What keeps an item from standing on a list."""

    NO_WORDS = "no_words"
    NO_BASIS = "no_basis"
    NO_LEAD = "no_lead"
    LED_BY_COMMUNITY = "led_by_community"
    NOT_LED_BY_COMMUNITY = "not_led_by_community"
    COMMITTEE_LEADS_ADMITTED = "committee_leads_admitted"
    BARRED_HAS_COMMUNITY = "barred_has_community"
    NOWHERE_INSTEAD = "nowhere_instead"
    NO_HELPER = "no_helper"
    HOURS = "hours"
    DAYS = "days"


class Dated(Protocol):
    """Anything that holds from a day on, to a day or without an end."""

    @property
    def from_on(self) -> date | None:
        """Return the first day, none where it holds from the beginning."""

    @property
    def to_on(self) -> date | None:
        """Return the last day, none where no end is set."""


class Versioned(Dated, Protocol):
    """A published version of a list."""

    @property
    def kind(self) -> ListKind:
        """Return what the list says about its items."""

    @property
    def scope(self) -> str:
        """Return its territory as significant digits, empty for everywhere."""

    @property
    def version(self) -> int:
        """Return its number."""


VersionT = TypeVar("VersionT", bound=Versioned)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What an item says, as far as the rules judge it."""

    words: str
    document: str
    leads: frozenset[str]
    assists: frozenset[str]
    instead: str
    hours: Decimal | None
    valid_from_on: date | None
    valid_to_on: date | None


def holds_on(one: Dated, day: date) -> bool:
    """Return whether a day lies between the first and the last day, both of which count whole (民法典 201、203)."""
    return (one.from_on is None or one.from_on <= day) and (one.to_on is None or day <= one.to_on)


def in_force(versions: Iterable[VersionT], *, place: str, day: date) -> tuple[VersionT, ...]:
    """Return the versions that decide at a place on a day.

    Of one list (kind and territory) the newest version in force counts. Of lists of what the community does, the
    narrowest territory that has one decides, as for every rule here. What the community must not do counts from every
    territory: no street takes back what the ministry forbids.
    """
    newest: dict[tuple[ListKind, str], VersionT] = {}
    for one in versions:
        if place.startswith(one.scope) and holds_on(one, day):
            held = newest.get((one.kind, one.scope))
            if held is None or held.version < one.version:
                newest[one.kind, one.scope] = one
    found: list[VersionT] = []
    for kind in ListKind:
        of_kind = sorted((v for v in newest.values() if v.kind is kind), key=lambda v: -len(v.scope))
        found.extend(of_kind if kind is ListKind.BARRED else of_kind[:1])
    return tuple(found)


def hours_a_month(hours: Decimal | None, period: Period) -> Fraction:
    """Return the hours a month that so many hours a period come to, exactly; nothing stated counts as none."""
    return Fraction(hours or 0) / MONTHS_OF[period]


def problems_of(kind: ListKind, item: ItemFacts) -> tuple[ItemProblem, ...]:
    """Return what keeps an item from standing on a list of this kind, in the order of the form.

    A list of own duties is led within the community or by whoever the owners engage; where the community assists, an
    authority leads; an admitted item may be led by the station, which the street keeps for such work (居站分设), never
    by the residents' committee; what is barred is led by somebody else, and says where to go.
    """
    found = [] if item.words.strip() else [ItemProblem.NO_WORDS]
    found.extend(_lead_problems(kind, item))
    if not item.document.strip():
        found.append(ItemProblem.NO_BASIS)
    if item.hours is not None and not 0 <= item.hours <= MOST_HOURS:
        found.append(ItemProblem.HOURS)
    if item.valid_from_on and item.valid_to_on and item.valid_to_on < item.valid_from_on:
        found.append(ItemProblem.DAYS)
    return tuple(found)


def _lead_problems(kind: ListKind, item: ItemFacts) -> list[ItemProblem]:
    if kind is ListKind.BARRED:
        within = bool((item.leads | item.assists) & COMMUNITY_BODIES)
        return [ItemProblem.BARRED_HAS_COMMUNITY] * within + [ItemProblem.NOWHERE_INSTEAD] * (not item.instead.strip())
    if not item.leads:
        return [ItemProblem.NO_LEAD]
    if kind is ListKind.OWN:
        return [ItemProblem.NOT_LED_BY_COMMUNITY] if item.leads & AUTHORITIES else []
    if kind is ListKind.ADMITTED:
        return [ItemProblem.COMMITTEE_LEADS_ADMITTED] if COMMITTEE in item.leads else []
    led_inside, helps = bool(item.leads & COMMUNITY_BODIES), bool(item.assists & COMMUNITY_BODIES)
    return [ItemProblem.LED_BY_COMMUNITY] * led_inside + [ItemProblem.NO_HELPER] * (not helps)


class AdmissionProblem(StrEnum):
    """What keeps an exception from being asked for or decided."""

    BEGINS_IN_THE_PAST = "begins_in_the_past"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    TOO_LONG = "too_long"
    NO_REASON = "no_reason"
    NOTHING_OPENED = "nothing_opened"
    NOT_AN_AUTHORITY = "not_an_authority"
    SELF_APPROVAL = "self_approval"
    NOT_THEIR_PLACE = "not_their_place"
    COMMITTEE_LEADS = "committee_leads"
    HOURS = "hours"


def last_day_allowed(from_on: date, *, most_months: int) -> date:
    """Return the last day of an exception of so many months: the day before the same day of the month it ends in.

    Where that month is too short, its last day (民法典 202: a term of months ends on the corresponding day, and where
    there is none on the month's last).
    """
    months = from_on.year * 12 + from_on.month - 1 + most_months
    year, month = divmod(months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    if from_on.day > days:
        return date(year, month + 1, days)
    return date.fromordinal(date(year, month + 1, from_on.day).toordinal() - 1)


def wrong_with_asking(
    *,
    from_on: date,
    to_on: date,
    today: date,
    most_months: int,
    reason: str,
    case_kinds: Sequence[str],
    hours: Decimal,
    unit_kind: str,
    share: Share,
    asking_unit_kind: str,
) -> AdmissionProblem | None:
    """Return the first thing that keeps an exception from being asked for.

    Only an authority asks: a community has nothing to ask for. The committee may be asked to assist, never to lead
    what is not its own; the station may be asked to lead for a time.
    """
    checks = (
        (asking_unit_kind not in AUTHORITIES, AdmissionProblem.NOT_AN_AUTHORITY),
        (from_on < today, AdmissionProblem.BEGINS_IN_THE_PAST),
        (to_on < from_on, AdmissionProblem.ENDS_BEFORE_IT_BEGINS),
        (to_on > last_day_allowed(from_on, most_months=most_months), AdmissionProblem.TOO_LONG),
        (not reason.strip(), AdmissionProblem.NO_REASON),
        (not case_kinds or unit_kind not in COMMUNITY_BODIES, AdmissionProblem.NOTHING_OPENED),
        (unit_kind == COMMITTEE and share is Share.LEAD, AdmissionProblem.COMMITTEE_LEADS),
        (not 0 <= hours <= MOST_HOURS, AdmissionProblem.HOURS),
    )
    return next((problem for is_wrong, problem in checks if is_wrong), None)


def wrong_with_deciding(
    *, scope: str, territory: str, is_street: bool, is_own_account: bool, is_own_unit: bool
) -> AdmissionProblem | None:
    """Return the first thing that keeps somebody from deciding on an exception.

    The street or district office decides for its own territory, and nobody decides on what they or their unit ask.
    """
    if not is_office_of(scope, territory=territory, is_street=is_street):
        return AdmissionProblem.NOT_THEIR_PLACE
    return AdmissionProblem.SELF_APPROVAL if is_own_account or is_own_unit else None


def is_office_of(scope: str, *, territory: str, is_street: bool) -> bool:
    """Return whether somebody of the street or district, with this territory, acts for the office of a place."""
    return is_street and bool(territory) and scope.startswith(territory)


def is_open_on(*, is_approved: bool, from_on: date, to_on: date, ended_on: date | None, day: date) -> bool:
    """Return whether an exception opens its item on a day: approved, within its days, not ended on that day or before.

    It expires by itself: nobody has to do anything on its last day. One that was ended counts no more from the day of
    ending on.
    """
    return is_approved and from_on <= day <= to_on and (ended_on is None or day < ended_on)
