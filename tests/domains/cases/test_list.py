"""The plain list: filters, pages in both directions, words, and the register of a month."""

from datetime import datetime, timedelta

import pytest
from tests.domains.cases.acting import LIFT, MONDAY, report, row, step
from tests.domains.cases.test_opening import building
from tests.domains.cases.test_todo import clone

from linli.domains.cases import facade as cases
from linli.domains.cases.queries import listing
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.kernel.periods import Month
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def listed(reader: Reader, *, cursor: str = "", at: datetime | None = None, **filters: str) -> cases.CaseList:
    with reading(reader):
        return cases.case_list(cases.CaseFilters(**filters), cursor=cursor, at=at)


def codes(found: cases.CaseList) -> list[str]:
    return [row.code for row in found.rows]


class TestFilters:
    def test_each_filter_finds_its_matters_and_counts_them(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        lift = report(LIFT, at=MONDAY, place=cases.PlaceInput(building=building(3).id))
        other = report("想问个事情", at=MONDAY)
        done = report("门禁卡刷不开", by=clerk, done_words="换了卡")
        case = row(lift.case_id)

        found = {
            name: codes(listed(clerk, at=MONDAY, **{name.split("=")[0]: name.split("=")[1]}))
            for name in (
                "state=open", "state=received", "kind=elevator", f"grid={case.grid}", f"unit={cast.units['property']}",
                "month=2026-09", f"community={COMMUNITY}", "due=overdue", "state=nonsense",
            )
        }  # fmt: skip
        assert found == {
            "state=open": [other.code, lift.code],
            "state=received": [other.code],
            "kind=elevator": [lift.code],
            f"grid={case.grid}": [lift.code],
            f"unit={cast.units['property']}": [lift.code],
            "month=2026-09": [other.code, lift.code],
            f"community={COMMUNITY}": [done.code, other.code, lift.code],
            "due=overdue": [],
            "state=nonsense": [],
        }

    def test_due_filters_change_at_the_moment_itself(self, cast: Cast) -> None:
        clerk, opened = cast.readers["heshuning"], report("想问个事情", at=MONDAY)
        due = row(opened.case_id).due_at
        assert due is not None

        assert codes(listed(clerk, at=due, due="overdue")) == []
        assert codes(listed(clerk, at=due, due="soon")) == [opened.code]
        assert codes(listed(clerk, at=due + timedelta(seconds=1), due="overdue")) == [opened.code]

    @pytest.mark.parametrize("spoilt", ["unit=nobody", "month=2026-13", "due=tomorrow"])
    def test_a_filter_that_means_nothing_is_left_out(self, cast: Cast, spoilt: str) -> None:
        opened = report()
        name, value = spoilt.split("=")

        assert codes(listed(cast.readers["heshuning"], **{name: value})) == [opened.code]


class TestWords:
    def test_words_code_and_place_are_found_and_only_inside_the_territory(self, cast: Cast) -> None:
        opened = report("楼道里的感应灯一直不亮", place=cases.PlaceInput(words="老槐树旁边"))
        report(LIFT)
        clerk = cast.readers["heshuning"]

        grouped = f"{opened.code[:4]} {opened.code[4:8]} {opened.code[8:]}"
        for words in ("感应灯", "老槐树", opened.code, grouped):
            assert codes(listed(clerk, words=words)) == [opened.code]
        assert codes(listed(clerk, words="不存在的词")) == []
        assert codes(listed(cast.readers["wangge2"], words="感应灯")) == []

    def test_a_unit_finds_only_what_it_has_a_part_in(self, cast: Cast) -> None:
        opened = report(LIFT)
        report("想问电梯年检的事情是哪个部门管", by=cast.readers["heshuning"], kind="other")

        assert codes(listed(cast.readers["wuye"], words="电梯")) == [opened.code]


class TestPages:
    def test_a_hundred_and_twenty_rows_come_once_down_and_once_up(self, cast: Cast) -> None:
        opened = report("想问个事情")
        clone(opened.case_id, times=119)
        clerk = cast.readers["heshuning"]

        down, cursor, pages = [], "", []
        while True:
            shown = listed(clerk, cursor=cursor)
            down += codes(shown)
            pages.append(codes(shown))
            cursor = shown.older
            if not cursor:
                break
        assert [len(one) for one in pages] == [50, 50, 20]
        assert len(set(down)) == 120
        assert shown.count == 120

        up = [pages[-1]]
        while shown.newer:
            shown = listed(clerk, cursor=shown.newer)
            up.append(codes(shown))
        assert up[::-1] == pages

    def test_new_rows_do_not_shift_a_page_one_is_reading(self, cast: Cast) -> None:
        opened = report("想问个事情")
        clone(opened.case_id, times=59)
        clerk = cast.readers["heshuning"]
        first = listed(clerk)
        report("又来一件")

        second = listed(clerk, cursor=first.older)
        assert not set(codes(first)) & set(codes(second))
        assert len(second.rows) == 10

    @pytest.mark.parametrize("cursor", ["<nonsense", "x", ">ffffffff-ffff-7fff-bfff-ffffffffffff"])
    def test_a_spoilt_edge_or_one_with_nothing_beyond_shows_the_top(self, cast: Cast, cursor: str) -> None:
        opened = report()

        shown = listed(cast.readers["heshuning"], cursor=cursor)
        assert (codes(shown), shown.newer, shown.older) == ([opened.code], "", "")


class TestRegister:
    def test_a_month_holds_its_first_and_last_moment_in_beijing(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "REGISTER_BATCH", 2)
        moments = [
            datetime(2026, 8, 31, 23, 59, 59, tzinfo=SHANGHAI),
            datetime(2026, 9, 1, 0, 0, tzinfo=SHANGHAI),
            datetime(2026, 9, 15, 12, 0, tzinfo=SHANGHAI),
            datetime(2026, 9, 30, 23, 59, 59, tzinfo=SHANGHAI),
            datetime(2026, 10, 1, 0, 0, tzinfo=SHANGHAI),
        ]
        opened = [report(f"路灯不亮 {i}", at=at) for i, at in enumerate(moments)]

        with reading(cast.readers["heshuning"]):
            rows = list(cases.register(Month(2026, 9)))
        assert [row.code for row in rows] == [one.code for one in opened[1:4]]

    def test_a_unit_registers_its_own_matters(self, cast: Cast) -> None:
        mine = report(LIFT, at=MONDAY)
        report("想问个事情", at=MONDAY)
        step(cast.readers["wuye"], mine.case_id, "receive", at=MONDAY)

        with reading(cast.readers["wuye"]):
            assert [row.code for row in cases.register(Month(2026, 9))] == [mine.code]
