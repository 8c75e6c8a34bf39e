"""The first page: one community at once, several by choice; the street, the numbers, the other edition."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from linli.foundation.scope.context import reading
from linli.foundation.territory.models import Division
from linli.foundation.territory.queries import tree
from linli.project.demo import street
from linli.project.demo.readers import administrator

SECOND = "999901001002"


@pytest.fixture
def second_community(client: Client) -> Iterator[Client]:
    with reading(administrator("")):
        Division.objects.update_or_create(
            code=SECOND,
            defaults={
                "name": "望溪社区",
                "level": "community",
                "parent_id": SECOND[:9],
                "valid_from_on": date(2025, 1, 1),
                "valid_to_on": None,
            },
        )
        tree.forget()
    yield client
    with reading(administrator("")):
        Division.objects.filter(code=SECOND).update(valid_to_on=date(2025, 1, 2))
        tree.forget()


class TestOneCommunity:
    def test_it_is_the_first_page(self, client: Client) -> None:
        page = client.get("/").content.decode()

        assert "柳岸社区" in page
        assert "家门口有什么事？" in page
        assert f"/c/{street.COMMUNITY}/report/" in page

    def test_street_counts_and_numbers(self, client: Client) -> None:
        page = client.get("/").content.decode()

        assert '<svg class="elev"' in page
        assert "亮着的窗，是正在办的事" in page
        assert "9990 0366" in page
        assert all(f'href="tel:{number}"' in page for number in ("110", "119", "120"))

    def test_my_matters_know_where_to_ask(self, client: Client) -> None:
        page = client.get("/").content.decode()

        assert 'data-url="/m/states/"' in page
        assert 'data-link="/m/{code}/{key}/"' in page

    def test_the_large_edition_has_two_big_actions(self, client: Client) -> None:
        client.cookies["linli_mode"] = "elder"

        page = client.get("/").content.decode()

        assert 'data-mode="elder"' in page
        assert "打电话，请人替我填" in page
        assert "先打 119，再告诉我们" in page

    def test_nothing_inline(self, client: Client) -> None:
        page = client.get("/").content.decode()

        assert " style=" not in page
        assert "<style" not in page
        assert "onclick" not in page

    def test_english(self, client: Client) -> None:
        client.cookies["linli_language"] = "en"

        assert "Report something" in client.get("/").content.decode()

    def test_an_address_that_leads_nowhere(self, client: Client) -> None:
        response = client.get("/nothing/")

        assert response.status_code == 404
        assert "从首页可以报事" in response.content.decode()


@pytest.mark.usefixtures("second_community")
class TestSeveralCommunities:
    def test_people_choose_by_name(self, client: Client) -> None:
        page = client.get("/", {"q": "望溪"}).content.decode()

        assert "您住在哪个社区？" in page
        assert f"/c/{SECOND}/" in page
        assert f"/c/{street.COMMUNITY}/" not in page

    def test_nothing_found_says_what_to_do(self, client: Client) -> None:
        assert "少写几个字" in client.get("/c/", {"q": "没有"}).content.decode()

    def test_the_choice_is_remembered(self, client: Client) -> None:
        client.get(f"/c/{SECOND}/")

        page = client.get("/").content.decode()

        assert f"/c/{SECOND}/report/" in page
        assert "换个社区" in page
