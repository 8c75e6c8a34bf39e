"""Text templates in set-up: written, looked at, refused with one sentence, changed, taken away."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.portals.setup.conftest import COMMUNITY, SET_UP

from linli.domains.phrases import facade as phrases
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import reading

Enter = Callable[..., Client]


def address(name: str, *more: object) -> str:
    return reverse(f"setup:{name}", args=[COMMUNITY, *more])


PAGE, NEW = address("phrases"), address("new_phrase")
GIVEN = {"version": "0", "name": "Done", "action": "answer", "kind": "noise", "state": "", "text": "完成 {编号}"}


def standing() -> tuple[phrases.PhraseLine, ...]:
    with reading(SET_UP):
        return phrases.phrases_of(COMMUNITY)


class TestTemplates:
    def test_only_the_system_administrator_of_the_place_comes_in(self, enter: Enter) -> None:
        browser = enter(Role.CLERK, COMMUNITY)
        assert browser.get(PAGE).status_code == 403
        assert browser.post(NEW, GIVEN).status_code == 403

    def test_a_look_first_keeps_nothing_and_shows_the_words_filled(self, enter: Enter) -> None:
        answer = enter().post(NEW, {**GIVEN, "preview": "1"})
        assert "完成 1234 5678 90" in answer.content.decode()
        assert standing() == ()

    def test_written_changed_and_taken_away(self, enter: Enter) -> None:
        browser = enter()
        browser.post(NEW, GIVEN)
        (one,) = standing()
        assert (one.name, one.kind, one.version) == ("Done", "noise", 1)
        browser.post(address("phrase", one.line), {**GIVEN, "version": "1", "text": "完成了"})
        page = browser.get(address("phrase", one.line)).content.decode()
        assert "完成 {编号}" in page, "the words of before stay readable"
        assert standing()[0].text == "完成了"
        browser.post(address("retire_phrase", one.line), {"version": "2"})
        assert standing() == ()

    @pytest.mark.parametrize("text", ["您好 {姓名}", "打 19900000366"])
    def test_what_is_refused_comes_back_with_its_words(self, enter: Enter, text: str) -> None:
        answer = enter().post(NEW, {**GIVEN, "text": text})
        assert answer.status_code == 422
        assert text in answer.content.decode()
        assert standing() == ()

    def test_a_page_of_before_loses_nothing(self, enter: Enter) -> None:
        browser = enter()
        browser.post(NEW, GIVEN)
        (one,) = standing()
        browser.post(address("phrase", one.line), {**GIVEN, "version": "1", "text": "别人写的"})
        answer = browser.post(address("phrase", one.line), {**GIVEN, "version": "1", "text": "我也写了"})
        assert answer.status_code == 422
        assert "我也写了" in answer.content.decode()
        assert standing()[0].text == "别人写的"

    def test_the_usual_ones_come_in_at_a_press(self, enter: Enter) -> None:
        browser = enter()
        browser.post(address("seed_phrases"))
        assert "电梯已修好" in browser.get(PAGE).content.decode()
        assert browser.get(address("phrase", UUID(int=1))).status_code == 404
