"""Other people's Open311 clients against a served community: ``georeport`` reads it, ``civicbot`` hands matters in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import reverse
from django.utils import timezone
from georeport import GeoReport
from tests.journeys.town import close, standing_town

from linli.domains.cases import facade as cases
from linli.foundation.apikeys.actions import create_key
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

pytestmark = pytest.mark.judge
WORDS = "小区北门路灯不亮，晚上看不清路"
INSIDE = {"lat": 28.4008, "lng": 118.6012}


@pytest.fixture(scope="module")
def served(
    django_db_setup: None,  # noqa: ARG001 - the database comes first
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Cast]]:
    """Serve a committed demo community on the loopback address while the judges look at it."""
    folder: Path = tmp_path_factory.mktemp("site")
    (folder / "static").mkdir()
    places = {"FILES_ROOT": folder / "files", "STATIC_ROOT": folder / "static"}
    with (
        override_settings(**places, ALLOWED_CALLERS=frozenset({"127.0.0.1"})),
        standing_town(django_db_blocker) as cast,
    ):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}{reverse('interop:endpoint')}", cast
        server.terminate()


@pytest.fixture(scope="module")
def matters(served: tuple[str, Cast]) -> tuple[str, str]:
    """One open and one closed matter, by their ids."""
    made = []
    for kind, text in (("elevator", "电梯又停了，门关不上"), ("street_light_manhole", "路灯坏了")):
        with reading(Reader()):
            order = cases.OpenCase(community=COMMUNITY, text=text, token=uuid4().hex, channel="web", kind=kind)
            made.append(cases.open_case(order).case_id)
    close(served[1], made[1])
    return str(made[0]), str(made[1])


@pytest.fixture(scope="module")
def key(served: tuple[str, Cast]) -> str:
    with reading(job_reader("99", purpose=Purpose.ADMINISTER)):
        made = create_key(
            name="civicbot", scope=COMMUNITY, unit=served[1].units["station"], can_read=True, can_write=True,
            expires_on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip
    assert made is not None
    return made.secret


@pytest.fixture
def robot(served: tuple[str, Cast]) -> Open311Client:
    endpoint = Endpoint(id="linli", name="柳岸社区", base_url=served[0], write=True)
    transport = HttpTransport(rate_limiter=RateLimiter(min_interval=0))
    return Open311Client(endpoint, transport=transport, jurisdiction_id=COMMUNITY)


@pytest.mark.parametrize("form", ["json", "xml"])
class TestGeoreport:
    def test_reads_services_and_definitions(self, served: tuple[str, Cast], form: str) -> None:
        city = GeoReport(served[0], jurisdiction=COMMUNITY, output_format=form)
        services = city.get_service_list()
        assert {"elevator", "noise", "parking"} <= {one["service_code"] for one in services}
        definition = city.get_service_definition("elevator")
        assert definition["service_code"] == "elevator"
        attributes = definition["attributes"] if form == "json" else definition["attributes"]["attribute"]
        assert [one["code"] for one in attributes] == ["in_danger", "building", "stair", "place_words"]

    def test_reads_requests_by_id_kind_and_state(
        self, served: tuple[str, Cast], matters: tuple[str, str], form: str
    ) -> None:
        city = GeoReport(served[0], jurisdiction=COMMUNITY, output_format=form)
        still_open, closed = matters
        assert {one["service_request_id"] for one in city.get_service_requests()} >= set(matters)
        found = city.get_service_request(closed)
        assert (found["status"], found["status_notes"]) == ("closed", "已办结")
        by_kind = city.get_service_requests(service_code="elevator,street_light_manhole", status="open,closed")
        assert still_open in {one["service_request_id"] for one in by_kind}
        day = timezone.localdate().isoformat()
        of_today = city.get_service_requests(start_date=f"{day}T00:00:00+08:00", end_date=f"{day}T23:59:59+08:00")
        assert {one["service_request_id"] for one in of_today} >= set(matters)


class TestCivicbot:
    def test_hands_a_matter_in_and_reads_it_back(self, robot: Open311Client, key: str) -> None:
        sent = robot.create_request(
            "street_light_manhole", **INSIDE, description=WORDS, attributes={"place_words": "北门内"},
            api_key=key, validate_remote=True, dry_run=False, confirm="SEND",
        )  # fmt: skip
        (answer,) = sent.response
        found = robot.get_request(answer["service_request_id"])
        assert found is not None
        assert (found["service_code"], found["status"], found["description"]) == (
            "street_light_manhole", "open", "路灯与井盖",
        )  # fmt: skip
        listed = robot.list_requests(service_request_ids=[found["service_request_id"]], page_size=10)
        assert listed == [found]

    def test_is_refused_without_a_good_key_and_outside_the_community(self, robot: Open311Client, key: str) -> None:
        for more, status in (
            ({**INSIDE, "api_key": "linli_guess"}, 403),
            ({"lat": 41.88, "lng": -87.63, "api_key": key}, 400),
        ):
            with pytest.raises(HttpError) as refused:
                robot.create_request("elevator", description=WORDS, dry_run=False, confirm="SEND", **more)  # type: ignore[arg-type]
            assert refused.value.status == status
