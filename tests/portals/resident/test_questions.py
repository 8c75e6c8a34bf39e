"""The question on the reporter's page, answered there without a script."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.domains.cases.acting import report, step

from linli.project.demo.readers import Cast


@pytest.mark.usefixtures("cast")
class TestQuestion:
    def test_it_stands_on_the_page_and_the_answer_goes_with_a_word_of_thanks(self, cast: Cast, client: Client) -> None:
        opened = report("楼道里有件事想请人来看一下")
        address, sent = (reverse(f"resident:{name}", args=[opened.code, opened.key]) for name in ("track", "reply"))
        assert 'id="question"' not in client.get(address).content.decode()
        step(cast.readers["heshuning"], opened.case_id, "ask_reporter", text="是哪一部电梯？")
        assert "是哪一部电梯？" in client.get(address).content.decode()
        assert client.post(sent, {"words": " "}).status_code == 422
        answer = client.post(sent, {"words": "西边那部"}, follow=True)
        page = answer.content.decode()
        assert "谢谢您。回答写在下面的经过里" in page
        assert 'id="question"' not in page

    def test_a_page_of_before_keeps_the_words(self, cast: Cast, client: Client) -> None:
        opened = report("楼道里有件事想请人来看一下")
        sent = reverse("resident:reply", args=[opened.code, opened.key])
        step(cast.readers["heshuning"], opened.case_id, "ask_reporter", text="是哪一部电梯？")
        client.post(sent, {"words": "西边那部"})
        late = client.post(sent, {"words": "不对，是东边那部"})
        assert late.status_code == 422
        assert "不对，是东边那部" in late.content.decode()
        assert late.content.decode().count("已经回答过了") == 1

    def test_a_wrong_key_answers_nothing(self, cast: Cast, client: Client) -> None:
        opened = report("楼道里有件事想请人来看一下")
        step(cast.readers["heshuning"], opened.case_id, "ask_reporter", text="是哪一部电梯？")
        assert (
            client.post(reverse("resident:reply", args=[opened.code, "A" * 13]), {"words": "猜一猜"}).status_code == 404
        )
