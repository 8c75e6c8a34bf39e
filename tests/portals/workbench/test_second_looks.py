"""The pages of second looks: one clear sentence for a refusal, for a stale page, and nothing typed is lost."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.journeys.town import close
from tests.portals.workbench.conftest import page_of, take

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast

Desk = Callable[[str], Client]
WHY = "要求拆掉隔壁小区的墙，谁也办不到"


def path_of(case_id: UUID) -> str:
    return reverse("workbench:looks", args=[case_id])


def ask(town: Cast, desk: Client, case_id: UUID, **given: str) -> HttpResponse:
    version = str(page_of(town, "heshuning", case_id).version)
    form = {"deed": "ask", "version": version, "kind": "exclusion", "reason": WHY, **given}
    return desk.post(path_of(case_id), form)


class TestAsking:
    def test_asked_by_one_and_agreed_by_another(self, town: Cast, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report()
        assert ask(town, desk_of("heshuning"), case_id).status_code == 302
        own = desk_of("heshuning").get(path_of(case_id)).content.decode()
        assert 'value="decide"' not in own
        other = desk_of("zhiban")
        page = other.get(path_of(case_id)).content.decode()
        assert WHY in page
        look = re.search(r'name="look" value="([^"]+)"', page)
        assert look is not None
        version = str(page_of(town, "zhiban", case_id).version)
        form = {"deed": "decide", "look": look.group(1), "version": version, "upheld": "yes", "reason": "同意"}
        assert other.post(path_of(case_id), form).status_code == 302
        again = other.post(path_of(case_id), form)
        assert again.status_code == 422
        assert "没有改动" in again.content.decode()

    @pytest.mark.parametrize(("field", "value"), [("reason", ""), ("kind", "praise"), ("version", "x"), ("deed", "no")])
    def test_bad_input_is_said_and_what_was_typed_stays(
        self, town: Cast, desk_of: Desk, report: Callable[..., UUID], field: str, value: str
    ) -> None:
        case_id = report()
        answer = ask(town, desk_of("heshuning"), case_id, **{field: value})
        assert answer.status_code == 422
        if field == "kind":
            assert WHY in answer.content.decode()

    @pytest.mark.parametrize(("field", "value"), [("version", "x"), ("deed", "no")])
    def test_a_page_that_was_not_whole_says_so_and_can_be_sent_again(
        self, town: Cast, desk_of: Desk, report: Callable[..., UUID], field: str, value: str
    ) -> None:
        case_id = report()
        page = ask(town, desk_of("heshuning"), case_id, **{field: value}).content.decode()
        assert "请再提交一次" in page
        assert f'name="version" value="{page_of(town, "heshuning", case_id).version}"' in page

    def test_a_stale_page_writes_nothing_and_keeps_the_words(
        self, town: Cast, desk_of: Desk, report: Callable[..., UUID]
    ) -> None:
        case_id = report()
        old = page_of(town, "heshuning", case_id).version
        take(town, "zhiban", case_id, "note", text="去看过", audience="internal")
        answer = ask(town, desk_of("heshuning"), case_id, version=str(old))
        assert answer.status_code == 409
        assert WHY in answer.content.decode()
        assert "去看过" in answer.content.decode()
        with reading(town.readers["heshuning"]):
            assert cases.case_page(case_id).looks == ()

    @pytest.mark.parametrize("username", ["wuye", "wangge2", "shenji"])
    def test_units_and_grid_workers_have_no_such_page(
        self, desk_of: Desk, report: Callable[..., UUID], username: str
    ) -> None:
        assert desk_of(username).get(path_of(report())).status_code == 403


class TestDrawing:
    def test_drawn_by_the_street_shown_with_its_seed_and_refused_to_others(
        self, town: Cast, desk_of: Desk, report: Callable[..., UUID]
    ) -> None:
        case_id, period = report(), f"{timezone.localdate():%Y-%m}"
        draws, waiting = reverse("workbench:rechecks"), reverse("workbench:todo")
        close(town, case_id)
        assert desk_of("jiedao").post(draws, {"period": period}).status_code == 302
        page = desk_of("heshi").get(draws).content.decode()
        assert re.search(r"<code>[0-9a-f]{32}</code>", page)
        assert "用同一个种子重抽，结果相同" in page
        assert (
            reverse("workbench:case", args=[case_id]) in desk_of("heshi").get(f"{waiting}?tab=looks").content.decode()
        )
        for username in ("heshuning", "heshi"):
            assert desk_of(username).post(draws, {"period": period}).status_code == 422
        for none in ("2026-13", "0000", "9999-12"):
            spoilt = desk_of("jiedao").post(draws, {"period": none})
            assert (spoilt.status_code, "请选月份" in spoilt.content.decode()) == (422, True)
