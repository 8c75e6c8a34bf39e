"""Many matters at once: ticked from page to page, accepted or dispatched, once however often the form is sent."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portals.workbench.conftest import page_of, take
from tests.portals.workbench.test_steps import lead_of, to_dispatch

from linli.project.demo.readers import Cast

Desk = Callable[[str], Client]
ACCEPTED, RECEIVED = "/work/cases/?state=accepted", "/work/cases/?state=received"
ODD = "有件事想请社区的人来看一下"


def versions(town: Cast, ids: list[UUID]) -> list[str]:
    return [f"{one}:{page_of(town, 'heshuning', one).version}" for one in ids]


class TestTicking:
    def test_a_whole_page_is_ticked_without_a_script(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        to_dispatch(town, report)
        clerk = desk_of("heshuning")
        body = clerk.get(f"{ACCEPTED}&tick=page").content.decode()
        assert body.count('data-part="tick" checked') == body.count('data-part="tick"') >= 1
        assert 'value="none"' in body
        assert 'data-part="tick" checked' not in clerk.get(f"{ACCEPTED}&tick=none").content.decode()

    def test_what_was_ticked_on_another_page_comes_along(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        to_dispatch(town, report)
        other = uuid4()
        body = desk_of("heshuning").get(f"{ACCEPTED}&case={other}&case=spoilt").content.decode()
        assert 'data-part="tick"' in body
        assert f'name="case" value="{other}" data-part="elsewhere"' in body
        assert "已勾选 1 件" in body

    @pytest.mark.parametrize("username", ["wuye", "heshi", "wangge2"])
    def test_who_does_not_dispatch_has_nothing_to_tick(self, desk_of: Desk, username: str) -> None:
        assert 'data-part="tick"' not in desk_of(username).get(ACCEPTED).content.decode()

    def test_more_than_fifty_are_said_to_be_left(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id = to_dispatch(town, report)
        many = [str(case_id), *(str(uuid4()) for _ in range(52))]
        body = desk_of("heshuning").get("/work/cases/dispatch/", {"case": many}).content.decode()
        assert "还有 3 件" in body


class TestAccepting:
    def test_several_are_accepted_and_one_that_is_further_says_so(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        ids = [report(ODD), report(ODD), report("井盖松了，走上去会响")]
        clerk = desk_of("heshuning")
        assert "受理勾选的" in clerk.get(RECEIVED).content.decode()
        shown = clerk.get("/work/cases/dispatch/", {"case": [str(one) for one in ids], "deed": "accept"})
        assert "受理 3 件事" in shown.content.decode()
        done = clerk.post("/work/cases/dispatch/do/", {"case": versions(town, ids), "deed": "accept"})
        assert "受理了 2 件" in done.content.decode()
        assert done.content.decode().count('class="problem"') == 1
        assert {page_of(town, "heshuning", one).state for one in ids[:2]} == {"accepted"}


class TestSentTwice:
    def test_the_second_time_finds_its_own_first(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        ids = [to_dispatch(town, report), to_dispatch(town, report)]
        clerk, form = desk_of("heshuning"), {"case": versions(town, ids), "lead": lead_of(town, ids[0])}
        first = clerk.post("/work/cases/dispatch/do/", form).content.decode()
        again = clerk.post("/work/cases/dispatch/do/", form).content.decode()
        assert first.count("status-done") == again.count("status-done") == 2
        assert 'class="problem"' not in again
        assert [page_of(town, "heshuning", one).version for one in ids] == [
            int(one.partition(":")[2]) + 1 for one in form["case"]
        ]

    def test_another_lead_or_another_person_is_no_second_time(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        first, second = to_dispatch(town, report), to_dispatch(town, report)
        form = {"case": versions(town, [first, second])}
        take(town, "zhiban", first, "dispatch", lead=lead_of(town, first))
        lead = lead_of(town, second)
        other = next(str(unit) for unit in town.units.values() if str(unit) != lead)
        body = desk_of("heshuning").post("/work/cases/dispatch/do/", {**form, "lead": lead})
        assert body.content.decode().count('class="problem"') == 1
        take_two = desk_of("heshuning").post("/work/cases/dispatch/do/", {"case": form["case"][1:], "lead": other})
        assert take_two.status_code == 422


class TestFifty:
    def test_each_costs_a_few_statements_and_no_more(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        clerk = desk_of("heshuning")
        counts = []
        for size in (2, 6):
            ids = [to_dispatch(town, report) for _ in range(size)]
            form = {"case": versions(town, ids), "lead": lead_of(town, ids[0])}
            with CaptureQueriesContext(connection) as asked:
                assert clerk.post("/work/cases/dispatch/do/", form).status_code == 200
            counts.append(sum(not re.match(r"\s*(BEGIN|SAVEPOINT|RELEASE|COMMIT)", one["sql"]) for one in asked))
        assert (counts[1] - counts[0]) / 4 <= 7


class TestNextStep:
    def test_the_first_offer_is_a_form_or_one_press_on_the_matter(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        clerk, waiting = desk_of("heshuning"), to_dispatch(town, report)
        assert clerk.get(f"/work/cases/{waiting}/next/")["Location"] == f"/work/cases/{waiting}/dispatch/"
        fresh = report(ODD)
        assert clerk.get(f"/work/cases/{fresh}/next/?tab=mine")["Location"] == f"/work/cases/{fresh}/?tab=mine"

    def test_where_nothing_is_offered_it_says_so(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        body = desk_of("heshi").get(f"/work/cases/{report(ODD)}/next/", follow=True).content.decode()
        assert "没有轮到您" in body

    def test_a_matter_out_of_sight_is_not_found(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        assert desk_of("dianti").get(f"/work/cases/{report(ODD)}/next/").status_code == 404
