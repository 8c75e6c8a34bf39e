from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.portals.setup.conftest import COMMUNITY, ELSEWHERE, SET_UP, STREET

from linli.foundation.accounts.roles import Role
from linli.foundation.apikeys.queries import KeyRef, keys_for
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.context import reading

Enter = Callable[..., Client]
KEYS, NEW = (reverse(name, args=[COMMUNITY]) for name in ("setup:keys", "setup:new_key"))


def said(**more: object) -> dict[str, object]:
    with reading(SET_UP):
        station = orgs.units_of_kind(COMMUNITY, kind=UnitKind.SERVICE_STATION)[0]
    day = timezone.localdate() + timedelta(days=30)
    form = {"request": str(uuid4()), "name": "Hotline", "unit": str(station.id), "may": ["read", "write"]}
    return {**form, "scope": COMMUNITY, "expires_on": day.isoformat(), **more}


def there() -> tuple[KeyRef, ...]:
    with reading(SET_UP):
        return keys_for(COMMUNITY)


class TestKeys:
    @pytest.fixture(autouse=True)
    def addresses(self, settings: object) -> None:
        settings.ROOT_URLCONF = "linli.project.urls"  # type: ignore[attr-defined] - the page names the interface

    def test_a_key_is_shown_once_and_a_form_sent_twice_makes_one(self, enter: Enter) -> None:
        browser, form = enter(), said()
        page = browser.post(NEW, form)
        secret = page.context["key"].secret
        assert secret in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        again = browser.post(NEW, form, follow=True).content.decode()
        assert secret not in again
        assert "This key was made already" in again
        assert [(key.name, key.can_write, key.is_good) for key in there()] == [("Hotline", True, True)]

    def test_revoked_it_stays_in_the_list(self, enter: Enter) -> None:
        browser = enter()
        browser.post(NEW, said())
        (key,) = there()
        for _time in range(2):
            assert browser.post(reverse("setup:revoke_key", args=[COMMUNITY, key.id])).status_code == 302
        assert "Revoked" in browser.get(KEYS).content.decode()
        assert not there()[0].is_good

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"name": ""}, "name"),
            ({"may": []}, "may"),
            ({"expires_on": "2020-01-01"}, "expires_on"),
            ({"expires_on": "soon"}, "expires_on"),
            ({"scope": "440305002001"}, "scope"),
            ({"scope": STREET}, "unit"),
            ({"request": "x"}, "request"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, enter: Enter, more: dict[str, object], field: str) -> None:
        page = enter().post(NEW, said(**more))
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
        assert there() == ()

    def test_nobody_but_the_system_administrator_of_the_place(self, enter: Enter) -> None:
        assert enter(Role.SECURITY_ADMIN).get(KEYS).status_code == 403

    def test_another_places_key_is_not_there(self, enter: Enter) -> None:
        browser = enter()
        assert browser.post(reverse("setup:revoke_key", args=[COMMUNITY, uuid4()])).status_code == 404
        assert browser.get(reverse("setup:keys", args=[ELSEWHERE])).status_code == 404
