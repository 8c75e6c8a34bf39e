"""Handing in by Open311: by the same door as the report page, by a key, once, and within limits."""

import json
from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.journeys.town import close
from tests.portals.interop.conftest import COMMUNITY, LIFT, PLACE, V2, owner_sees, sent, xml_of
from tests.portals.workbench.conftest import session_key

from linli.domains.places import facade as places
from linli.foundation.apikeys.actions import digest_of, revoke_key
from linli.foundation.rulepacks.terms import InterfaceLimits
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.portals.interop.open311 import door

MakeKey = Callable[..., str]
INSIDE = {"lat": "28.4008", "long": "118.6012"}


def told(response: HttpResponse) -> dict[str, str]:
    (row,) = json.loads(response.content)
    return row


def words_of(case_id: str) -> str:
    ((words,),) = owner_sees("SELECT body FROM cases_wording WHERE case_id = %s", case_id)
    return str(words)


def count() -> int:
    ((found,),) = owner_sees("SELECT count(*) FROM cases_case")
    assert isinstance(found, int)
    return found


class TestHandingIn:
    def test_a_report_becomes_a_matter_its_reporter_can_follow(self, client: Client, key: str) -> None:
        with reading(Reader()):
            house = places.buildings_of(COMMUNITY)[3]
        more = {
            "attribute[building]": str(house.id), "attribute[stair]": "2", "attribute[place_words]": "门口",
            "first_name": "某某", "last_name": "陈", "phone": "19900000001", "email": "a@example.org",
        }  # fmt: skip
        response = sent(client, key, **more)
        row = told(response)
        assert response.status_code == 201
        (case,) = owner_sees(
            "SELECT kind, channel, building_id, stair, community FROM cases_case WHERE id = %s",
            row["service_request_id"],
        )
        assert case == ("elevator", "system", house.id, 2, COMMUNITY)
        assert words_of(row["service_request_id"]) == LIFT
        address = next(part for part in row["service_notice"].split() if part.startswith("http"))
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
        (contact,) = owner_sees("SELECT name_masked FROM cases_contact WHERE case_id = %s", row["service_request_id"])
        assert str(contact[0]).startswith("陈")

    def test_the_same_token_is_one_matter_and_finds_it_again(self, client: Client, key: str) -> None:
        token = uuid4().hex
        first, again = (sent(client, key, token=token) for _time in range(2))
        assert (first.status_code, again.status_code) == (201, 200)
        assert told(first)["service_request_id"] == told(again)["service_request_id"]
        found = client.get(f"{V2}/tokens/{token}.json?api_key={key}")
        assert told(found) == {"service_request_id": told(first)["service_request_id"], "token": token}
        assert client.get(f"{V2}/tokens/{token}.json").status_code == 404

    @pytest.mark.parametrize("token", ["hotline.2026.0042", "热线/2026/0042", "x" * 200])
    def test_whatever_a_token_looks_like_it_finds_its_matter(self, client: Client, key: str, token: str) -> None:
        first = told(sent(client, key, token=token))
        for form in ("", ".json"):
            found = client.get(
                f"{V2}/tokens/{quote(token)}{form}",
                headers={"Accept": "application/json", "X-Api-Key": key},
            )
            assert told(found) == {"service_request_id": first["service_request_id"], "token": token}

    def test_a_token_used_for_other_words_hands_nothing_in(self, client: Client, key: str) -> None:
        token = uuid4().hex
        sent(client, key, token=token)
        before = count()
        response = sent(client, key, token=token, description="楼道灯不亮")
        assert (response.status_code, count()) == (400, before)

    def test_two_systems_may_use_the_same_token(self, client: Client, make_key: MakeKey) -> None:
        one, other = (told(sent(client, make_key(), token="7"))["service_request_id"] for _time in range(2))
        assert one != other

    def test_danger_is_answered_with_whom_to_call(self, client: Client, key: str) -> None:
        assert "119" in told(sent(client, key, description="3 号楼着火了"))["service_notice"]

    def test_markup_comes_in_as_words_and_goes_out_escaped(self, client: Client, key: str) -> None:
        nasty = "<script>alert(1)</script>&amp;<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;"
        row = told(sent(client, key, description=nasty, token="<a>"))
        assert words_of(row["service_request_id"]) == nasty
        answered = client.get(f"{V2}/tokens/<a>.xml?api_key={key}")
        assert xml_of(answered.content).findtext("request/token") == "<a>"
        assert b"&lt;a&gt;" in answered.content
        wrong = sent(client, key, **{"attribute[building]": "<b>"})
        assert (wrong.status_code, wrong.headers["Content-Type"]) == (400, "application/json; charset=utf-8")
        assert wrong.headers["X-Content-Type-Options"] == "nosniff"


