"""The rail: what a role has of it, and what a phone puts behind "More"."""

import pytest

from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail


@pytest.mark.parametrize("role", [Role.CLERK, Role.STREET_OFFICIAL, Role.GRID_WORKER])
def test_who_has_many_doors_finds_the_rare_ones_behind_more(role: Role) -> None:
    shown = rail.frame(role, current="rates")
    doors, more = shown["rail"], shown["more_doors"]
    assert isinstance(doors, list)
    assert isinstance(more, list)
    assert len(doors) > rail.MOST_ON_A_PHONE
    assert len(doors) - len(more) + 1 <= rail.MOST_ON_A_PHONE
    assert more == [door for door in doors if door.is_rare]
    assert shown["is_more_current"] is True


def test_who_has_few_doors_sees_them_all() -> None:
    shown = rail.frame(Role.UNIT_WORKER, current="todo")
    assert shown["more_doors"] == []
    assert shown["is_more_current"] is False
