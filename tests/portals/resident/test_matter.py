"""A matter from outside: by code its state alone, by code and key its course, rating and asking again."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from tests.journeys.town import close
from tests.portals.resident.conftest import REPORT, photo
from tests.portals.resident.test_report import STREET_READER, case_of, opened

from linli.domains.cases.models import Rating
from linli.foundation.scope.context import reading
from linli.kernel.tokens import BadCode, parse_code
from linli.portals.resident.lookups import MOST_MISSES
from linli.project.demo.readers import Cast

WORDS = "门口的路灯不亮了"


@pytest.fixture
def matter(client: Client) -> tuple[str, str]:
    return opened(client.post(REPORT, {"token": uuid4().hex, "text": WORDS, "photos": [photo()], "place": "outside"}))


def wrong_digit(code: str) -> str:
    return code[:3] + str((int(code[3]) + 1) % 10) + code[4:]


class TestByCode:
    def test_it_shows_the_state_and_no_words(self, client: Client, matter: tuple[str, str]) -> None:
        page = client.get(f"/m/{matter[0]}/").content.decode()

        assert "status" in page
        assert "期限" in page
        assert WORDS not in page
        assert matter[1] not in page

    def test_a_code_is_found_as_people_type_it(self, client: Client, matter: tuple[str, str]) -> None:
        code = matter[0]

        response = client.get("/m/", {"code": f" {code[:4]} {code[4:8]}-{code[8:]} "})

        assert response["Location"] == f"/m/{code}/"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [("123", "10 位数字"), ("12345678O0", "只有数字"), ("1234567891", "一位数不对")],
    )
    def test_a_mistake_is_named(self, client: Client, typed: str, sentence: str) -> None:
        response = client.get("/m/", {"code": typed})

        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert typed in response.content.decode()

    def test_one_wrong_digit_is_named_in_the_address_too(self, client: Client, matter: tuple[str, str]) -> None:
        response = client.get(f"/m/{wrong_digit(matter[0])}/")

        assert response.status_code == 422
        assert "一位数不对" in response.content.decode()

    def test_a_code_nobody_has(self, client: Client) -> None:
        response = client.get(f"/m/{_free_code()}/")

        assert response.status_code == 404
        assert "没有这个编号" in response.content.decode()

    def test_many_misses_are_held_kindly_and_others_are_not(self, client: Client, matter: tuple[str, str]) -> None:
        free = _free_code()
        for _ in range(MOST_MISSES):
            client.get(f"/m/{free}/", REMOTE_ADDR="10.1.1.1")

        held = client.get(f"/m/{matter[0]}/", REMOTE_ADDR="10.1.1.1")

        assert held.status_code == 429
        assert "十分钟" in held.content.decode()
        assert client.get(f"/m/{matter[0]}/{matter[1]}/", REMOTE_ADDR="10.1.1.1").status_code == 200
        assert client.get(f"/m/{matter[0]}/", REMOTE_ADDR="10.1.1.2").status_code == 200

    def test_states_for_the_list_on_the_phone(self, client: Client, matter: tuple[str, str]) -> None:
        answer = client.get("/m/states/", {"code": [matter[0], "1"]}).json()

        assert [line["code"] for line in answer["cases"]] == [matter[0]]
        assert set(answer["cases"][0]) == {"code", "plate", "look", "label", "line"}
        assert WORDS not in str(answer)


class TestByCodeAndKey:
    def test_it_shows_the_course_with_photos(self, client: Client, matter: tuple[str, str]) -> None:
        code, key = matter

        page = client.get(f"/m/{code}/{key}/").content.decode()

        assert WORDS in page
        photos = re.findall(rf'src="(/m/{code}/{key}/photos/[^"]+)"', page)
        assert len(photos) == 1
        assert client.get(photos[0])["Content-Type"] == "image/jpeg"

    def test_another_key_opens_nothing(self, client: Client, matter: tuple[str, str]) -> None:
        other = client.get(f"/m/{matter[0]}/000000000000/")

        assert other.status_code == 404
        assert WORDS not in other.content.decode()

    def test_a_photo_stays_shut_without_the_key(self, client: Client, matter: tuple[str, str]) -> None:
        code, key = matter
        address = re.search(r'src="([^"?]+/photos/[^"?]+)', client.get(f"/m/{code}/{key}/").content.decode())
        assert address

        assert client.get(address[1].replace(key, "000000000000")).status_code == 404

    @pytest.mark.parametrize("tail", ["", "received/", "slip/"])
    def test_no_cache_no_index_and_no_address_for_other_sites(
        self, client: Client, matter: tuple[str, str], tail: str
    ) -> None:
        response = client.get(f"/m/{matter[0]}/{matter[1]}/{tail}")

        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert "noindex" in response["X-Robots-Tag"]

    def test_the_slip_has_code_qr_and_telephone_and_no_words(self, client: Client, matter: tuple[str, str]) -> None:
        page = client.get(f"/m/{matter[0]}/{matter[1]}/slip/").content.decode()

        assert f"{matter[0][:4]} {matter[0][4:8]} {matter[0][8:]}" in page
        assert 'class="qr"' in page
        assert "9990 0366" in page
        assert WORDS not in page

    def test_something_can_be_added(self, client: Client, matter: tuple[str, str]) -> None:
        code, key = matter

        response = client.post(f"/m/{code}/{key}/add/", {"words": "两盏都不亮"}, follow=True)

        assert "两盏都不亮" in response.content.decode()
        assert "补充好了" in response.content.decode()

    @pytest.mark.parametrize(
        "form", [{"words": "没人来过", "is_for_street": "on"}, {"words": "安和物业服务中心没人来过"}]
    )
    def test_what_is_for_the_street_says_so(
        self, client: Client, matter: tuple[str, str], form: dict[str, str]
    ) -> None:
        response = client.post(f"/m/{matter[0]}/{matter[1]}/add/", form, follow=True)

        page = response.content.decode()
        assert "已补充。只有您和街道能看到。" in page
        assert page.count("只有您和街道能看到") == 2
        assert form["words"] in page

    def test_adding_nothing_is_one_sentence(self, client: Client, matter: tuple[str, str]) -> None:
        response = client.post(f"/m/{matter[0]}/{matter[1]}/add/", {"words": ""})

        assert response.status_code == 422
        assert "还没写要补充什么" in response.content.decode()

    def test_an_open_matter_offers_no_rating(self, client: Client, matter: tuple[str, str]) -> None:
        code, key = matter

        assert "非常" not in client.get(f"/m/{code}/{key}/").content.decode()
        refused = client.post(f"/m/{code}/{key}/rate/", {"level": "5"})
        assert refused.status_code == 422


class TestAfterClosing:
    @pytest.fixture
    def closed(self, town: Cast, matter: tuple[str, str]) -> str:
        close(town, case_of(matter[0]).id)
        return f"/m/{matter[0]}/{matter[1]}/"

    def test_five_words_and_none_is_chosen(self, client: Client, closed: str) -> None:
        page = client.get(closed).content.decode()

        assert "已办结" in page
        assert page.count('name="level"') == 5
        assert not re.search(r'name="level"[^>]*checked', page)
        assert "提前" in page

    def test_a_rating_is_thanked_and_shown(self, client: Client, closed: str) -> None:
        page = client.post(f"{closed}rate/", {"level": "4", "words": "修得快"}, follow=True).content.decode()

        assert "谢谢您" in page
        assert 'name="level"' not in page
        with reading(STREET_READER):
            rating = Rating.objects.get(case=case_of(closed.split("/")[2]).id)
        assert (rating.level, rating.words) == (4, "修得快")

    def test_rating_without_a_word_chosen_keeps_the_text(self, client: Client, closed: str) -> None:
        response = client.post(f"{closed}rate/", {"words": "谢谢师傅"})

        assert response.status_code == 422
        assert "先点一个" in response.content.decode()
        assert "谢谢师傅" in response.content.decode()

    def test_a_sixth_level_is_not_there(self, client: Client, closed: str) -> None:
        assert client.post(f"{closed}rate/", {"level": "6"}).status_code == 422

    def test_it_can_be_had_done_again_once(self, client: Client, closed: str) -> None:
        assert "要求重办" in client.get(closed).content.decode()

        page = client.post(f"{closed}reopen/", {"words": "又不亮了"}, follow=True).content.decode()

        assert "已经要求重办" in page
        assert case_of(closed.split("/")[2]).reopened_count == 1

    def test_named_units_make_it_the_streets(self, client: Client, closed: str) -> None:
        page = client.post(f"{closed}reopen/", {"words": "安和物业服务中心没来过"}, follow=True).content.decode()

        assert "已交给街道" in page
        assert "街道复核中" in page

    def test_asking_again_without_a_reason_is_one_sentence(self, client: Client, closed: str) -> None:
        response = client.post(f"{closed}reopen/", {"words": " "})

        assert response.status_code == 422
        assert "哪里还没办好" in response.content.decode()

    def test_steps_need_a_token_of_the_page(self, closed: str) -> None:
        response = Client(enforce_csrf_checks=True).post(f"{closed}reopen/", {"words": "又不亮了，楼道很黑"})

        assert response.status_code == 403
        assert "又不亮了，楼道很黑" in response.content.decode()


def _is_code(text: str) -> bool:
    try:
        return parse_code(text) == text
    except BadCode:
        return False


def _free_code() -> str:
    return next(code for code in (f"987654321{digit}" for digit in range(10)) if _is_code(code))
