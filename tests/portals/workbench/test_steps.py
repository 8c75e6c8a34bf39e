"""Steps from the pages: taken, refused with the sentence, overtaken by somebody else, taken back, many at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.portals.workbench.conftest import page_of, take

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast

Desk = Callable[[str], Client]
ODD = "有件事想请社区的人来看一下"
"""Words that point to no kind, so that a person accepts and dispatches."""


def to_dispatch(town: Cast, report: Callable[..., UUID], text: str = ODD) -> UUID:
    case_id = report(text)
    if page_of(town, "heshuning", case_id).state == "received":
        take(town, "heshuning", case_id, "accept")
    assert page_of(town, "heshuning", case_id).state == "accepted"
    return case_id


def lead_of(town: Cast, case_id: UUID) -> str:
    """Return a unit that may lead and has people of its own."""
    staffed = {str(reader.unit) for reader in town.readers.values() if reader.purpose == "assist"}
    with reading(town.readers["heshuning"]):
        offer = cases.pending_step(case_id, "dispatch").offer
    assert offer is not None
    leads = next(field.choices for field in offer.fields if field.name == "lead")
    return next(unit for unit, _name in leads if unit in staffed)


def dispatched(desk: Client, town: Cast, case_id: UUID, **more: str) -> str:
    lead = lead_of(town, case_id)
    version = page_of(town, "heshuning", case_id).version
    answer = desk.post(f"/work/cases/{case_id}/dispatch/", {"lead": lead, "version": version, **more})
    assert answer.status_code == 302, answer.content.decode()
    return lead


class TestTakingAStep:
    def test_a_press_without_a_form_goes_back_to_the_matter(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id, clerk = report(ODD), desk_of("heshuning")
        version = page_of(town, "heshuning", case_id).version
        answer = clerk.post(f"/work/cases/{case_id}/accept/?tab=mine", {"version": version})
        assert answer["Location"] == f"/work/cases/{case_id}/?tab=mine"
        assert page_of(town, "heshuning", case_id).state == "accepted"

    def test_a_tab_with_a_line_break_is_written_as_part_of_the_address(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id, clerk = report(ODD), desk_of("heshuning")
        version = page_of(town, "heshuning", case_id).version
        form = reverse("workbench:step", args=[case_id, "accept"])
        answer = clerk.post(f"{form}?tab=a%0d%0ab%26c", {"version": version})
        assert answer["Location"] == f"{reverse('workbench:case', args=[case_id])}?tab=a%0D%0Ab%26c"

    def test_a_missing_answer_keeps_the_rest_of_the_form(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = to_dispatch(town, report)
        version = page_of(town, "heshuning", case_id).version
        answer = desk_of("heshuning").post(f"/work/cases/{case_id}/dispatch/", {"version": version, "note": "带上梯子"})
        assert answer.status_code == 422
        assert "带上梯子" in answer.content.decode()
        assert page_of(town, "heshuning", case_id).state == "accepted"

    def test_somebody_was_faster_and_the_form_is_still_filled(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = report(ODD)
        version = page_of(town, "heshuning", case_id).version
        take(town, "zhiban", case_id, "note", text="值班台先看过", audience="internal")
        given = {"text": "我也写一句", "audience": "internal", "version": version}
        clerk = desk_of("heshuning")
        answer = clerk.post(f"/work/cases/{case_id}/note/", given)
        body = answer.content.decode()
        assert answer.status_code == 409
        assert "我也写一句" in body
        assert "值班台先看过" in body
        newer = str(page_of(town, "heshuning", case_id).version)
        assert f'name="version" value="{newer}"' in body
        assert clerk.post(f"/work/cases/{case_id}/note/", {**given, "version": newer}).status_code == 302

    def test_a_step_that_is_gone_shows_why_and_what_was_typed(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = to_dispatch(town, report)
        version = page_of(town, "heshuning", case_id).version
        dispatched(desk_of("zhiban"), town, case_id)
        answer = desk_of("heshuning").post(
            f"/work/cases/{case_id}/dispatch/", {"version": version, "note": "请今天去看", "lead": "x"}
        )
        assert answer.status_code == 409
        assert "请今天去看" in answer.content.decode()

    def test_a_version_that_is_no_number_breaks_nothing(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report()
        answer = desk_of("heshuning").post(f"/work/cases/{case_id}/verify/", {"version": "²"})
        assert answer.status_code == 409

    def test_a_refused_step_says_the_reason_beside_the_form(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = to_dispatch(town, report)
        dispatched(desk_of("heshuning"), town, case_id)
        with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=True):
            clerk = desk_of("heshuning")
            version = page_of(town, "heshuning", case_id).version
            answer = clerk.post(f"/work/cases/{case_id}/undo_dispatch/", {"version": version, "reason": ""})
        assert answer.status_code == 422
        assert "notice-late" in answer.content.decode()
        assert page_of(town, "heshuning", case_id).state == "handling"


class TestTakingADispatchBack:
    def test_within_ten_seconds_it_needs_no_reason(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id, clerk = to_dispatch(town, report), desk_of("heshuning")
        dispatched(clerk, town, case_id)
        body = clerk.get(f"/work/cases/{case_id}/").content.decode()
        assert 'data-controller="undo-toast submit-once"' in body
        action = re.search(r'class="toast"\s+method="post"\s+action="([^"]+)"', body)
        assert action is not None
        assert clerk.post(action[1]).status_code == 302
        assert page_of(town, "heshuning", case_id).state == "accepted"

    def test_afterwards_the_reason_is_recorded(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id, clerk = to_dispatch(town, report), desk_of("heshuning")
        dispatched(clerk, town, case_id)
        with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=True):
            clerk = desk_of("heshuning")
            body = clerk.get(f"/work/cases/{case_id}/").content.decode()
            assert "undo-toast" not in body
            version = page_of(town, "heshuning", case_id).version
            given = {"version": version, "reason": "派错单位了"}
            assert clerk.post(f"/work/cases/{case_id}/undo_dispatch/", given).status_code == 302
        assert "派错单位了" in clerk.get(f"/work/cases/{case_id}/").content.decode()


class TestAUnitsWork:
    def test_answering_and_signing_off_is_one_press(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = to_dispatch(town, report)
        lead = dispatched(desk_of("heshuning"), town, case_id)
        worker = next(name for name, one in town.readers.items() if str(one.unit) == lead and one.purpose == "assist")
        desk = desk_of(worker)
        version = page_of(town, worker, case_id).version
        assert desk.post(f"/work/cases/{case_id}/receive/", {"version": version}).status_code == 302
        assert 'value="sign_off"' in desk.get(f"/work/cases/{case_id}/answer/").content.decode()
        version = page_of(town, worker, case_id).version
        given = {"version": version, "text": "换了新的", "then": "sign_off"}
        assert desk.post(f"/work/cases/{case_id}/answer/", given).status_code == 302
        assert page_of(town, "heshuning", case_id).state == "verifying"


class TestVerifyingOnesOwnWork:
    def test_whoever_worked_on_it_is_refused_with_the_reason(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = to_dispatch(town, report)
        take(town, "heshuning", case_id, "dispatch", lead=str(town.units["street"]))
        take(town, "jiedao", case_id, "receive")
        take(town, "jiedao", case_id, "answer", then=("sign_off",), text="街道自己办好了")
        version = page_of(town, "jiedao", case_id).version
        answer = desk_of("jiedao").post(f"/work/cases/{case_id}/verify/", {"version": version, "text": "我看过了"})
        body = answer.content.decode()
        assert answer.status_code in {409, 422}
        assert 'role="alert"' in body
        assert "我看过了" in body
        assert page_of(town, "heshuning", case_id).state == "verifying"
        assert desk_of("heshi").post(f"/work/cases/{case_id}/verify/", {"version": version}).status_code == 302


class TestBulkDispatch:
    def test_each_goes_or_says_why_not(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        first, second = to_dispatch(town, report), to_dispatch(town, report)
        clerk, lead = desk_of("heshuning"), lead_of(town, first)
        shown = clerk.get("/work/cases/dispatch/", {"case": [str(first), str(second)]}).content.decode()
        assert lead in shown
        chosen = [f"{one}:{page_of(town, 'heshuning', one).version}" for one in (first, second)]
        take(town, "zhiban", second, "note", text="等一下", audience="internal")
        done = clerk.post("/work/cases/dispatch/do/", {"case": chosen, "lead": lead})
        assert done.status_code == 200
        assert done.content.decode().count('class="problem"') == 1
        assert page_of(town, "heshuning", first).state == "handling"
        assert page_of(town, "heshuning", second).state == "accepted"

    def test_without_a_lead_nothing_goes(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id = to_dispatch(town, report)
        version = page_of(town, "heshuning", case_id).version
        answer = desk_of("heshuning").post("/work/cases/dispatch/do/", {"case": [f"{case_id}:{version}"]})
        assert answer.status_code == 422
        assert page_of(town, "heshuning", case_id).state == "accepted"

    @pytest.mark.parametrize("username", ["wuye", "heshi", "wangge2"])
    def test_others_may_not(self, desk_of: Desk, username: str) -> None:
        assert desk_of(username).post("/work/cases/dispatch/do/", {"case": []}).status_code == 403


class TestReveal:
    def test_nothing_is_shown_without_a_purpose(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        from linli.domains.cases.facade import ContactInput  # noqa: PLC0415 - beside its use

        case_id = report(contact=ContactInput(name="钱多多", phone="19900000366"))
        clerk, address = desk_of("heshuning"), f"/work/cases/{case_id}/reveal/phone/"
        assert "19900000366" not in clerk.get(f"/work/cases/{case_id}/").content.decode()
        assert clerk.post(address).status_code == 400
        shown = clerk.post(address, {"purpose": "contact_about_matter"}, headers={"Accept": "application/json"})
        assert shown.json()["value"] == "19900000366"
        assert shown["Cache-Control"] == "no-store"
        assert clerk.get(address).status_code == 405
        assert desk_of("heshi").post(address, {"purpose": "contact_about_matter"}).status_code == 404
