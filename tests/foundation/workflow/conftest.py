"""The shipped procedure and limits, a small published calendar, and a matter to walk with."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.foundation.workflow.walk import Matter, shipped_body

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.procedure import ProcedureBody, parse
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import WorkCalendar


@pytest.fixture(scope="session")
def procedure() -> ProcedureBody:
    return parse(shipped_body("workflow", "procedures/grid_event.json"), version=1)


@pytest.fixture(scope="session")
def limits() -> LimitsTable:
    return LimitsTable.parse(shipped_body("rulepacks", "packs/limits.grid_event.json")["body"])


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    """2026 with the make-up Saturday after the October holiday."""
    return WorkCalendar(version=3, days={date(2026, 10, 10): True}, published_years=frozenset({2026}))


@pytest.fixture
def matter(procedure: ProcedureBody, limits: LimitsTable, calendar: WorkCalendar) -> Matter:
    return Matter(procedure=procedure, limits=limits, calendar=calendar).open()


@pytest.fixture
def lead() -> UUID:
    return new_id()


@pytest.fixture
def helper() -> UUID:
    return new_id()
