"""Taking a report in: the kind is suggested, dictated words are read back, the slip knows the key for a while."""

import re
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.test import Client
from django.urls import reverse

from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
INTAKE, ALIKE, LIST = (reverse(f"workbench:{name}") for name in ("intake", "alike_words", "cases"))
WORDS = {
    "token": "t" * 20,
    "channel": "phone",
    "text": "3 号楼电梯又停了，门关不上",
    "building": "3 号楼",
    "stair": "2",
}


class TestIntake:
    def test_a_report_by_telephone_ends_with_a_slip(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        answer = clerk.post("/work/intake/", {**WORDS, "contact_name": "钱多多", "contact_phone": "19900000366"})
        assert answer["Location"] == "/work/intake/received/"
        assert "linli_slip" in answer.cookies
        body = clerk.get("/work/intake/received/").content.decode()
        assert 'class="qr"' in body
        assert "19900000366" not in body

    def test_the_same_form_twice_is_one_matter(self, desk_of: Desk) -> None:
        clerk, given = desk_of("heshuning"), {**WORDS, "token": "same-token-same-token"}
        pages = []
        for _ in range(2):
            clerk.post("/work/intake/", given)
            pages.append(clerk.get("/work/intake/received/").content.decode().split('class="code-large"')[1][:60])
        assert pages[0] == pages[1]

    def test_a_slip_is_for_whoever_took_the_report_in(self, desk_of: Desk) -> None:
        clerk, other = desk_of("heshuning"), desk_of("zhiban")
        clerk.post("/work/intake/", {**WORDS, "token": "another-token-another"})
        other.cookies["linli_slip"] = clerk.cookies["linli_slip"].value
        assert other.get("/work/intake/received/").status_code == 404

    def test_dictated_words_carry_their_source_and_were_read_back(self, desk_of: Desk) -> None:
        clerk, given = desk_of("heshuning"), {**WORDS, "token": "dictated-token-00001", "channel": "dictation"}
        refused = clerk.post("/work/intake/", given)
        assert refused.status_code == 422
        assert "3 号楼电梯又停了" in refused.content.decode()
        done = clerk.post("/work/intake/", {**given, "source": "6 号楼的一位老人", "is_read_back": "on"})
        assert done.status_code == 302

    def test_a_wrong_place_or_number_is_named_and_nothing_is_lost(self, desk_of: Desk) -> None:
        given = {**WORDS, "building": "99 号楼", "contact_phone": "1380013"}
        answer = desk_of("heshuning").post("/work/intake/", given)
        body = answer.content.decode()
        assert answer.status_code == 422
        assert body.count('class="problem"') >= 2
        assert "门关不上" in body

    def test_done_on_the_spot_closes_at_once(self, desk_of: Desk, town: Cast) -> None:  # noqa: ARG002 - it must stand
        clerk = desk_of("wangge2")
        clerk.post(
            "/work/intake/", {**WORDS, "token": "spot-token-spot-tokn", "channel": "round", "done_words": "当场扶正了"}
        )
        assert "已办结" in clerk.get("/work/intake/received/").content.decode()


class TestSuggestion:
    def test_the_button_fills_the_kind_in_and_complains_about_nothing(self, desk_of: Desk) -> None:
        answer = desk_of("heshuning").post("/work/intake/", {**WORDS, "suggest": "1", "contact_phone": "1"})
        body = answer.content.decode()
        assert answer.status_code == 200
        assert "field-bad" not in body
        assert "电梯" in body.split('data-part="suggestion"')[1][:400]

    def test_while_writing_it_is_asked_by_post(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        answer = clerk.post("/work/intake/suggest/", {"text": "家里煤气味很重"}).json()
        assert answer["danger"]
        assert clerk.get("/work/intake/suggest/").status_code == 405


class TestAlike:
    SAID = "花坛里的喷头一直漏水，草坪成了水塘"

    def test_while_it_is_taken_down_similar_open_matters_are_shown(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        clerk.post(INTAKE, {**WORDS, "text": self.SAID, "token": "alike-token-000000001"})
        community = {"community": COMMUNITY}
        answer = clerk.post(
            f"{ALIKE}?{urlencode(community)}", {"text": "花坛喷头漏水，草坪成水塘了", "building": "3 号楼"}
        ).content.decode()
        assert "花坛里的喷头" in answer
        assert "同一栋楼" in answer
        assert clerk.get(ALIKE).status_code == 405

    def test_the_button_shows_them_without_script(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        clerk.post(INTAKE, {**WORDS, "text": self.SAID, "token": "alike-token-000000002"})
        page = clerk.post(INTAKE, {**WORDS, "text": "花坛喷头漏水，草坪成水塘", "suggest": "1"}).content.decode()
        assert "相似的未办结事项" in page

    def test_a_matters_page_asks_for_them_and_has_a_page_of_its_own(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        for token in ("alike-token-000000003", "alike-token-000000004"):
            clerk.post(INTAKE, {**WORDS, "text": f"{self.SAID}了", "token": token})
        received = clerk.get(reverse("workbench:received")).content.decode()
        case_id = next(iter(re.findall(rf'href="{LIST}([0-9a-f-]{{36}})/"', received)))
        alike = reverse("workbench:alike", args=[case_id])
        assert f'hx-get="{alike}"' in clerk.get(reverse("workbench:case", args=[case_id])).content.decode()
        assert "花坛里的喷头" in clerk.get(alike).content.decode()
        assert "<html" not in clerk.get(alike, headers={"HX-Request": "true"}).content.decode()
        assert clerk.get(reverse("workbench:alike", args=[UUID(int=5)])).status_code == 404
