"""The orders of the plain list: what falls due next stands on top, page by page, down and up, without a gap."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.domains.cases.acting import MONDAY, report, row
from tests.domains.cases.test_todo import clone

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case
from linli.domains.cases.queries import listing, turning
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def listed(reader: Reader, *, cursor: str = "", order: str = "due") -> cases.CaseList:
    with reading(reader):
        return cases.case_list(cases.CaseFilters(), order=order, cursor=cursor, at=MONDAY)


def many(times: int) -> list[Case]:
    """Open so many matters and return them by their key."""
    opened = report("想问个事情", at=MONDAY)
    clone(opened.case_id, times=times - 1)
    with reading(job_reader(COMMUNITY)):
        return list(Case.objects.order_by("id"))


def due(case: Case, at: datetime | None) -> None:
    with reading(job_reader(COMMUNITY)):
        Case.objects.filter(pk=case.pk).update(due_at=at)


def close(case: Case) -> None:
    with reading(job_reader(COMMUNITY)):
        Case.objects.filter(pk=case.pk).update(closed_at=MONDAY)


class TestDueFirst:
    def test_overdue_then_later_then_without_a_limit_then_closed_the_newest_first(self, cast: Cast) -> None:
        later, undated, closed_before, overdue, closed_last = many(5)
        due(later, MONDAY + timedelta(days=3))
        due(undated, None)
        due(overdue, MONDAY - timedelta(days=3))
        for case in (closed_before, closed_last):
            close(case)

        found = [one.id for one in listed(cast.readers["heshuning"]).rows]
        assert found == [overdue.id, later.id, undated.id, closed_last.id, closed_before.id]

    @pytest.mark.parametrize("order", turning.ORDERS)
    def test_a_hundred_and_thirty_come_once_down_and_once_up(self, cast: Cast, order: str) -> None:
        made = many(130)
        for number, case in enumerate(made):
            if number % 3 == 0:
                due(case, None)
            if number % 5 == 0:
                close(case)
        clerk = cast.readers["heshuning"]

        down = [listed(clerk, order=order)]
        while down[-1].older:
            down.append(listed(clerk, cursor=down[-1].older, order=order))
        up = [down[-1]]
        while up[-1].newer:
            up.append(listed(clerk, cursor=up[-1].newer, order=order))

        keys = [one.id for page in down for one in page.rows]
        assert len(keys) == len(set(keys)) == 130
        assert [one.id for page in reversed(up) for one in page.rows][-len(keys) :] == keys
        with reading(clerk):
            assert [one.id for one in cases.whole_list(cases.CaseFilters(), order=order)] == keys

    @pytest.mark.parametrize("spoilt", ["<", "<0_x_y", "<9_2026-01-01_x", "<0_2026-01-01_{id}", "<{id}", ">1__x", "x"])
    def test_a_spoilt_cursor_is_the_top(self, cast: Cast, spoilt: str) -> None:
        opened = report("想问个事情", at=MONDAY)
        found = listed(cast.readers["heshuning"], cursor=spoilt.format(id=opened.case_id))
        assert [one.id for one in found.rows] == [opened.case_id]

    def test_an_unknown_order_is_the_newest_first(self, cast: Cast) -> None:
        first, last = report("想问个事情", at=MONDAY), report("想问个事情", at=MONDAY + timedelta(hours=1))
        assert row(first.case_id).due_at is not None
        found = listed(cast.readers["heshuning"], order="by_name")
        assert [one.id for one in found.rows] == [last.case_id, first.case_id]

    def test_a_full_page_takes_one_statement_for_its_matters(self, cast: Cast) -> None:
        many(60)
        with reading(cast.readers["heshuning"]), CaptureQueriesContext(connection) as asked:
            cases.case_list(cases.CaseFilters(), order="due", at=MONDAY)
        assert len(asked) == 3


class TestCounting:
    def test_one_more_than_the_limit_is_enough(self, cast: Cast) -> None:
        many(5)
        with reading(cast.readers["heshuning"]):
            assert [cases.count_to(cases.CaseFilters(), limit=limit) for limit in (3, 4, 5, 9)] == [4, 5, 5, 5]

    def test_all_that_hold_the_words_are_taken_and_not_the_newest_thousand(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "FOUND_LIMIT", 2)
        for hour in range(4):
            report("想问个事情", at=MONDAY + timedelta(hours=hour))
        words = cases.CaseFilters(words="想问")
        with reading(cast.readers["heshuning"]):
            assert len(cases.case_list(words, at=MONDAY).rows) == 2
            assert cases.count_to(words, limit=9) == 4
            assert len(list(cases.whole_list(words, order="new", at=MONDAY))) == 4
