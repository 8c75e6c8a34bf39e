"""The to-do list: what waits for whom, in which order, with counts that are true."""

from datetime import timedelta

from tests.domains.cases.acting import MONDAY, finish, page, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case
from linli.domains.cases.queries import todo
from linli.foundation.scope.bulk import insert_rows
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.foundation.territory import actions as territory
from linli.foundation.territory import queries as divisions
from linli.kernel.uuid7 import new_id
from linli.project.demo.readers import Cast, administrator
from linli.project.demo.street import COMMUNITY

NEXT_DOOR = f"{COMMUNITY[:9]}002"


def tab(reader: Reader, code: str = "mine", *, cursor: str = "", at: object = None) -> cases.Todo:
    with reading(reader):
        return cases.todo_list(tab=code, cursor=cursor, at=at)  # type: ignore[arg-type]


def codes(found: cases.Todo) -> list[str]:
    return [row.code for group in found.groups for row in group.rows]


def counts(found: cases.Todo) -> dict[str, int]:
    return {one.code: one.count for one in found.tabs}


def clone(case_id: object, *, times: int, first: int = 0, **changes: object) -> None:
    """Lay many matters of the same kind into the table at once."""
    with reading(job_reader(COMMUNITY[:9])):
        model = Case.objects.get(pk=case_id)
        rows = []
        for number in range(first, first + times):
            copy = Case(**{f.attname: getattr(model, f.attname) for f in Case._meta.concrete_fields})
            copy.id, copy.code, copy.key_digest = new_id(), f"9{number:09d}", f"{number:064d}"
            for name, value in changes.items():
                setattr(copy, name, value)
            rows.append(copy)
        insert_rows(rows)


class TestWhoseTurn:
    def test_what_waits_for_acceptance_is_the_clerks(self, cast: Cast) -> None:
        waiting, working = report("想问个事情"), report()

        assert codes(tab(cast.readers["heshuning"])) == [waiting.code]
        assert set(codes(tab(cast.readers["heshuning"], "unit"))) == {waiting.code, working.code}
        assert codes(tab(cast.readers["wuye"])) == [working.code]
        assert codes(tab(cast.readers["chengguan"])) == []

    def test_what_waits_for_verification_is_not_shown_to_who_did_it(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        opened = report("想问个事情")
        step(clerk, opened.case_id, "accept")
        step(clerk, opened.case_id, "confirm_kind", kind="policy_question")
        step(clerk, opened.case_id, "dispatch", lead=str(cast.units["station"]))
        finish(clerk, opened.case_id)

        assert codes(tab(cast.readers["heshi"], "verify")) == [opened.code]
        assert codes(tab(clerk, "verify")) == []
        assert codes(tab(clerk)) == []

    def test_a_unit_keeps_its_own_limit_and_loses_sight_of_it_when_done(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        step(cast.readers["heshuning"], opened.case_id, "add_assist", at=MONDAY + timedelta(hours=2),
             assist=[str(cast.units["lift"])])  # fmt: skip
        helper = tab(cast.readers["dianti"], at=MONDAY)
        own = next(u for u in page(cast.readers["dianti"], opened.case_id).units if u.is_mine)

        assert helper.groups[0].rows[0].due_at == own.due_at != row(opened.case_id).due_at
        finish(cast.readers["dianti"], opened.case_id, at=MONDAY + timedelta(hours=3))
        assert codes(tab(cast.readers["dianti"])) == []
        assert codes(tab(cast.readers["dianti"], "unit")) == [opened.code]

    def test_a_unit_that_was_released_has_nothing_to_do(self, cast: Cast) -> None:
        opened = report()
        step(cast.readers["heshuning"], opened.case_id, "undo_dispatch", reason="派错了")

        assert counts(tab(cast.readers["wuye"])) == {"mine": 0, "unit": 0, "soon": 0, "overdue": 0}


class TestTheStreet:
    def test_it_decides_reviews_and_leads_what_is_sealed(self, cast: Cast) -> None:
        report("想问个事情")
        refused, sealed = report(), report("安和物业服务中心乱收费")
        step(cast.readers["wuye"], refused.case_id, "refuse", ground="other", reason="人手不够")

        found = tab(cast.readers["jiedao"])
        assert set(codes(found)) == {refused.code, sealed.code}
        assert counts(found)["arbitrate"] == 2
        assert counts(found)["unit"] == 3

    def test_its_list_holds_all_its_communities_and_a_clerks_only_the_own(self, cast: Cast) -> None:
        with reading(administrator(COMMUNITY[:9])):
            if NEXT_DOOR not in {division.code for division in divisions.communities_within(COMMUNITY[:9])}:
                territory.add_division(NEXT_DOOR, name="隔壁社区", from_on=MONDAY.date())
        opened = report("想问个事情")
        clone(opened.case_id, times=1, community=NEXT_DOOR, state="arbitration")

        assert {r.community for g in tab(cast.readers["jiedao"], "unit").groups for r in g.rows} == {
            COMMUNITY, NEXT_DOOR,
        }  # fmt: skip
        assert counts(tab(cast.readers["jiedao"]))["arbitrate"] == 1
        assert counts(tab(cast.readers["heshuning"]))["unit"] == 1


class TestCountsAndPages:
    def test_counts_are_exact_to_999(self, cast: Cast) -> None:
        opened, there = report("想问个事情"), 1
        for wanted, said in ((999, 999), (1000, 1000), (1003, 1000)):
            clone(opened.case_id, times=wanted - there, first=there)
            there = wanted

            assert counts(tab(cast.readers["heshuning"]))["mine"] == said

    def test_every_matter_comes_once_whatever_falls_due_together(self, cast: Cast) -> None:
        opened = report("想问个事情", at=MONDAY)
        clone(opened.case_id, times=60)
        clone_without_limit = row(opened.case_id)
        with reading(job_reader(COMMUNITY)):
            Case.objects.exclude(pk=clone_without_limit.id).filter(code__lt="9000000010").update(due_at=None)

        found, cursor = [], ""
        while True:
            shown = tab(cast.readers["heshuning"], cursor=cursor, at=MONDAY)
            found += codes(shown)
            cursor = shown.older
            if not cursor:
                break
        assert len(found) == len(set(found)) == 61

    def test_days_are_grouped_and_a_spoilt_cursor_starts_anew(self, cast: Cast) -> None:
        opened = report("想问个事情", at=MONDAY)
        clone(opened.case_id, times=1, due_at=MONDAY + timedelta(days=9))
        clerk = cast.readers["heshuning"]

        groups = tab(clerk, cursor="nonsense_x", at=MONDAY).groups
        assert [group.code for group in groups] == ["today", "later"]
        assert [g.code for g in tab(clerk, at=MONDAY + timedelta(days=1)).groups] == ["overdue", "later"]

    def test_soon_is_a_day_to_the_second(self, cast: Cast) -> None:
        opened = report("想问个事情", at=MONDAY)
        due = row(opened.case_id).due_at
        assert due is not None
        clerk = cast.readers["heshuning"]

        assert counts(tab(clerk, at=due - todo.SOON))["soon"] == 0
        assert counts(tab(clerk, at=due - todo.SOON + timedelta(seconds=1)))["soon"] == 1
        assert counts(tab(clerk, at=due)) | {"mine": 0, "unit": 0} == {
            "mine": 0, "unit": 0, "soon": 1, "overdue": 0, "verify": 0,
        }  # fmt: skip
        assert counts(tab(clerk, at=due + timedelta(seconds=1)))["overdue"] == 1
