"""A draft over past matters: equal to what is in force it shows nothing, else each matter that would have differed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests import databases
from tests.domains.cases.acting import MONDAY, report, step
from tests.domains.cases.looking import closed, decide, draw

from linli.domains.cases import facade as cases
from linli.domains.cases.contracts.dry_run import LINES_KEPT
from linli.domains.cases.facade import Tally
from linli.domains.cases.models import Case, Clock, Entry
from linli.domains.cases.queries import dry_run
from linli.domains.cases.queries.dry_run import Past, Rules, difference, tallied
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.actions import shipped
from linli.foundation.rulepacks.danger import DangerPack
from linli.foundation.rulepacks.kinds import parse_kinds
from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.rulepacks.models import RuleSet, RuleStatus
from linli.foundation.rulepacks.queries import RulePack
from linli.foundation.rulepacks.tables import body_of, rows_of
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.kernel.limits import Limit
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

PACKS = {pack.code: pack for pack in shipped()}
KINDS, LIMITS = PACKS["kinds.grid_event"].body, PACKS["limits.grid_event"].body
DANGER = DangerPack.parse(PACKS["danger.words"].body)
CODES = [kind["code"] for kind in KINDS["kinds"]]
WORDS = [word for kind in KINDS["kinds"] for word in kind["keywords"]]
CLOCKS = sorted(LIMITS["clocks"])
ADMIN = Reader(id=str(UUID(int=7)), territory=COMMUNITY, purpose=Purpose.ADMINISTER, role="system_admin")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def rules_of(kinds: object, limits: object) -> Rules:
    return Rules(kinds={kind.code: kind for kind in parse_kinds(kinds)}, limits=LimitsTable.parse(limits))  # type: ignore[arg-type]


def unit_of(kind: str) -> UUID | None:
    return None if kind == "pets" else UUID(int=CODES.index(kind) % 4 + 1 if kind in CODES else 9)


def day_of(start: datetime, limit: Limit) -> date:
    return start.date() + timedelta(days=limit.amount)


matters = st.builds(
    Past,
    case_id=st.uuids(),
    code=st.just("2610407385"),
    community=st.just(COMMUNITY),
    grid=st.just(""),
    kind=st.sampled_from([*CODES, "gone"]),
    is_chosen=st.booleans(),
    urgency=st.sampled_from(["normal", "urgent", "emergency"]),
    text=st.lists(st.sampled_from([*WORDS, "着火了", "你好"]), max_size=4).map("，".join),
    clocks=st.lists(st.tuples(st.sampled_from(CLOCKS), MOMENTS), max_size=4).map(tuple),
)


class TestAnEqualDraft:
    @hypothesis_settings(max_examples=200, deadline=None)
    @given(matter=matters)
    def test_it_shows_no_difference_for_any_matter(self, matter: Past) -> None:
        was = rules_of(KINDS, LIMITS)
        through_the_table = rules_of(
            body_of("kinds", rows_of("kinds", KINDS)), body_of("limits", rows_of("limits", LIMITS))
        )
        assert difference(matter, was, through_the_table, danger=DANGER, unit_of=unit_of, day_of=day_of) is None


class TestTheFold:
    @given(st.lists(matters, max_size=40), st.integers(1, 7))
    @hypothesis_settings(max_examples=30, deadline=None)
    def test_in_chunks_it_counts_what_it_counts_at_once(self, past: list[Past], chunk: int) -> None:
        was = rules_of(KINDS, LIMITS)
        would = rules_of({"kinds": [one for one in KINDS["kinds"] if one["code"] != CODES[0]]}, LIMITS)
        found = [difference(one, was, would, danger=DANGER, unit_of=unit_of, day_of=day_of) for one in past]
        at_once, by_chunks = tallied(Tally(), found), Tally()
        for first in range(0, len(found), chunk):
            by_chunks = tallied(by_chunks, found[first : first + chunk])
        assert by_chunks == at_once

    def test_it_holds_a_hundred_lines_however_many_differ(self) -> None:
        was, would = rules_of(KINDS, LIMITS), rules_of({"kinds": KINDS["kinds"][-1:]}, LIMITS)
        matter = Past(
            case_id=UUID(int=1), code="2610407385", community=COMMUNITY, grid="", kind=CODES[0], is_chosen=True,
            urgency="normal", text="", clocks=(),
        )  # fmt: skip
        one = difference(matter, was, would, danger=DANGER, unit_of=unit_of, day_of=day_of)
        assert one is not None
        assert (one.has_other_unit, one.has_other_acceptance, one.would.kind) == (True, True, "other")
        tally = tallied(Tally(), [one] * 500)
        assert (tally.differing, tally.other_unit, len(tally.lines)) == (500, 500, LINES_KEPT)


def in_force(code: str) -> RulePack:
    with reading(ADMIN):
        return replace(rulepacks.rules(code, scope=COMMUNITY, on=date(2026, 9, 28)), scope=COMMUNITY)


def run(draft: RulePack, *, seconds: float = 60.0) -> Tally:
    tally = Tally()
    while not tally.is_over:
        with reading(ADMIN):
            tally = cases.go_on_dry_run(
                tally, draft, since_on=date(2026, 9, 1), until_on=date(2026, 9, 30), seconds=seconds
            )
    return tally


class TestOverRealMatters:
    def test_what_is_in_force_differs_in_nothing(self, cast: Cast) -> None:
        del cast
        for text in ("电梯又停了，门关不上", "楼道有垃圾", "想问个事情"):
            report(text, at=MONDAY)
        for code in ("limits.grid_event", "kinds.grid_event"):
            tally = run(in_force(code))
            assert (tally.checked, tally.total, tally.differing, tally.is_over) == (3, 3, 0, True)

    def test_a_longer_limit_names_the_matter_and_both_days(self, cast: Cast) -> None:
        del cast
        lift, rubbish = report("电梯又停了，门关不上", at=MONDAY), report("楼道有垃圾", at=MONDAY)
        draft = in_force("limits.grid_event")
        rows = [*rows_of("limits", draft.body), {
            "clock": "reply", "kind": "elevator", "urgency": "", "amount": "9", "unit": "working_days",
        }]  # fmt: skip
        tally = run(replace(draft, body=body_of("limits", rows)))
        assert (tally.checked, tally.other_due, tally.other_unit) == (2, 1, 0)
        [line] = tally.lines
        assert (line.case_id, line.code) == (lift.case_id, lift.code)
        assert line.moved is not None
        assert line.moved.would_on > line.moved.was_on
        assert line.case_id != rubbish.case_id

    def test_a_kind_taken_away_sends_its_matters_to_a_person(self, cast: Cast) -> None:
        opened = report("电梯又停了，门关不上", at=MONDAY)
        draft = in_force("kinds.grid_event")
        kinds = [one for one in draft.body["kinds"] if one["code"] != "elevator"]
        tally = run(replace(draft, body={"kinds": kinds}))
        assert (tally.other_unit, tally.other_acceptance) == (1, 1)
        [line] = tally.lines
        assert (line.case_id, line.was.unit, line.would.unit) == (opened.case_id, cast.units["property"], None)

    def test_matters_of_another_procedure_have_the_same_kinds_and_limits_of_their_own(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        ticket = report("电梯又停了", by=clerk, at=MONDAY, channel="phone", procedure="hotline_ticket")
        for code in ("limits.grid_event", "kinds.grid_event"):
            tally = run(in_force(code))
            assert (tally.checked, tally.differing, tally.is_over) == (1, 0, True)
        draft = in_force("kinds.grid_event")
        [line] = run(replace(draft, body={"kinds": [k for k in draft.body["kinds"] if k["code"] != "elevator"]})).lines
        assert (line.case_id, line.would.kind) == (ticket.case_id, "other")

    def test_sealed_matters_are_left_out_and_nothing_is_written(self, cast: Cast) -> None:
        del cast
        report("安和物业服务中心收了钱不开票", at=MONDAY)
        report("电梯又停了，门关不上", at=MONDAY)

        def written() -> list[object]:
            with reading(job_reader(COMMUNITY)):
                return [
                    list(Case.objects.order_by("id").values()), list(Clock.objects.order_by("id").values()),
                    Entry.objects.count(),
                ]  # fmt: skip

        before = written()
        assert run(in_force("limits.grid_event")).total == 1
        assert written() == before

    def test_turn_by_turn_it_finds_the_same(self, cast: Cast, monkeypatch: object) -> None:
        del cast
        for _ in range(5):
            report("电梯又停了，门关不上", at=MONDAY)
        draft = in_force("kinds.grid_event")
        draft = replace(draft, body={"kinds": [one for one in draft.body["kinds"] if one["code"] != "elevator"]})
        whole = run(draft)
        monkeypatch.setattr(dry_run, "CHUNK", 2)  # type: ignore[attr-defined]
        assert replace(run(draft, seconds=-1.0), lines=()) == replace(whole, lines=())
        assert whole.differing == 5


class TestMattersThatRun:
    def test_they_keep_the_rules_they_began_with(self, cast: Cast) -> None:
        """A clock that begins after new rules came into force runs as long as on the matter's first day."""
        older = report("电梯又停了，门关不上", at=MONDAY)
        pack = in_force("limits.grid_event")
        rows = [{**row, "amount": "9"} if row["clock"] == "handle" else row for row in rows_of("limits", pack.body)]
        with put_in_force(pack, body=body_of("limits", rows), from_on=MONDAY.date() + timedelta(days=1)):
            later = MONDAY + timedelta(days=1)
            newer = report("电梯又停了，门关不上", at=later)
            for one in (older, newer):
                step(cast.readers["wuye"], one.case_id, "receive", at=later + timedelta(minutes=5))
            with reading(job_reader(COMMUNITY)):
                clocks = Clock.objects.filter(name="handle")
                limits = dict(clocks.values_list("case", "limit_amount"))
        assert limits == {older.case_id: 3, newer.case_id: 9}

    def test_they_do_when_a_second_look_begins_them_again(self, cast: Cast) -> None:
        one = closed(cast)
        pack = in_force("limits.grid_event")
        rows = [{**row, "amount": "99"} if row["clock"] == "dispatch" else row for row in rows_of("limits", pack.body)]
        with put_in_force(pack, body=body_of("limits", rows), from_on=MONDAY.date() + timedelta(days=1)):
            draw(cast)
            decide(cast.readers["heshi"], one.case_id, is_upheld=False, reason="门还是关不上")
            with reading(job_reader(COMMUNITY)):
                begun = Clock.objects.filter(case=one.case_id, name="dispatch").latest("started_at")
        assert begun.stopped_at is None
        assert begun.limit_amount < 99


@contextmanager
def put_in_force(pack: RulePack, *, body: dict[str, object], from_on: date) -> Iterator[None]:
    """Have a pack in force in the community while a block runs; the stage's rules outlive their test otherwise."""
    with reading(job_reader(COMMUNITY)):
        row = RuleSet.objects.create(
            code=pack.code, scope=COMMUNITY, version=99, status=RuleStatus.PUBLISHED, title=dict(pack.title), body=body,
            digest="", basis=pack.basis, certainty=pack.certainty, valid_from_on=from_on,
        )  # fmt: skip
        publish(rulepacks.VERSION_NAME)
    try:
        yield
    finally:
        with databases.kept_owner_of(databases.current()) as connection:
            connection.execute("DELETE FROM rulepacks_ruleset WHERE id = %s", [row.id])
        with reading(job_reader(COMMUNITY)):
            publish(rulepacks.VERSION_NAME)
