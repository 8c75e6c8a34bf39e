"""Reading by Open311: public facts in XML and JSON, and nothing else."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.journeys.town import close
from tests.portals.interop.conftest import COMMUNITY, LIFT, V2, owner_sees, xml_of

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast

ROOT = reverse("interop:discovery").rpartition("/")[0]
Report = Callable[..., UUID]
FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


def listed(client: Client, query: str = "") -> list[dict[str, object]]:
    response = client.get(f"{V2}/requests.json{query}")
    assert response.status_code == 200, response.content.decode()
    return json.loads(response.content)


def ids_of(client: Client, query: str = "") -> set[object]:
    return {row["service_request_id"] for row in listed(client, query)}


def one(client: Client, case_id: UUID) -> dict[str, object]:
    return listed(client, f"?service_request_id={case_id}")[0]


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return sum(not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for q in seen.captured_queries)


def a_building(*, low: bool = False) -> places.BuildingRef:
    with reading(Reader()):
        found = places.buildings_of(COMMUNITY)
    return next(one for one in found if ((one.floors or 0) < 4) is low)


class TestWhatIsTold:
    def test_kind_building_state_and_days(self, client: Client, report: Report) -> None:
        house = a_building()
        case_id = report(place=cases.PlaceInput(building=house.id, stair=1, words="2 单元 502 门口"))
        found = one(client, case_id)
        assert found.keys() == FIELDS
        assert (found["service_code"], found["description"], found["status"]) == ("elevator", "电梯", "open")
        assert (found["address"], found["address_id"]) == (house.label, str(house.id))
        assert (found["lat"], found["long"]) == (house.lat, house.lon)
        assert found["status_notes"] in {"已收到", "处理中"}
        assert str(found["requested_datetime"]).endswith("+08:00")

    def test_nobodys_words_name_phone_room_or_point(self, client: Client, report: Report) -> None:
        house = a_building()
        grid_point = cases.PlaceInput(
            building=house.id, words="秘密的地方", longitude=house.lon + 0.00007, latitude=house.lat
        )
        case_id = report(
            f"{LIFT}，我姓欧阳", place=grid_point, contact=cases.ContactInput(name="欧阳某", phone="19900000001")
        )
        for path in (f"requests/{case_id}", "requests", "servicerequestupdates"):
            for form in ("json", "xml"):
                text = client.get(f"{V2}/{path}.{form}").content.decode()
                for secret in ("欧阳", "199000", "秘密", "又停了", "2 单元", str(grid_point.longitude)):
                    assert secret not in text

    @pytest.mark.parametrize("kind", ["neighbour_dispute", "elder_care", "public_security", "policy_question"])
    def test_kinds_that_touch_a_household_are_not_listed(self, client: Client, report: Report, kind: str) -> None:
        case_id = report("有点事情想反映", kind=kind)
        assert client.get(f"{V2}/requests/{case_id}.json").status_code == 404
        assert str(case_id) not in ids_of(client)

    def test_noise_is_told_by_its_grid_alone(self, client: Client, report: Report) -> None:
        house = a_building()
        found = one(client, report("楼上半夜装修太吵", kind="noise", place=cases.PlaceInput(building=house.id)))
        assert (found["address_id"], found["address"] != house.label) == ("", True)
        assert (found["lat"], found["long"]) != (house.lat, house.lon)

    def test_what_is_sealed_held_or_dangerous_is_not_there(
        self, client: Client, report: Report, town: Cast, settings: object
    ) -> None:
        sealed = report("物业不管电梯", kind="elevator", about_unit=town.units["property"])
        danger = report("电梯困人了，里面的人叫不醒", kind="elevator")
        settings.ALLOWED_CALLERS = frozenset()  # type: ignore[attr-defined]
        held = [report(f"电梯停了 {n}", kind="elevator", caller="192.0.2.77") for n in range(7)][-1]
        for case_id in (sealed, danger, held):
            assert client.get(f"{V2}/requests/{case_id}.json").status_code == 404
        assert owner_sees("SELECT count(*) FROM cases_case WHERE id = ANY(%s)", [sealed, danger, held]) == [(3,)]

    def test_a_finished_matter_is_closed_and_its_steps_are_told(
        self, client: Client, report: Report, town: Cast
    ) -> None:
        case_id = report("小区路灯坏了", kind="street_light_manhole")
        close(town, case_id)
        found = one(client, case_id)
        assert (found["status"], found["status_notes"]) == ("closed", "已办结")
        steps = json.loads(client.get(f"{V2}/servicerequestupdates.json").content)
        own = [step for step in steps if step["service_request_id"] == str(case_id)]
        assert [step["description"] for step in own][-1] == "已办结"
        assert [step["status"] for step in own][-1] == "CLOSED"
        assert len({step["description"] for step in own}) == len(own) >= 3
        assert "灯泡" not in json.dumps(steps, ensure_ascii=False)


class TestFilters:
    def test_kind_status_ids_and_days(self, client: Client, report: Report) -> None:
        case_id = report("楼道没人打扫", kind="sanitation")
        assert {row["service_code"] for row in listed(client, "?service_code=sanitation,parking")} == {"sanitation"}
        assert str(case_id) not in ids_of(client, "?status=closed")
        assert str(case_id) in ids_of(client, "?status=open,closed")
        day = timezone.localdate().isoformat()
        assert str(case_id) in {
            row["service_request_id"] for row in listed(client, f"?start_date={day}&end_date={day}")
        }
        before = (timezone.localdate() - timedelta(days=1)).isoformat()
        assert listed(client, f"?end_date={before}") == []
        assert len(listed(client, "?page_size=1")) == 1

    @pytest.mark.parametrize(
        "query",
        [
            "start_date=yesterday", "start_date=2026-02-30", "end_date=2026-05-24T00:00:00", "start_date=9999-01-01",
            "start_date=2026-01-01&end_date=2026-06-01", "start_date=2026-05-02&end_date=2026-05-01", "status=lost",
            "service_request_id=1%27%20OR%201=1", "page_size=0", "page=x", "service_code=%00;drop",
            "start_date=0001-01-01T00:00:00Z",
            "service_request_id=" + ",".join(["00000000-0000-0000-0000-000000000000"] * 101 + ["x"]),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_said_in_one_sentence(self, client: Client, query: str) -> None:
        response = client.get(f"{V2}/requests.json?{query}")
        (error,) = json.loads(response.content)
        assert (response.status_code, error["code"]) == (400, 400)
        assert error["description"]

    def test_a_kind_nobody_knows_gives_nothing(self, client: Client) -> None:
        assert listed(client, "?service_code=no_such") == []


class TestForms:
    def test_xml_and_json_say_the_same(self, client: Client, report: Report) -> None:
        case_id = report()
        root = xml_of(client.get(f"{V2}/requests/{case_id}.xml").content)
        assert (root.tag, root[0].tag) == ("service_requests", "request")
        told = {child.tag: child.text or "" for child in root[0]}
        assert told == {name: "" if value is None else str(value) for name, value in one(client, case_id).items()}

    def test_services_and_definitions(self, client: Client) -> None:
        services = json.loads(client.get(f"{V2}/services.json").content)
        root = xml_of(client.get(f"{V2}/services.xml").content)
        assert [row["service_code"] for row in services] == [node.findtext("service_code") for node in root]
        assert {row["type"] for row in services} == {"realtime"}
        definition = json.loads(client.get(f"{V2}/services/elevator.json").content)
        building = next(one for one in definition["attributes"] if one["code"] == "building")
        assert building["values"][0].keys() == {"key", "name"}
        node = xml_of(client.get(f"{V2}/services/elevator.xml").content)
        assert node.tag == "service_definition"
        assert node.find("attributes/attribute/variable") is not None
        assert node.findtext("attributes/attribute/variable") == "false"
        assert client.get(f"{V2}/services/nothing.xml").status_code == 404

    def test_discovery_names_the_way(self, client: Client) -> None:
        for path in (f"{ROOT}/discovery.json", f"{V2}/discovery.json"):
            found = json.loads(client.get(path).content)
            assert found["endpoints"][0]["url"] == f"http://testserver{V2}"
        root = xml_of(client.get(f"{ROOT}/discovery.xml").content)
        assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"
        assert client.get(f"{ROOT}/discovery").headers["Content-Type"].startswith("text/xml")
        asked = client.get(f"{V2}/services", headers={"Accept": "application/json"})
        assert asked.headers["Content-Type"].startswith("application/json")

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            (f"{V2}/requests.xml?jurisdiction_id=990101001099", 404),
            (f"{V2}/requests.xml?api_key=guess", 403),
            (f"{V2}/requests/not-an-id.xml", 404),
            (f"{V2}/tokens/none.xml", 404),
            (f"{V2}/nothing.xml", 404),
            (f"{ROOT}/v3/services.xml", 404),
        ],
    )
    def test_errors_have_the_protocols_form(self, client: Client, path: str, status: int) -> None:
        response = client.get(path)
        root = xml_of(response.content)
        assert (response.status_code, root.tag, root.findtext("error/code")) == (status, "errors", str(status))
        assert root.findtext("error/description")

    def test_another_method_is_refused_with_those_there_are(self, client: Client) -> None:
        response = client.delete(f"{V2}/requests.json")
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


class TestCost:
    def test_fifty_requests_take_few_statements(self, client: Client, report: Report) -> None:
        for number in range(50):
            report(f"电梯停了第 {number} 次", kind="elevator", place=cases.PlaceInput(building=a_building().id))
        assert len(listed(client, "?page_size=50")) == 50
        assert statements(client, f"{V2}/requests.json?page_size=50") <= 5
        assert statements(client, f"{V2}/servicerequestupdates.json") <= 5

    def test_services_take_three_and_none_twice(self, client: Client) -> None:
        path = f"{V2}/services.xml"
        assert statements(client, path) <= 3
        etag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
