"""The shipped packs, read as the program reads them."""

from __future__ import annotations

import pytest

from linli.foundation.rulepacks.actions import NewRules, shipped
from linli.foundation.rulepacks.danger import DangerPack
from linli.foundation.rulepacks.kinds import Kind, parse_kinds


@pytest.fixture(scope="session")
def packs() -> dict[str, NewRules]:
    return {pack.code: pack for pack in shipped()}


@pytest.fixture(scope="session")
def kinds(packs: dict[str, NewRules]) -> tuple[Kind, ...]:
    return parse_kinds(packs["kinds.grid_event"].body)


@pytest.fixture(scope="session")
def danger(packs: dict[str, NewRules]) -> DangerPack:
    return DangerPack.parse(packs["danger.words"].body)
