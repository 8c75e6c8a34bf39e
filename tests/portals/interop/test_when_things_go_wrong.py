"""What happens beside the usual: two at once, a fault of ours, rules that are not there, and what is forgotten."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from tests.portals.interop.conftest import V2, owner_sees, sent, xml_of

from linli.foundation.rulepacks.queries import NoRule
from linli.portals.interop import tasks
from linli.portals.interop.open311 import door, showing


class TestTwoAtOnce:
    def test_the_same_report_sent_four_times_at_once_is_one_matter(self, client: Client, key: str) -> None:
        sent(client, key)  # what a process holds in memory is there
        token = uuid4().hex

        def send(_number: int) -> tuple[int, str]:
            try:
                response = sent(Client(), key, token=token)
                return response.status_code, json.loads(response.content)[0].get("service_request_id", "")
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(send, range(4)))
        assert sorted(status for status, _id in answers) == [200, 200, 200, 201]
        (case_id,) = {case_id for _status, case_id in answers}
        assert owner_sees("SELECT count(*) FROM interop_handedin WHERE case_id = %s", case_id) == [(1,)]


class TestFaults:
    def test_a_fault_of_ours_is_said_in_the_protocols_form(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fault(_community: str) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(showing, "services", fault)
        client.raise_request_exception = False
        response = client.get(f"{V2}/services.xml")
        assert (response.status_code, xml_of(response.content).findtext("error/code")) == (500, "500")
        assert b"ZeroDivision" not in response.content

    def test_without_its_rules_the_door_stays_shut_and_says_so(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def none(**_of: object) -> None:
            raise NoRule("interfaces.limits")

        monkeypatch.setattr(door.rulepacks, "interface_limits", none)
        response = client.get(f"{V2}/requests.json")
        assert (response.status_code, json.loads(response.content)[0]["code"]) == (503, 503)

    def test_a_form_that_was_cut_off_is_not_taken(self, client: Client, key: str) -> None:
        body = f"api_key={key}&service_code=elevator&description=%E7%94%B5"
        response = client.generic(
            "POST", f"{V2}/requests.json", body.encode(), content_type="multipart/form-data; boundary=x"
        )
        assert response.status_code in {400, 403}
        assert json.loads(response.content)[0]["description"]


class TestForgetting:
    def test_what_opens_a_matter_for_another_system_is_erased_after_a_year(self, client: Client, key: str) -> None:
        case_id = json.loads(sent(client, key).content)[0]["service_request_id"]
        tasks.forget.func(timestamp=0)
        assert owner_sees("SELECT count(*) FROM interop_handedin WHERE case_id = %s", case_id) == [(1,)]
        long_ago = timezone.now() - timedelta(days=366)
        owner_sees("UPDATE interop_handedin SET at = %s WHERE case_id = %s RETURNING 1", long_ago, case_id)
        tasks.forget.func(timestamp=0)
        assert owner_sees("SELECT count(*) FROM interop_handedin WHERE case_id = %s", case_id) == [(0,)]
        assert owner_sees("SELECT count(*) FROM cases_case WHERE id = %s", case_id) == [(1,)]
