"""What a request may bring, before anything looks into it."""

import contextlib
from http import HTTPStatus
from pathlib import Path

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from linli.project.middleware import MOST_BODY_BYTES, BodySizeMiddleware


def passed(length: str) -> bool:
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().post("/", data=b"", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = length
    with contextlib.suppress(RequestDataTooBig):
        BodySizeMiddleware(view)(request)
    return bool(seen)


class TestBodySize:
    def test_six_photos_pass_and_more_does_not(self) -> None:
        assert passed(str(MOST_BODY_BYTES))
        assert not passed(str(MOST_BODY_BYTES + 1))

    def test_what_is_no_length_is_nobody_s_body(self) -> None:
        assert passed("")
        assert passed("²")

    def test_it_is_answered_with_a_page_that_says_what_to_do(
        self, client: Client, settings: Settings, tmp_path: Path
    ) -> None:
        settings.STATIC_ROOT = tmp_path
        response = client.post("/m/", b"", content_type="text/plain", CONTENT_LENGTH=str(MOST_BODY_BYTES + 1))

        assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert "64 MB" in response.content.decode()
        assert "Content-Security-Policy" in response.headers

    def test_what_comes_in_pieces_without_its_length_is_not_read_as_empty(
        self, client: Client, settings: Settings, tmp_path: Path
    ) -> None:
        settings.STATIC_ROOT = tmp_path
        response = client.post("/m/", b"", content_type="text/plain", headers={"Transfer-Encoding": "chunked"})

        assert response.status_code == HTTPStatus.LENGTH_REQUIRED
        assert "什么都没有改动" in response.content.decode()
