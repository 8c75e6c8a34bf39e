"""Rates of the work: exact counts from the record, each opening to exactly its matters, never an order by a rate."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import databases
from tests.conftest import LASTING
from tests.domains.cases.acting import LIFT, MONDAY, counted, finish, report, row, statements, step
from tests.domains.cases.test_todo import clone

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Clock, Entry, Party, Rating, SecondLook
from linli.foundation.rulepacks.quality import RATES
from linli.foundation.scope.bulk import insert_rows
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

PERIOD = "2026-09"
LATER = MONDAY + timedelta(days=60)


def table(reader: Reader, *, at: datetime = LATER, **given: str) -> cases.RateTable:
    with reading(reader):
        return cases.rate_table(period=PERIOD, at=at, **given)


def opened(reader: Reader, measure: str, *, at: datetime = LATER, **filters: str) -> int:
    with reading(reader):
        found = cases.CaseFilters(period=PERIOD, measure=measure, **filters)
        return len(list(cases.whole_list(found, at=at)))


def pair(row: cases.RateRow, code: str) -> tuple[int, int]:
    return row.shares[code].counted, row.shares[code].whole


class TestWhatCounts:
    def test_a_matter_done_in_time_counts_in_each_rate_that_it_is_of(self, cast: Cast) -> None:
        one = report(LIFT, at=MONDAY)
        finish(cast.readers["wuye"], one.case_id, at=MONDAY + timedelta(minutes=30))
        step(cast.readers["heshi"], one.case_id, "verify", at=MONDAY + timedelta(hours=1))
        with reading(Reader()):
            cases.rate(one.code, one.key, level=3, at=MONDAY + timedelta(hours=2))

        total = table(cast.readers["jiedao"]).total
        assert {code: pair(total, code) for code in RATES} == {
            "signed": (1, 1), "on_time": (1, 1), "resolved": (1, 1), "satisfied": (1, 1), "called_back": (0, 1),
            "sent_back": (0, 1), "repeated": (0, 1),
        }  # fmt: skip

    def test_receipt_counts_up_to_its_limit_and_not_a_second_longer(self, cast: Cast) -> None:
        in_time, late = report(LIFT, at=MONDAY), report(LIFT, at=MONDAY)
        with reading(job_reader(COMMUNITY)):
            due = Clock.objects.get(case=in_time.case_id, name="receive").due_at
        step(cast.readers["wuye"], in_time.case_id, "receive", at=due)
        step(cast.readers["wuye"], late.case_id, "receive", at=due + timedelta(seconds=1))

        assert pair(table(cast.readers["heshuning"]).total, "signed") == (1, 2)

    def test_what_is_not_due_yet_belongs_to_no_rate_of_time(self, cast: Cast) -> None:
        report(LIFT, at=MONDAY)
        total = table(cast.readers["heshuning"], at=MONDAY + timedelta(minutes=1)).total
        assert (pair(total, "signed"), pair(total, "on_time"), total.matters) == ((0, 0), (0, 0), 1)
        assert pair(table(cast.readers["heshuning"]).total, "signed") == (0, 1)

    def test_what_was_sent_back_counts_with_the_unit_that_did_it(self, cast: Cast) -> None:
        one = report(LIFT, at=MONDAY)
        step(cast.readers["heshuning"], one.case_id, "add_assist", at=MONDAY, assist=[str(cast.units["market"])])
        step(cast.readers["shichang"], one.case_id, "refuse", at=MONDAY, ground="no_power", reason="在保修期内")

        found = {row.code: pair(row, "sent_back") for row in table(cast.readers["jiedao"]).units}
        assert found == {str(cast.units["market"]): (1, 1), str(cast.units["property"]): (0, 0)}
        assert opened(cast.readers["jiedao"], "sent_back-yes", answers=str(cast.units["market"])) == 1


class TestWhoSees:
    def test_how_matters_were_rated_is_the_streets(self, cast: Cast) -> None:
        assert "satisfied" not in {rate.code for rate in table(cast.readers["heshuning"]).rates}
        assert "satisfied" in {rate.code for rate in table(cast.readers["jiedao"]).rates}

    def test_a_grid_is_seen_by_its_worker_and_the_clerk_of_the_same_unit_alone(self, cast: Cast) -> None:
        grid = cast.readers["wangge2"].territory
        for username in ("wangge2", "heshuning"):
            assert table(cast.readers[username], grid=grid).units == ()
        for username in ("jiedao", "zhiban", "heshi"):
            with pytest.raises(cases.GridRatesNotYours):
                table(cast.readers[username], grid=grid)
        with pytest.raises(cases.GridRatesNotYours):
            table(cast.readers["wangge2"], grid=f"{COMMUNITY}001")

    @pytest.mark.parametrize(("matters", "is_hidden"), [(9, True), (10, False)])
    def test_below_ten_matters_a_grid_shows_none(self, cast: Cast, matters: int, is_hidden: bool) -> None:  # noqa: FBT001
        grid = cast.readers["wangge2"].territory
        one = report(LIFT, at=MONDAY)
        clone(one.case_id, times=matters, grid=grid)

        shown = table(cast.readers["wangge2"])
        assert shown.is_hidden is is_hidden
        assert shown.total.matters == (0 if is_hidden else matters)
        assert bool(shown.total.shares) is not is_hidden

    def test_a_list_by_grid_does_not_open_by_a_rate_for_the_street(self, cast: Cast) -> None:
        grid = cast.readers["wangge2"].territory
        one = report(LIFT, at=MONDAY)
        clone(one.case_id, times=3, grid=grid)
        assert opened(cast.readers["jiedao"], "repeated-yes", grid=grid) == 3
        assert opened(cast.readers["heshuning"], "repeated-yes", grid=grid) == 0


class TestNoRanking:
    def test_rows_stand_by_name_and_by_the_order_of_the_kinds_whatever_the_rates_are(self, cast: Cast) -> None:
        for text in (LIFT, "门禁卡刷不开，进不了楼", "占道停车挡路"):
            report(text, at=MONDAY)
        shown = table(cast.readers["jiedao"])
        names = [row.words for row in shown.units if row.code != "none"]
        assert names == sorted(names)
        with reading(cast.readers["jiedao"]):
            order = [kind.code for kind in cases.kinds(COMMUNITY)]
        assert [row.code for row in shown.kinds] == sorted((row.code for row in shown.kinds), key=order.index)


class TestCost:
    def test_one_grouped_statement_however_many_matters(self, cast: Cast) -> None:
        one = report(LIFT, at=MONDAY)
        table(cast.readers["jiedao"])
        with counted() as few:
            table(cast.readers["jiedao"])
        clone(one.case_id, times=60)
        with counted() as many:
            assert table(cast.readers["jiedao"]).total.matters == 61
        assert statements(few) == statements(many) == 2  # who reads, and the counts


matters = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["elevator", "parking"]),
        "closed": st.sampled_from([None, -1, 0, 1]),
        "reopened": st.sampled_from([0, 1]),
        "lead": st.sampled_from(["", "property", "lift"]),
        "received": st.sampled_from([None, 0, 1]),
        "sender": st.sampled_from(["", "property", "market"]),
        "reached": st.sampled_from(["", "yes", "no"]),
        "solved": st.sampled_from(["", "no"]),
        "level": st.sampled_from([None, 2, 3, 5]),
        "look": st.sampled_from(["", "exclusion", "repeated"]),
    }
)


def lay(cast: Cast, model: Case, facts: list[dict[str, object]]) -> None:
    """Lay matters into the tables as their lives would have left them."""
    due = MONDAY + timedelta(days=5)
    for number, one in enumerate(facts):
        closed = None if one["closed"] is None else due + timedelta(seconds=int(str(one["closed"])))
        clone(
            model.id, times=1, first=number, kind=one["kind"], closed_at=closed, reply_due_at=due, lead_unit_id=None,
            reopened_count=one["reopened"], units=[], opened_at=MONDAY,
        )  # fmt: skip
    rows: dict[type, list[object]] = {Party: [], Clock: [], Entry: [], Rating: [], SecondLook: []}
    with reading(job_reader(COMMUNITY[:9])):
        ids = dict(Case.objects.exclude(pk=model.id).values_list("code", "id"))
        for number, one in enumerate(facts):
            _beside(cast, ids[f"9{number:09d}"], one, rows=rows)
        for group in rows.values():
            insert_rows(group)  # type: ignore[arg-type]


def _beside(cast: Cast, case_id: UUID, one: dict[str, object], *, rows: dict[type, list[object]]) -> None:
    about = {"case_id": case_id, "community": COMMUNITY}
    if one["lead"]:
        due = MONDAY + timedelta(hours=4)
        got = None if one["received"] is None else due + timedelta(seconds=int(str(one["received"])))
        unit, state = cast.units[str(one["lead"])], "received" if got else "asked"
        limit = {"limit_amount": 4, "limit_unit": "working_hours", "started_at": MONDAY, "due_at": due}
        party = Party(unit_id=unit, role="lead", state=state, asked_at=MONDAY, received_at=got, **about)
        rows[Party].append(party)
        rows[Clock].append(Clock(party_id=party.id, name="receive", **limit, **about))
    acts = [("refuse", {}, cast.units[str(one["sender"])])] if one["sender"] else []
    if one["reached"]:
        acts.append(("called_back", {"reached": one["reached"], "solved": one["solved"]}, cast.units["station"]))
    for number, (action, data, unit) in enumerate(acts, start=90):
        said = {"actor": "job", "actor_unit": unit, "action": action, "audience": "internal", "data": data}
        rows[Entry].append(Entry(number=number, at=LATER, **said, **about))
    if one["level"]:
        rows[Rating].append(Rating(level=one["level"], rated_at=LATER, **about))
    if one["look"]:
        decided = {"asked_at": MONDAY, "decided_at": MONDAY, "until_at": LATER + timedelta(seconds=1)}
        rows[SecondLook].append(SecondLook(kind=one["look"], state="upheld", **decided, **about))


def expected(one: dict[str, object]) -> dict[str, tuple[bool, bool]]:
    """Say for one matter, in other words than the product's: does it count, and does it belong."""
    closed, reopened, lead, sender = one["closed"], one["reopened"], one["lead"], one["sender"]
    reached = one["reached"] == "yes"
    unsolved = bool(one["reached"]) and one["solved"] == "no"
    return {
        "signed": (bool(lead) and one["received"] == 0, bool(lead)),
        "on_time": (closed in (-1, 0), True),
        "resolved": (
            closed is not None and not reopened and not unsolved, closed is not None or bool(reopened),
        ),
        "satisfied": (one["level"] in (3, 5), one["level"] is not None),
        "called_back": (closed is not None and reached, closed is not None),
        "sent_back": (bool(sender), bool(lead or sender)),
        "repeated": (bool(reopened) or one["look"] == "repeated", True),
    }  # fmt: skip


