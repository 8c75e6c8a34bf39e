"""The reader's choice of size and theme, and the way back from choosing it."""

from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from linli.foundation.design import looks, web
from linli.foundation.design.context import look


def chosen(referer: str = "", **data: str) -> HttpResponse:
    headers = {"Referer": referer} if referer else {}
    return web.set_look(RequestFactory().post("/design/look/", data, headers=headers))


class TestSetLook:
    def test_keeps_known_choices_for_a_year_and_returns(self) -> None:
        response = chosen(mode="elder", size="largest", next="/c/2610407385")
        assert response["Location"] == "/c/2610407385"
        assert {name: morsel.value for name, morsel in response.cookies.items()} == {
            "linli_mode": "elder",
            "linli_size": "largest",
        }
        assert response.cookies["linli_mode"]["max-age"] == 31_536_000
        assert response.cookies["linli_mode"]["samesite"] == "Lax"

    def test_passes_over_what_it_does_not_know(self) -> None:
        assert not chosen(mode="huge", theme='dark" onload="').cookies

    @pytest.mark.parametrize(
        "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
    )
    def test_never_leads_out_of_the_site(self, there: str) -> None:
        assert chosen(next=there)["Location"] == "/"
        assert chosen(referer=there)["Location"] == "/"

    def test_goes_back_to_where_the_reader_was(self) -> None:
        assert chosen(referer="http://testserver/report")["Location"] == "http://testserver/report"

    def test_is_not_done_by_following_a_link(self) -> None:
        assert web.set_look(RequestFactory().get("/design/look/")).status_code == 405


class TestLook:
    def read(self, **cookies: str) -> looks.Look:
        request = RequestFactory().get("/")
        request.COOKIES.update({f"linli_{name}": value for name, value in cookies.items()})
        return look(request)["look"]

    def test_follows_the_device_until_something_is_chosen(self) -> None:
        assert self.read().attributes == 'data-theme="auto"'

    def test_large_type_is_light_unless_dark_was_chosen(self) -> None:
        assert self.read(mode="elder").attributes == 'data-theme="light" data-mode="elder" data-size="large"'
        assert 'data-theme="dark"' in self.read(mode="elder", theme="dark").attributes

    def test_single_keys_are_on_until_somebody_switches_them_off(self) -> None:
        assert "data-keys" not in self.read(keys="on").attributes
        assert self.read(keys="off").attributes == 'data-theme="auto" data-keys="off"'
        assert chosen(keys="off").cookies["linli_keys"].value == "off"

    def test_a_forged_cookie_counts_as_not_chosen(self) -> None:
        assert self.read(size='x" onload="', theme="<b>") == looks.Look()


class TestExamples:
    def test_show_every_part_to_those_who_build_pages(self, settings: Any) -> None:
        settings.DEBUG = True
        page = web.examples(RequestFactory().get("/design/")).content.decode()
        assert all(
            part in page for part in ("status-late", 'data-part="plan"', 'class="rating"', 'data-controller="reveal"')
        )

    def test_are_not_there_for_anybody_else(self) -> None:
        with pytest.raises(Http404):
            web.examples(RequestFactory().get("/design/"))