class TestWhatIsNotRight:
    @pytest.mark.parametrize(
        ("more", "status"),
        [
            ({"description": " "}, 400),
            ({"description": "x" * 2001}, 400),
            ({"description": "nul \x00 byte"}, 400),
            ({"service_code": ""}, 400),
            ({"service_code": "no_such"}, 404),
            ({"address_string": None}, 400),
            ({"lat": "28.4"}, 400),
            ({"lat": "nan", "long": "118.6"}, 400),
            ({"lat": "39.9", "long": "116.4"}, 400),
            ({"lat": "91", "long": "0"}, 400),
            ({"address_id": "00000000-0000-0000-0000-000000000000"}, 400),
            ({"attribute[room]": "502"}, 400),
            ({"attribute[stair]": "0"}, 400),
            ({"attribute[stair]": "2"}, 400),
            ({"phone": "1"}, 400),
            ({"jurisdiction_id": "999901001002"}, 404),
        ],
    )
    def test_is_said_in_one_sentence_and_nothing_is_written(
        self, client: Client, key: str, more: dict[str, str], status: int
    ) -> None:
        before = count()
        response = sent(client, key, **more)
        (error,) = json.loads(response.content)
        assert (response.status_code, error["code"], count()) == (status, status, before)
        assert 0 < len(error["description"]) < 160

    def test_a_stair_that_the_building_does_not_have_is_named(self, client: Client, key: str) -> None:
        with reading(Reader()):
            house = next(one for one in places.buildings_of(COMMUNITY) if one.stairs)
        building = {"attribute[building]": str(house.id)}
        response = sent(client, key, **building, **{"attribute[stair]": str((house.stairs or 0) + 1)})
        assert response.status_code == 400
        assert house.label in told(response)["description"]
        assert sent(client, key, **building, **{"attribute[stair]": str(house.stairs)}).status_code == 201

    def test_a_point_inside_is_taken(self, client: Client, key: str) -> None:
        assert sent(client, key, **INSIDE).status_code == 201

    @pytest.mark.parametrize("media", ["application/xml", "text/xml", "application/json", "text/plain"])
    def test_another_media_type_is_never_read(self, client: Client, key: str, media: str) -> None:
        bomb = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
        response = client.post(f"{V2}/requests.xml?api_key={key}", bomb, content_type=media)
        assert response.status_code == 415
        assert b"root:" not in response.content
        assert xml_of(response.content).findtext("error/code") == "415"

    def test_a_huge_body_is_not_read(self, client: Client, key: str) -> None:
        for size in (65 * 1024, 65 * 1024 * 1024):
            response = client.generic(
                "POST", f"{V2}/requests.json", b"x", content_type="application/x-www-form-urlencoded",
                CONTENT_LENGTH=str(size),
            )  # fmt: skip
            assert (response.status_code, told(response)["code"]) == (413, 413)
        assert sent(client, key, description="x" * 70_000).status_code == 413

    def test_a_staff_cookie_opens_nothing_more(self, client: Client, town: object) -> None:
        client.cookies["linli_session"] = session_key(town.readers["heshuning"])  # type: ignore[attr-defined]
        response = client.post(f"{V2}/requests.json", {"service_code": "elevator", "description": LIFT, **PLACE})
        assert response.status_code == 403