class TestAnyRecord:
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(facts=st.lists(matters, min_size=1, max_size=8))
    def test_counts_are_exact_sums_agree_and_each_number_opens_to_its_matters(
        self, cast: Cast, facts: list[dict[str, object]]
    ) -> None:
        with databases.kept_owner_of(databases.current()) as connection:
            databases.empty(connection, keep=LASTING)
        model = row(report("想问个事情", at=MONDAY - timedelta(days=60)).case_id)
        lay(cast, model, facts)
        street = cast.readers["jiedao"]
        shown = table(street)
        counted_ones = [expected(one) for one in facts if one["look"] != "exclusion"]
        assert (shown.total.matters, shown.total.excluded) == (len(facts), len(facts) - len(counted_ones))
        for code in RATES:
            wanted = (sum(c and w for c, w in (x[code] for x in counted_ones)), sum(x[code][1] for x in counted_ones))
            assert pair(shown.total, code) == wanted
            for rows in (shown.units, shown.kinds):
                assert tuple(map(sum, zip(*(pair(one, code) for one in rows), strict=True))) == wanted
                assert all(one.shares[code].counted <= one.shares[code].whole for one in rows)
            for one in shown.units:
                assert opened(street, f"{code}-yes", answers=one.code) == one.shares[code].counted
                assert opened(street, f"{code}-no", answers=one.code) == one.shares[code].rest
            for one in shown.kinds:
                assert opened(street, f"{code}-all", kind=one.code) == one.shares[code].whole
        assert opened(street, "excluded") == shown.total.excluded
