from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.portals.setup.conftest import COMMUNITY, SET_UP, STREET, squares

from linli.domains.places import facade as places
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import reading
from linli.kernel.geo import Datum

Enter = Callable[..., Client]
BUILDINGS = f"/work/setup/{COMMUNITY}/buildings/"
RULE = {"stairs": "2", "floors": "6", "rooms_per_floor": "2", "first_floor": "1", "skipped_floors": "4"}


@pytest.fixture
def address(founded: None) -> str:  # noqa: ARG001 - the community stands
    with reading(SET_UP):
        places.import_buildings(COMMUNITY, squares(2, floors=6).read(), datum=Datum.WGS84)
        return f"{BUILDINGS}{places.buildings_of(COMMUNITY)[0].id}/rooms/"


def count() -> int:
    with reading(SET_UP):
        return places.count_dwellings(COMMUNITY)


class TestRooms:
    def test_a_rule_is_looked_at_before_anything_is_made(self, enter: Enter, address: str) -> None:
        browser = enter()
        assert "No dwelling yet." in browser.get(address).content.decode()
        page = browser.post(address, RULE)
        assert (page.context["preview"].new, count()) == (24, 0)
        assert "702" in page.content.decode()
        assert "402" not in page.content.decode()

    def test_what_was_looked_at_is_made_once(self, enter: Enter, address: str) -> None:
        browser = enter()
        said = {**dict(browser.post(address, RULE).context["rule"]), "make": "1"}
        for _time in range(2):
            assert browser.post(address, said).status_code == 302
            assert count() == 24
        assert "24 there already" in browser.post(address, RULE).content.decode()

    @pytest.mark.parametrize(
        "wrong", [{"floors": "0"}, {"floors": "201"}, {"first_floor": "8"}, {"skipped_floors": "four"}, {"stairs": "x"}]
    )
    def test_a_rule_that_gives_nothing_is_said_at_its_field(
        self, enter: Enter, address: str, wrong: dict[str, str]
    ) -> None:
        assert enter().post(address, {**RULE, **wrong, "make": "1"}).status_code == 422
        assert count() == 0

    def test_another_communitys_building_is_not_there(self, enter: Enter, address: str) -> None:
        browser = enter(scope=STREET)
        assert browser.get(f"{BUILDINGS}{uuid4()}/rooms/").status_code == 404
        assert browser.get(address.replace(COMMUNITY, f"{STREET}009")).status_code == 404

    def test_a_clerk_is_refused(self, enter: Enter, address: str) -> None:
        browser = enter(Role.CLERK, COMMUNITY)
        assert browser.post(address, {**RULE, "make": "1"}).status_code == 403
        assert browser.get(f"{BUILDINGS}rooms/").status_code == 403


class TestAllRooms:
    def test_all_buildings_are_laid_out_after_a_look(self, enter: Enter, address: str) -> None:  # noqa: ARG002 - two stand
        browser = enter()
        rule = {name: value for name, value in RULE.items() if name != "floors"}
        page = browser.post(f"{BUILDINGS}rooms/", rule)
        assert (page.context["plan"].dwellings, count()) == (48, 0)
        made = browser.post(f"{BUILDINGS}rooms/", {**dict(page.context["rule"]), "make": "1"}, follow=True)
        assert "48 dwellings added in 2 buildings." in made.content.decode()
        assert count() == 48
