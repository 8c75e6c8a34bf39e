"""How many statements the room sends, counted below the page: transaction control left out, ``set_config`` counted."""

from uuid import UUID

import pytest
from tests.domains.cases.acting import LIFT, counted, finish, page, photo, report, statements, step

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def order(cast: Cast, *, token: str) -> cases.OpenCase:
    """Return a report with three parties, a contact and one photo."""
    return cases.OpenCase(
        community=COMMUNITY, text=LIFT, token=token, channel="phone", kind="elevator",
        contact=cases.ContactInput(name="陈师傅", phone="19900000001"), photos=(photo(),), caller="192.0.2.9",
        assist=(cast.units["lift"], cast.units["market"]),
    )  # fmt: skip


@pytest.fixture
def warm(cast: Cast) -> Cast:
    """Have rules, units, grids and the calendar in memory, as in a process that runs."""
    report(token="warm")
    step(cast.readers["wuye"], report().case_id, "receive")
    return cast


class TestOpening:
    @pytest.mark.parametrize("who", ["", "heshuning"])
    def test_three_parties_contact_and_photo(self, warm: Cast, who: str) -> None:
        with counted() as captured, reading(warm.readers.get(who, Reader())):
            opened = cases.open_case(order(warm, token="budget"))

        assert len(page(warm.readers["heshuning"], opened.case_id).units) == 3
        assert statements(captured) <= 14


class TestReading:
    def test_the_to_do_list(self, warm: Cast) -> None:
        for who in ("heshuning", "jiedao", "wuye", "wangge2"):
            with counted() as captured, reading(warm.readers[who]):
                cases.todo_list()
            assert statements(captured) <= 6

    def test_the_list(self, warm: Cast) -> None:
        with counted() as captured, reading(warm.readers["heshuning"]):
            cases.case_list(cases.CaseFilters(state="open", words="电梯"))
        assert statements(captured) <= 5

    def test_the_page(self, warm: Cast) -> None:
        opened = self.with_photo(warm)
        for who in ("heshuning", "wuye"):
            with counted() as captured, reading(warm.readers[who]):
                cases.case_page(opened.case_id)
            assert statements(captured) <= 8

    def test_the_reporters_page(self, warm: Cast) -> None:
        opened = self.with_photo(warm)
        with counted() as captured, reading(Reader()):
            cases.case_by_key(opened.code, opened.key)
        assert statements(captured) <= 8

    def with_photo(self, warm: Cast) -> cases.Opened:
        with reading(Reader()):
            return cases.open_case(order(warm, token="page"))


class TestSteps:
    def test_a_step(self, warm: Cast) -> None:
        opened = report()
        version = page(warm.readers["wuye"], opened.case_id).version
        with counted() as captured, reading(warm.readers["wuye"]):
            cases.take_step(cases.StepOrder(case_id=opened.case_id, action="receive", version=version))
        assert statements(captured) <= 6

    def test_a_whole_life_with_three_assisting_units(self, warm: Cast) -> None:
        units = {"lift": "dianti", "market": "shichang", "city": "chengguan"}
        with counted() as captured:
            opened = report(token="life", caller="192.0.2.9")
            self.take(warm.readers["heshuning"], opened.case_id, "add_assist", 3,
                      assist=[warm.units[key] for key in units])  # fmt: skip
            version = 4
            for who in ("wuye", *units.values()):
                self.take(warm.readers[who], opened.case_id, "receive", version)
                done = self.take(warm.readers[who], opened.case_id, "answer", version + 1, "sign_off", text="修好了")
                version = done.version
            self.take(warm.readers["heshi"], opened.case_id, "verify", version)
            with reading(Reader()):
                cases.rate(opened.code, opened.key, level=5)

        assert page(warm.readers["heshuning"], opened.case_id).state == "closed"
        assert statements(captured) <= 70

    def take(self, by: Reader, case_id: UUID, action: str, version: int, *then: str, **form: object) -> cases.StepDone:
        with reading(by):
            return cases.take_step(
                cases.StepOrder(case_id=case_id, action=action, version=version, form=form, then=then)
            )


class TestNothingGrows:
    def test_a_page_with_many_entries_costs_the_same(self, warm: Cast) -> None:
        opened = report()
        finish(warm.readers["wuye"], opened.case_id)
        with counted() as few, reading(warm.readers["heshuning"]):
            cases.case_page(opened.case_id)
        for number in range(8):
            step(warm.readers["heshuning"], opened.case_id, "note", text=f"进展 {number}", audience="public")
        with counted() as many, reading(warm.readers["heshuning"]):
            cases.case_page(opened.case_id)

        assert statements(few) == statements(many)
