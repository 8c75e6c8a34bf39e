"""The report page: what comes in, what comes back, and that nothing typed is lost."""

import re
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.foundation.files.not_photos import NOT_PHOTOS
from tests.portals.resident.conftest import REPORT, photo
from tests.portals.workbench.conftest import session_key

from linli.domains.cases.models import Case, Contact, Entry, Wording
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo import street
from linli.project.demo.readers import Cast

KNOWN = reverse("resident:known", args=[street.COMMUNITY])
WORDS = "三号楼的电梯又停了，门关不上，老人下不了楼"
THANKS = re.compile(r"^/m/(\d{10})/([0-9A-Z]{12})/received/(\?held=1)?$")
STREET_READER = Reader(
    id="00000000-0000-7000-8000-000000000001", territory=street.COMMUNITY[:9], purpose=Purpose.HANDLE
)


def send(client: Client, **fields: object) -> HttpResponse:
    return client.post(REPORT, {"token": uuid4().hex, "text": WORDS, **fields})


def kept_files() -> int:
    return sum(1 for path in settings.FILES_ROOT.rglob("*") if path.is_file())


def opened(response: HttpResponse) -> tuple[str, str]:
    assert response.status_code == 302, response.content.decode()
    found = THANKS.match(response["Location"])
    assert found, response["Location"]
    return found[1], found[2]


def case_of(code: str) -> Case:
    with reading(STREET_READER):
        return Case.objects.get(code=code)


class TestWhatComesIn:
    def test_one_sentence_is_enough(self, client: Client) -> None:
        code, _key = opened(send(client))

        assert case_of(code).channel == "web"

    @pytest.mark.parametrize("who", ["xitong", "wuye", "heshuning"])
    def test_who_is_logged_in_reports_as_a_resident_too(self, client: Client, town: Cast, who: str) -> None:
        client.cookies["linli_session"] = session_key(town.readers[who])

        code, _key = opened(send(client))

        case_id = case_of(code).id
        with reading(STREET_READER):
            assert Entry.objects.get(case=case_id, number=1).actor == "public"

    def test_building_and_stair_become_the_door_plate(self, client: Client) -> None:
        with reading(job_reader(street.COMMUNITY)):
            building = places.buildings_of(street.COMMUNITY)[2]

        code, _key = opened(send(client, place="here", building=str(building.id), stair="2"))

        case = case_of(code)
        assert case.building_id == building.id
        assert "2" in case.place
        assert case.grid.startswith(street.COMMUNITY)

    def test_a_pin_becomes_a_grid(self, client: Client) -> None:
        with reading(job_reader(street.COMMUNITY)):
            near = places.buildings_of(street.COMMUNITY)[0]

        code, _key = opened(send(client, place="outside", lon=str(near.lon), lat=str(near.lat)))

        case = case_of(code)
        assert case.grid.startswith(street.COMMUNITY)
        assert case.longitude == pytest.approx(near.lon)

    def test_words_for_a_place_are_kept_and_a_forgotten_pin_is_not(self, client: Client) -> None:
        code, _key = opened(send(client, place="words", place_words="东门外垃圾桶旁", lon="118.6", lat="28.4"))

        case = case_of(code)
        with reading(STREET_READER):
            assert Wording.objects.get(case=case.id).place_words == "东门外垃圾桶旁"
        assert case.longitude is None

    def test_photos_are_kept_without_their_origin(self, client: Client) -> None:
        code, key = opened(send(client, photos=[photo(), photo(size=(80, 30))]))

        assert client.get(f"/m/{code}/{key}/").content.decode().count("?small=1") == 2

    def test_contact_is_masked(self, client: Client) -> None:
        code, _key = opened(send(client, contact_name="王阿姨", contact_phone="139 0000 0000"))

        case = case_of(code)
        with reading(STREET_READER):
            contact = Contact.objects.get(case=case.id)
        assert "0000 0000" not in contact.phone_masked
        assert "*" in contact.phone_masked

    def test_a_report_about_a_unit_is_sealed_from_it(self, client: Client, town: Cast) -> None:
        code, _key = opened(send(client, about_unit=str(town.units["property"])))

        case = case_of(code)
        assert case.is_sealed
        assert case.about_units == [town.units["property"]]
        assert UUID(str(town.units["property"])) not in case.units


