"""Whose duty is it, exceptions and hours: who sees what, what is refused, and how many statements it takes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.portals.workbench.conftest import counted

from linli.domains.duties.models import Admission
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

WHOSE = reverse("workbench:whose")
Desk = Callable[[str], Client]


def said(**other: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "scope": COMMUNITY, "words": "高温期间探访独居老人", "part": "service_station:lead",
        "case_kinds": ["elder_care"], "basis": "区民政局通知", "hours": "12", "period": "month", "from_on": today,
        "to_on": today + timedelta(days=29), "reason": "连续高温", **other,
    }  # fmt: skip


def asked(client: Client, **other: object) -> str:
    answer = client.post(reverse("workbench:ask_admission"), said(**other))
    assert answer.status_code == 302
    return str(answer["Location"])


def state_of(place: str) -> str:
    with reading(job_reader("")):
        return Admission.objects.get(pk=UUID(place.rstrip("/").rsplit("/", 1)[-1])).state


class TestWhose:
    @pytest.mark.parametrize("username", ["heshuning", "zhiban", "wangge2", "jiedao", "juwei", "shichang"])
    def test_everybody_at_work_finds_where_to_go_for_a_proof(self, desk_of: Desk, username: str) -> None:
        page = desk_of(username).get(WHOSE, {"q": "无犯罪证明"}).content.decode()
        assert "无犯罪记录证明" in page
        assert "公安派出所" in page
        assert "民发〔2020〕20号" in page

    def test_an_item_says_who_leads_who_assists_and_its_basis(self, desk_of: Desk) -> None:
        page = desk_of("heshuning").get(WHOSE, {"q": "消防通道"}).content.decode()
        for words in ("街道办事处", "居民委员会", "《消防法》第三十二条", "待核对"):
            assert words in page

    def test_what_is_on_no_list_is_taken_in_as_usual(self, desk_of: Desk) -> None:
        assert "清单上没有找到" in desk_of("heshuning").get(WHOSE, {"q": "火星旅行"}).content.decode()

    def test_the_search_is_answered_from_memory(self, desk_of: Desk) -> None:
        assert counted(desk_of("heshuning"), f"{WHOSE}?q=消防") <= 3

    def test_the_administrator_of_accounts_has_set_up_instead(self, desk_of: Desk) -> None:
        assert desk_of("xitong").get(WHOSE).status_code == 403


class TestExceptions:
    def test_a_department_asks_the_street_approves_and_ends(self, desk_of: Desk) -> None:
        bureau, street = desk_of("shichang"), desk_of("jiedao")
        here = asked(bureau)
        assert "连续高温" in street.get(here).content.decode()
        street.post(f"{here}approve/", {"reason": "同意，八月底前"})
        assert state_of(here) == "approved"
        assert "施行中" in desk_of("heshuning").get(here).content.decode()
        street.post(f"{here}end/", {"reason": "高温结束"})
        assert state_of(here) == "ended"

    def test_the_street_does_not_approve_what_it_asked_for_itself(self, desk_of: Desk) -> None:
        street = desk_of("jiedao")
        here = asked(street)
        assert "由其他单位审批" in street.get(here).content.decode()
        told = street.post(f"{here}approve/", {"reason": "同意"}, follow=True).content.decode()
        assert "不能由自己审批" in told
        assert state_of(here) == "asked"

    @pytest.mark.parametrize("username", ["juwei", "wuye"])
    def test_a_community_and_a_firm_ask_for_nothing(self, desk_of: Desk, username: str) -> None:
        assert desk_of(username).get(reverse("workbench:ask_admission")).status_code == 404
        assert desk_of(username).post(reverse("workbench:ask_admission"), said()).status_code == 404

    def test_no_department_and_no_clerk_decides(self, desk_of: Desk) -> None:
        here = asked(desk_of("shichang"))
        desk_of("chengguan").post(f"{here}approve/", {"reason": "同意"})
        assert desk_of("heshuning").post(f"{here}approve/", {"reason": "同意"}).status_code == 403
        assert state_of(here) == "asked"

    def test_a_term_that_is_too_long_is_refused_with_the_last_day_and_the_form_stays(self, desk_of: Desk) -> None:
        long = timezone.localdate() + timedelta(days=400)
        answer = desk_of("shichang").post(reverse("workbench:ask_admission"), said(to_on=long))
        assert answer.status_code == 422
        assert "最长 6 个月" in answer.content.decode()
        assert "连续高温" in answer.content.decode()

    def test_a_reason_that_cannot_be_kept_is_refused_in_a_sentence(self, desk_of: Desk) -> None:
        here = asked(desk_of("shichang"))
        told = desk_of("jiedao").post(f"{here}approve/", {"reason": "同意\x00"}, follow=True)
        assert "notice-late" in told.content.decode()
        assert state_of(here) == "asked"

    def test_a_decision_needs_a_reason_and_stands(self, desk_of: Desk) -> None:
        here, street = asked(desk_of("shichang")), desk_of("jiedao")
        assert "请写明理由" in street.post(f"{here}refuse/", {"reason": " "}, follow=True).content.decode()
        street.post(f"{here}refuse/", {"reason": "已有同类事项"})
        told = street.post(f"{here}approve/", {"reason": "再想想"}, follow=True).content.decode()
        assert "刚才已有人处理" in told
        assert state_of(here) == "refused"


class TestHours:
    def test_each_sum_opens_to_its_items_and_the_stated_figure_stands_below(self, desk_of: Desk, town: Cast) -> None:
        assert town
        clerk = desk_of("heshuning")
        page = clerk.get(reverse("workbench:duty_hours")).content.decode()
        assert "1386.0" in page
        link = page.split(f"{WHOSE}?list=")[1].split('"')[0].replace("&amp;", "&")
        items = clerk.get(f"{WHOSE}?list={link}").content.decode()
        assert "召集居民会议" in items