class TestKeys:
    def test_without_a_key_or_with_a_bad_one_nothing_comes_in(self, client: Client, make_key: MakeKey) -> None:
        revoked = make_key()
        with reading(job_reader("99", purpose=Purpose.ADMINISTER)):
            ((row,),) = owner_sees("SELECT id FROM apikeys_apikey WHERE digest = %s", digest_of(revoked))
            revoke_key(row)  # type: ignore[arg-type]
        expired = make_key(days=0)
        owner_sees(
            "UPDATE apikeys_apikey SET expires_on = '2026-01-01' WHERE digest = %s RETURNING 1", digest_of(expired)
        )
        before, sentences = count(), set()
        for shown in ("", "linli_guess", revoked, expired, make_key(can_write=False), "'; DROP TABLE x; --"):
            response = sent(client, shown)
            assert response.status_code == 403
            sentences.add(told(response)["description"])
        assert count() == before
        assert len(sentences) == 5

    def test_a_key_of_another_community_cannot_write_here(self, client: Client, make_key: MakeKey) -> None:
        owner_sees(
            "INSERT INTO apikeys_apikey SELECT (r).* FROM (SELECT jsonb_populate_record(a, jsonb_build_object("
            "'id', gen_random_uuid(), 'digest', %s::text, 'scope', '999901001002')) AS r"
            " FROM apikeys_apikey a WHERE digest = %s) s RETURNING 1",
            digest_of("linli_elsewhere"), digest_of(make_key()),
        )  # fmt: skip
        before = count()
        assert sent(client, "linli_elsewhere").status_code == 403
        assert count() == before

    def test_a_key_of_the_street_can(self, client: Client, make_key: MakeKey) -> None:
        assert sent(client, make_key(scope=COMMUNITY[:9])).status_code == 201

    def test_a_key_for_writing_alone_reads_as_anybody(self, client: Client, make_key: MakeKey) -> None:
        assert client.get(f"{V2}/services.json?api_key={make_key(can_read=False)}").status_code == 200

    def test_of_its_use_the_last_day_is_known(self, client: Client, key: str) -> None:
        sent(client, key)
        ((used,),) = owner_sees("SELECT last_used_on IS NOT NULL FROM apikeys_apikey WHERE digest = %s", digest_of(key))
        assert used is True


class TestLimits:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rule = InterfaceLimits(per_address_minute=3, per_key_minute=5, writes_per_key_minute=2)
        monkeypatch.setattr(door.rulepacks, "interface_limits", lambda **_of: rule)

    def test_an_address_waits_and_is_told_how_long(self, client: Client) -> None:
        answers = [client.get(f"{V2}/services.json") for _time in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        assert answers[-1].headers["Retry-After"] in told(answers[-1])["description"]
        assert client.get(f"{V2}/services.json", REMOTE_ADDR="192.0.2.8").status_code == 200

    def test_a_key_has_a_limit_of_its_own_and_another_for_writing(self, client: Client, key: str) -> None:
        assert [sent(client, key).status_code for _time in range(3)] == [201, 201, 429]
        reads = [client.get(f"{V2}/services.json?api_key={key}").status_code for _time in range(4)]
        assert reads == [200, 200, 200, 429]

    def test_guessing_keys_is_held_back_by_address(self, client: Client) -> None:
        assert [sent(client, f"linli_{n}").status_code for n in range(4)] == [403, 403, 403, 429]


class TestUpdates:
    def post(self, client: Client, key: str, case_id: str, **more: str) -> HttpResponse:
        form = {"api_key": key, "service_request_id": case_id, "description": "又开始响了", **more}
        return client.post(f"{V2}/servicerequestupdates.json", form)  # type: ignore[return-value]

    def test_the_system_that_handed_it_in_adds_the_reporters_words(self, client: Client, key: str) -> None:
        case_id = told(sent(client, key))["service_request_id"]
        first, again = (self.post(client, key, case_id, update_id="u1") for _time in range(2))
        assert (first.status_code, told(first)) == (200, told(again))
        assert owner_sees("SELECT count(*) FROM cases_entry WHERE case_id = %s AND action = 'supplement'", case_id) == [
            (1,)
        ]
        assert "又开始响了" not in client.get(f"{V2}/servicerequestupdates.json").content.decode()

    def test_no_other_system_does(self, client: Client, key: str, make_key: MakeKey) -> None:
        case_id = told(sent(client, key))["service_request_id"]
        assert self.post(client, make_key(), case_id).status_code == 404
        assert self.post(client, key, str(uuid4())).status_code == 404
        assert self.post(client, key, "x").status_code == 400
        assert self.post(client, "", case_id).status_code == 403

    def test_a_closed_matter_takes_none_and_says_why(self, client: Client, key: str, town: object) -> None:
        case_id = told(sent(client, key))["service_request_id"]
        close(town, UUID(case_id))  # type: ignore[arg-type]
        response = self.post(client, key, case_id)
        assert response.status_code == 400
        assert "已办结" in told(response)["description"]