class TestSendingTwice:
    def test_the_same_form_again_is_the_same_matter(self, client: Client) -> None:
        first = opened(send(client, token="again" * 5))
        second = opened(send(client, token="again" * 5))

        assert first == second

    def test_other_words_on_an_old_page_are_another_matter(self, client: Client) -> None:
        first = opened(send(client, token="old" * 8))
        second = opened(send(client, token="old" * 8, text="另一件事：路灯不亮"))

        assert first != second

    def test_a_flood_is_held_and_taken(self, client: Client, settings: object) -> None:
        settings.ALLOWED_CALLERS = frozenset()  # type: ignore[attr-defined]
        answers = [
            client.post(REPORT, {"token": f"flood-{n:020}", "text": f"{WORDS} {n}"}, REMOTE_ADDR="10.9.8.7")
            for n in range(40)
        ]

        assert all(answer.status_code == 302 for answer in answers)
        assert answers[-1]["Location"].endswith("?held=1")
        assert "先看一眼" in client.get(answers[-1]["Location"]).content.decode()


class TestWhatComesBack:
    def test_the_form_has_a_token_of_its_own_each_time(self, client: Client) -> None:
        tokens = {
            re.search(r'name="token" value="([^"]+)"', client.get(REPORT).content.decode())[1]  # type: ignore[index]
            for _ in range(2)
        }

        assert len(tokens) == 2

    def test_without_words_it_says_so_and_keeps_the_rest(self, client: Client) -> None:
        response = send(client, text="  ", contact_phone="13900000000", place="words", place_words="东门外")

        page = response.content.decode()
        assert response.status_code == 422
        assert "还没写是什么事" in page
        assert "13900000000" in page
        assert "东门外" in page

    def test_a_short_mobile_number_is_counted(self, client: Client) -> None:
        page = send(client, contact_phone="1390000").content.decode()

        assert "手机号要 11 位，现在是 7 位" in page
        assert WORDS in page

    @pytest.mark.parametrize("phone", ["13900000000", "010-66000000", "9990 0366"])
    def test_numbers_people_have_are_taken(self, client: Client, phone: str) -> None:
        assert send(client, contact_phone=phone).status_code == 302

    def test_a_stair_that_is_not_there_is_named(self, client: Client) -> None:
        with reading(job_reader(street.COMMUNITY)):
            building = places.buildings_of(street.COMMUNITY)[0]

        page = send(client, place="here", building=str(building.id), stair="9").content.decode()

        assert f"{building.label}没有 9 单元" in page

    def test_words_without_words_are_asked_for(self, client: Client) -> None:
        assert "请写几个字说明地方" in send(client, place="words").content.decode()

    def test_an_overlong_text_comes_back_whole(self, client: Client) -> None:
        text = "长" * 2100

        page = send(client, text=text).content.decode()

        assert text in page
        assert "现在有 2100 个字" in page

    @pytest.mark.parametrize("wrong", NOT_PHOTOS)
    def test_what_is_no_photo_is_one_sentence_and_the_words_are_kept(self, client: Client, wrong: str) -> None:
        before = kept_files()
        sent = SimpleUploadedFile("lamp.jpg", NOT_PHOTOS[wrong], "image/jpeg")
        response = send(client, photos=[sent], text="路灯不亮了，太黑")
        page = response.content.decode()
        assert response.status_code == 422
        assert page.count('_error" role="alert"') == 1
        assert "照片" in page
        assert "路灯不亮了，太黑" in page
        assert kept_files() == before

    def test_something_that_is_no_picture_is_one_sentence(self, client: Client) -> None:
        response = send(client, photos=[photo(), SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg")])

        page = response.content.decode()
        assert response.status_code == 422
        assert "第 2 张" in page
        assert WORDS in page

    def test_a_picture_too_large_is_one_sentence(self, client: Client) -> None:
        huge = SimpleUploadedFile("a.jpg", b"\xff\xd8" + b"0" * (11 * 1024 * 1024), "image/jpeg")

        page = send(client, photos=[huge]).content.decode()

        assert "最大 10 MB" in page
        assert WORDS in page

    def test_seven_pictures_are_one_too_many(self, client: Client) -> None:
        assert "最多 6 张" in send(client, photos=[photo() for _ in range(7)]).content.decode()

    def test_lost_pictures_are_told(self, client: Client) -> None:
        assert "请再选一次" in send(client, photos=[photo()], contact_phone="12").content.decode()

    def test_what_was_typed_is_escaped(self, client: Client) -> None:
        page = send(client, text="<script>alert(1)</script>", contact_phone="12").content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_a_community_that_is_not_there(self, client: Client) -> None:
        response = client.get("/c/110101001001/report/")

        assert response.status_code == 404
        assert "这里没有内容" in response.content.decode()

    @pytest.mark.usefixtures("town")
    def test_a_page_open_too_long_keeps_the_words(self) -> None:
        response = Client(enforce_csrf_checks=True).post(REPORT, {"text": WORDS, "contact_name": "王阿姨"})

        page = response.content.decode()
        assert response.status_code == 403
        assert WORDS in page
        assert "王阿姨" in page
        assert "请再点一次发送" in page
        assert "csrfmiddlewaretoken" in page


class TestDanger:
    def test_the_page_carries_the_words(self, client: Client) -> None:
        page = client.get(REPORT).content.decode()

        assert "着火" in page
        assert 'href="tel:119"' in page

    def test_numbers_come_first_after_sending_and_the_report_is_taken(self, client: Client) -> None:
        response = send(client, text="四号楼三楼着火了，浓烟很大", token="fire" * 6)
        code, _key = opened(response)

        page = client.get(response["Location"]).content.decode()

        assert case_of(code).is_danger
        assert page.index("tel:119") < page.index("收到了")
        assert "不要坐电梯" in page

    def test_a_hot_pot_is_no_fire(self, client: Client) -> None:
        response = send(client, text="楼下一起火锅店晚上太吵", token="pot" * 8)

        assert "tel:119" not in client.get(response["Location"]).content.decode()


class TestKnownAlready:
    LAMP = "楼前的路灯不亮，井盖也松了"

    def building(self) -> str:
        with reading(STREET_READER):
            return str(places.buildings_of(street.COMMUNITY)[0].id)

    def test_a_lamp_somebody_reported_is_told_without_their_words(self, client: Client) -> None:
        where = {"place": "here", "building": self.building()}
        code, _key = opened(send(client, text=f"{self.LAMP}，我是贾有闻", contact_phone="19900000366", **where))

        answer = client.post(KNOWN, {"text": "这里路灯不亮", **where}).json()["lines"][0]

        assert "路灯与井盖" in answer
        assert not any(word in answer for word in ("贾有闻", "井盖也松了", "19900000366", code))

    def test_without_script_the_page_comes_back_with_it_and_nothing_is_sent(self, client: Client) -> None:
        where = {"place": "here", "building": self.building()}
        opened(send(client, text=self.LAMP, **where))
        with reading(STREET_READER):
            before = Case.objects.count()

        page = send(client, text="这里路灯不亮", known="1", contact_phone="12", **where).content.decode()

        assert "可能已经有人报过" in page
        assert "这里路灯不亮" in page
        assert "还没有发送" in page
        assert "field-bad" not in page
        with reading(STREET_READER):
            assert Case.objects.count() == before

    @pytest.mark.parametrize(
        "given", [{}, {"building": "x"}, {"lon": "nan", "lat": "1"}, {"building": "x' OR 1=1", "place": "here"}]
    )
    def test_nonsense_is_answered_with_nothing_to_tell(self, client: Client, given: dict[str, str]) -> None:
        answer = client.post(KNOWN, {"text": "路灯不亮", **given})
        assert answer.status_code == 200
        assert answer.json() == {"lines": []}

    def test_it_is_asked_by_post_alone(self, client: Client) -> None:
        assert client.get(KNOWN).status_code == 405
