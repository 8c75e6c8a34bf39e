"""Text templates in a step's form: offered by kind, filled, put in without a script, and never sent by themselves."""

import re
from collections.abc import Callable
from uuid import UUID

from django.test import Client
from django.urls import reverse
from tests.portals.workbench.conftest import page_of

from linli.project.demo.readers import Cast

Desk = Callable[[str], Client]


def offered(text: str) -> dict[str, str]:
    found = re.findall(r'<option value="([0-9a-f-]{36})" data-words="([^"]*)">([^<]*)', text)
    return {name: line for line, _words, name in found}


class TestPuttingIn:
    def test_the_form_comes_back_with_the_words_behind_what_was_typed(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id, clerk = report(), desk_of("heshuning")
        form = reverse("workbench:step", args=[case_id, "note"])
        line = offered(clerk.get(form).content.decode())["已到现场"]
        before = page_of(town, "heshuning", case_id).version
        sent = {"version": before, "text": "自己写的", "audience": "public", "phrase": line, "insert": "text"}
        answer = clerk.post(form, sent)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert re.search(r"自己写的\n柳岸社区服务站已到现场查看", page)
        assert re.search(r'value="public"[^>]*checked', page), "what else was chosen stays chosen"
        assert page_of(town, "heshuning", case_id).version == before, "nothing was written"

    def test_no_choice_and_a_foreign_one_put_nothing_in(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        form, clerk = reverse("workbench:step", args=[report(), "note"]), desk_of("heshuning")
        for line in ("", str(UUID(int=5)), "x"):
            answer = clerk.post(form, {"version": 1, "text": "原样", "phrase": line, "insert": "text"})
            assert re.search(r">\s*原样</textarea>", answer.content.decode())
