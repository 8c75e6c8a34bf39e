"""Error pages say what happened, what is safe and what comes next, without a database."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory
from django.utils import translation

from linli.foundation.design import errors


@pytest.fixture(autouse=True)
def _chinese() -> object:
    with translation.override("zh-hans"):
        yield


class TestErrorPages:
    @pytest.mark.parametrize("status", sorted(errors.WORDS))
    def test_say_three_things_in_order_without_a_database(self, status: int) -> None:
        response = errors.render_error(RequestFactory().get("/somewhere"), status)
        page = response.content.decode()
        words = errors.WORDS[status]
        places = [page.index(f">{part}<") for part in (words.happened, words.safe, words.next)]
        assert places == sorted(places)
        assert response.status_code == status
        assert response["Cache-Control"] == "no-store"
        assert "!" not in str(words.happened)

    def test_a_status_without_words_speaks_like_its_kind(self) -> None:
        page = errors.render_error(RequestFactory().get("/"), 418).content.decode()
        assert str(errors.WORDS[400].happened) in page

    def test_htmx_gets_the_notice_alone(self) -> None:
        request = RequestFactory().get("/", headers={"HX-Request": "true"})
        page = errors.render_error(request, 403).content.decode()
        assert "<html" not in page
        assert 'role="alert"' in page

    def test_trying_again_repeats_a_reading_but_never_a_sending(self) -> None:
        read = errors.render_error(RequestFactory().get("/work/?q=1"), 503, retry_after_seconds=60)
        assert 'href="/work/?q=1"' in read.content.decode()
        assert read["Retry-After"] == "60"
        sent = errors.render_error(RequestFactory().post("/report"), 503)
        assert 'href="/report"' not in sent.content.decode()

    def test_a_body_too_large_has_words_of_its_own(self) -> None:
        assert errors.handler400(RequestFactory().post("/report"), RequestDataTooBig()).status_code == 413
        assert errors.handler400(RequestFactory().post("/report"), ValueError()).status_code == 400

    def test_the_handlers_answer_with_their_status(self) -> None:
        request = RequestFactory().get("/")
        found = [errors.handler403(request), errors.handler404(request), errors.handler500(request)]
        assert [response.status_code for response in found] == [403, 404, 500]
        assert errors.csrf_failure(request, "no cookie").status_code == 403
