from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.duties.lists.contracts import HeldVersion, Item, ListVersion
from linli.domains.duties.lists.rules import (
    AdmissionProblem,
    ItemProblem,
    ListKind,
    Period,
    Share,
    hours_a_month,
    in_force,
    is_open_on,
    last_day_allowed,
    problems_of,
    wrong_with_asking,
    wrong_with_deciding,
)
from linli.kernel.uuid7 import new_id

CITY, STREET, COMMUNITY = "4403", "440305001", "440305001001"
TODAY = date(2026, 3, 1)
COMMITTEE, STATION, OFFICE = "residents_committee", "service_station", "street_office"


def version(
    number: int = 1,
    *,
    kind: ListKind = ListKind.OWN,
    scope: str = CITY,
    from_on: date = TODAY,
    to_on: date | None = None,
) -> HeldVersion:
    about = ListVersion(
        id=new_id(), scope=scope, kind=kind, version=number, title="清单", basis="某法", certainty="V",
        is_example=False, is_draft=False, from_on=from_on, to_on=to_on,
    )  # fmt: skip
    return HeldVersion(about=about, items=())


def problems(kind: ListKind, *, leads: set[str], assists: set[str] = frozenset(), **facts: object) -> set[ItemProblem]:  # type: ignore[assignment]
    said = {"code": "1", "words": "事项", "document": "某法", **facts}
    item = Item(leads=frozenset(leads), assists=frozenset(assists), **said)  # type: ignore[arg-type]
    return set(problems_of(kind, item.facts))


class TestVersionInForce:
    def test_a_version_counts_from_its_first_day_on_whole(self) -> None:
        one = version()
        assert in_force([one], place=COMMUNITY, day=TODAY) == (one,)
        assert in_force([one], place=COMMUNITY, day=TODAY - timedelta(days=1)) == ()

    def test_the_day_before_the_next_version_is_the_old_ones_last(self) -> None:
        old, new = version(1, to_on=TODAY + timedelta(days=9)), version(2, from_on=TODAY + timedelta(days=10))
        assert in_force([old, new], place=COMMUNITY, day=TODAY + timedelta(days=9)) == (old,)
        assert in_force([old, new], place=COMMUNITY, day=TODAY + timedelta(days=10)) == (new,)

    def test_a_retired_list_no_longer_decides(self) -> None:
        assert in_force([version(to_on=TODAY)], place=COMMUNITY, day=TODAY + timedelta(days=1)) == ()

    def test_the_narrowest_territory_that_has_a_list_decides(self) -> None:
        city, street = version(scope=CITY), version(scope=STREET)
        assert in_force([city, street], place=COMMUNITY, day=TODAY) == (street,)
        assert in_force([city, street], place="440305002001", day=TODAY) == (city,)

    def test_what_is_barred_counts_from_every_territory(self) -> None:
        state, street = version(kind=ListKind.BARRED, scope=""), version(kind=ListKind.BARRED, scope=STREET)
        assert set(in_force([state, street], place=COMMUNITY, day=TODAY)) == {state, street}

    @given(st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True), st.integers(0, 500))
    def test_on_any_day_at_most_one_version_of_a_list_decides(self, starts: list[int], after: int) -> None:
        days = [TODAY + timedelta(days=one) for one in sorted(starts)]
        ends = [*(one - timedelta(days=1) for one in days[1:]), None]
        versions = [version(i, from_on=a, to_on=b) for i, (a, b) in enumerate(zip(days, ends, strict=True), start=1)]
        day = TODAY + timedelta(days=after)
        found = in_force(versions, place=COMMUNITY, day=day)
        assert [one.version for one in found] == [sum(one <= day for one in days)] * (day >= days[0])


class TestItems:
    def test_own_duties_are_led_within_the_community_or_by_whom_the_owners_engage(self) -> None:
        assert problems(ListKind.OWN, leads={COMMITTEE}) == set()
        assert problems(ListKind.OWN, leads={"enterprise"}) == set()
        assert problems(ListKind.OWN, leads={OFFICE}) == {ItemProblem.NOT_LED_BY_COMMUNITY}

    @pytest.mark.parametrize("unit", [COMMITTEE, STATION])
    def test_where_the_community_only_assists_it_is_not_made_lead(self, unit: str) -> None:
        assert problems(ListKind.ASSIST, leads={unit}, assists={COMMITTEE}) == {ItemProblem.LED_BY_COMMUNITY}
        assert problems(ListKind.ASSIST, leads={OFFICE}, assists={unit}) == set()

    def test_admitted_work_may_be_led_by_the_station_never_by_the_committee(self) -> None:
        assert problems(ListKind.ADMITTED, leads={STATION}) == set()
        assert problems(ListKind.ADMITTED, leads={COMMITTEE}) == {ItemProblem.COMMITTEE_LEADS_ADMITTED}

    def test_what_is_barred_says_where_to_go_and_gives_the_community_no_part(self) -> None:
        assert problems(ListKind.BARRED, leads=set(), instead="公安派出所") == set()
        assert problems(ListKind.BARRED, leads=set()) == {ItemProblem.NOWHERE_INSTEAD}
        wrong = problems(ListKind.BARRED, leads=set(), assists={COMMITTEE}, instead="公安派出所")
        assert wrong == {ItemProblem.BARRED_HAS_COMMUNITY}

    def test_an_item_needs_words_a_lead_and_its_basis(self) -> None:
        found = problems(ListKind.OWN, leads=set(), words=" ", document=" ")
        assert found == {ItemProblem.NO_WORDS, ItemProblem.NO_LEAD, ItemProblem.NO_BASIS}

    @pytest.mark.parametrize(("hours", "is_wrong"), [("0", False), ("9999", False), ("9999.01", True), ("-0.01", True)])
    def test_hours_lie_between_nothing_and_9999(self, hours: str, is_wrong: bool) -> None:  # noqa: FBT001 - parameter
        found = problems(ListKind.OWN, leads={COMMITTEE}, hours=Decimal(hours))
        assert (ItemProblem.HOURS in found) is is_wrong


