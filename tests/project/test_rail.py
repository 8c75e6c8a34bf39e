"""Each page of a role shows the same rail, whichever room the page belongs to."""

import pytest

from linli.foundation.accounts.roles import ADMINISTRATORS, Role
from linli.foundation.design.rail import RailItem, frame


def rail_of(role: str, *, current: str = "") -> list[RailItem]:
    rail = frame(role, current=current)["rail"]
    assert isinstance(rail, list)
    return rail


@pytest.mark.parametrize(
    ("role", "first", "others"),
    [
        (Role.SYSTEM_ADMIN, "/work/setup/", {"/work/calendar/", "/accounts/", "/accounts/me/"}),
        (Role.SECURITY_ADMIN, "/accounts/", {"/accounts/me/"}),
        (Role.AUDIT_ADMIN, "/work/audit/", {"/work/audit/check/", "/accounts/me/"}),
        (Role.CLERK, "/work/", {"/work/cases/", "/work/map/", "/work/intake/", "/work/inbox/", "/accounts/me/"}),
        (Role.UNIT_WORKER, "/work/", {"/work/cases/", "/work/ratings/", "/work/inbox/", "/accounts/me/"}),
    ],
)
def test_a_role_finds_its_pages(role: Role, first: str, others: set[str]) -> None:
    addresses = [item.url for item in rail_of(role)]

    assert addresses[0] == first
    assert others <= set(addresses)
    assert addresses[-1] == "/accounts/me/"


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_have_no_page_of_matters(role: Role) -> None:
    assert not {"/work/", "/work/cases/", "/work/map/", "/work/intake/"} & {item.url for item in rail_of(role)}


def test_the_lower_group_begins_once() -> None:
    for role in Role:
        assert sum(item.is_last_group for item in rail_of(role)) == 1


def test_the_page_that_is_open_is_marked() -> None:
    assert [item.url for item in rail_of(Role.CLERK, current="map") if item.current] == ["/work/map/"]