class TestHours:
    def test_hours_a_quarter_and_a_year_are_spread_exactly(self) -> None:
        assert hours_a_month(Decimal(10), Period.MONTH) == 10
        assert hours_a_month(Decimal(10), Period.QUARTER) == Fraction(10, 3)
        assert hours_a_month(Decimal(10), Period.YEAR) == Fraction(5, 6)
        assert hours_a_month(None, Period.MONTH) == 0

    @given(st.lists(st.tuples(st.decimals(0, 9999, places=2), st.sampled_from(Period)), max_size=30))
    def test_a_year_of_months_is_what_was_stated_for_the_year(self, items: list[tuple[Decimal, Period]]) -> None:
        times = {Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}
        year = sum((Fraction(hours) * times[period] for hours, period in items), Fraction(0))
        assert 12 * sum((hours_a_month(hours, period) for hours, period in items), Fraction(0)) == year


class TestTermOfAnException:
    @pytest.mark.parametrize(
        ("first", "months", "last"),
        [
            (date(2026, 3, 1), 1, date(2026, 3, 31)),
            (date(2026, 3, 15), 6, date(2026, 9, 14)),
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2026, 12, 1), 1, date(2026, 12, 31)),
        ],
    )
    def test_a_term_of_months_ends_by_the_civil_code(self, first: date, months: int, last: date) -> None:
        assert last_day_allowed(first, most_months=months) == last

    @given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 24))
    def test_a_longer_term_never_ends_earlier(self, first: date, months: int) -> None:
        last = last_day_allowed(first, most_months=months)
        assert first <= last < last_day_allowed(first, most_months=months + 1)

    def test_it_opens_on_its_first_and_last_day_and_on_no_other(self) -> None:
        last = TODAY + timedelta(days=9)

        def is_open(day: date, *, ended_on: date | None = None, is_approved: bool = True) -> bool:
            return is_open_on(is_approved=is_approved, from_on=TODAY, to_on=last, ended_on=ended_on, day=day)

        assert (is_open(TODAY), is_open(last)) == (True, True)
        assert not is_open(TODAY - timedelta(days=1))
        assert not is_open(last + timedelta(days=1))
        assert not is_open(TODAY, is_approved=False)
        assert is_open(TODAY, ended_on=TODAY + timedelta(days=1))
        assert not is_open(TODAY + timedelta(days=1), ended_on=TODAY + timedelta(days=1))


class TestAsking:
    GOOD = {
        "from_on": TODAY, "to_on": date(2026, 8, 31), "today": TODAY, "most_months": 6, "reason": "普查",
        "case_kinds": ["elder_care"], "hours": Decimal(8), "unit_kind": STATION, "share": Share.LEAD,
        "asking_unit_kind": "department",
    }  # fmt: skip

    def wrong(self, **other: object) -> AdmissionProblem | None:
        return wrong_with_asking(**{**self.GOOD, **other})  # type: ignore[arg-type]

    def test_an_authority_asks_for_six_months_at_most(self) -> None:
        assert self.wrong() is None
        assert self.wrong(to_on=date(2026, 9, 1)) is AdmissionProblem.TOO_LONG

    def test_a_community_asks_for_nothing_extra(self) -> None:
        for kind in (COMMITTEE, STATION, "enterprise", ""):
            assert self.wrong(asking_unit_kind=kind) is AdmissionProblem.NOT_AN_AUTHORITY

    def test_the_committee_is_asked_to_assist_and_not_to_lead(self) -> None:
        assert self.wrong(unit_kind=COMMITTEE) is AdmissionProblem.COMMITTEE_LEADS
        assert self.wrong(unit_kind=COMMITTEE, share=Share.ASSIST) is None

    def test_it_begins_today_or_later_with_a_reason_and_something_to_open(self) -> None:
        assert self.wrong(from_on=TODAY - timedelta(days=1)) is AdmissionProblem.BEGINS_IN_THE_PAST
        assert self.wrong(to_on=TODAY - timedelta(days=1)) is AdmissionProblem.ENDS_BEFORE_IT_BEGINS
        assert self.wrong(reason="  ") is AdmissionProblem.NO_REASON
        assert self.wrong(case_kinds=[]) is AdmissionProblem.NOTHING_OPENED


class TestDeciding:
    def wrong(self, **other: object) -> AdmissionProblem | None:
        said = {
            "scope": COMMUNITY, "territory": STREET, "is_street": True, "is_own_account": False, "is_own_unit": False
        }  # fmt: skip
        return wrong_with_deciding(**{**said, **other})  # type: ignore[arg-type]

    def test_the_office_of_the_place_decides(self) -> None:
        assert self.wrong() is None
        assert self.wrong(territory="440305") is None
        assert self.wrong(territory="440305002") is AdmissionProblem.NOT_THEIR_PLACE
        assert self.wrong(territory="") is AdmissionProblem.NOT_THEIR_PLACE
        assert self.wrong(is_street=False) is AdmissionProblem.NOT_THEIR_PLACE

    def test_nobody_approves_what_they_or_their_unit_asked_for(self) -> None:
        assert self.wrong(is_own_account=True) is AdmissionProblem.SELF_APPROVAL
        assert self.wrong(is_own_unit=True) is AdmissionProblem.SELF_APPROVAL
