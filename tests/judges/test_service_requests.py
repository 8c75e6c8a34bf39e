"""Ten thousand requests of another city, taken through the engine with that city's own clocks and moments.

Baltimore published when each request was made, when it was due, and when it was closed. Each ends here in the state
that its status says, and on the side of its due date that its close date says; the due date itself is reckoned from
the kind's limit alone. A kind that the city gave no limit has none to keep.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import pytest
from tests.foundation.workflow.walk import Matter, person, shipped_body
from tests.shared_data import shared_file

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.procedure import parse
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import SHANGHAI, WorkCalendar

pytestmark = pytest.mark.judge

ROWS = 10_000
MOMENT = "%m/%d/%Y %I:%M:%S %p"
WHERE = {"New": "received", "Open": "accepted", "Pending": "handling", "In Progress": "handling", "Closed": "closed"}
"""The state in which a request of each status is; what stands behind it in brackets says how it got there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One row: what it was about, its status, and three moments of which two may be missing."""

    kind: str
    status: str
    made_at: datetime
    due_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def read(cls, row: dict[str, str]) -> Self:
        """Read a row; the city's clock is read as ours, so that a day has 24 hours on every day of the year."""
        made, due, closed = (_moment(row[name]) for name in ("CreatedDate", "DueDate", "CloseDate"))
        assert made is not None
        return cls(
            kind=row["SRType"], status=row["SRStatus"].split(" (")[0], made_at=made, due_at=due, closed_at=closed
        )

    @property
    def side(self) -> str:
        """On which side of its due date it was closed, if it was and had one."""
        if self.due_at is None:
            return "no due date"
        if self.closed_at is None:
            return "open"
        return "in time" if self.closed_at <= self.due_at else "late"


def _moment(text: str) -> datetime | None:
    return datetime.strptime(text, MOMENT).replace(tzinfo=SHANGHAI) if text else None


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    path = shared_file("service_requests/baltimore311_sample.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [Request.read(row) for row in csv.DictReader(lines)]


def city_limits(requests: list[Request]) -> LimitsTable:
    """Return the shipped limits with the promise of each kind as the city keeps it, in hours.

    One request tells the kind's limit: the last one made. All others have to agree with it.
    """
    body: dict[str, Any] = shipped_body("rulepacks", "packs/limits.grid_event.json")["body"]
    hours = {one.kind: (one.due_at - one.made_at).total_seconds() / 3600 for one in requests if one.due_at}
    own = [{"kind": kind, "amount": int(given), "unit": "natural_hours"} for kind, given in hours.items()]
    return LimitsTable.parse({"clocks": {**body["clocks"], "reply": [*body["clocks"]["reply"], *own]}})


def lived(requests: list[Request]) -> Iterator[tuple[Request, Matter]]:
    """Take every request through the engine, as far as its status says."""
    procedure = parse(shipped_body("workflow", "procedures/grid_event.json"), version=1)
    years = frozenset(one.made_at.year for one in requests)
    calendar, limits = WorkCalendar(version=1, days={}, published_years=years), city_limits(requests)
    for one in requests:
        matter = Matter(procedure=procedure, limits=limits, calendar=calendar, now=one.made_at)
        matter.open(kind=one.kind, urgency="normal")
        unit = new_id()
        if one.status != "New":
            matter.do("accept", person("dispatcher"))
        if one.status in {"Pending", "In Progress", "Closed"}:
            matter.do("dispatch", person("dispatcher"), lead=unit)
        if one.status == "Closed":
            assert one.closed_at is not None
            matter.now = one.closed_at
            matter.worked(unit).do("verify", person("verifier"), text="复查过")
        yield one, matter


class TestTheCitysRequests:
    def test_every_one_ends_in_its_state_and_on_its_side(self, requests: list[Request]) -> None:
        assert len(requests) == ROWS
        wrong: Counter[str] = Counter()
        sides: Counter[str] = Counter()
        for one, matter in lived(requests):
            (promise,) = (clock for clock in matter.snapshot.clocks if clock.name == "reply")
            wrong["state"] += matter.snapshot.state != WHERE[one.status]
            wrong["due"] += one.due_at is not None and promise.due.at != one.due_at
            wrong["side"] += one.due_at is not None and side_of(promise.ended_at, promise.due.at) != one.side
            sides[one.side] += 1
        assert wrong.total() == 0, wrong
        assert sides == {"in time": 7988, "late": 1567, "open": 159, "no due date": 286}


def side_of(ended_at: datetime | None, due_at: datetime) -> str:
    """On which side of the engine's own due moment the promise ended."""
    if ended_at is None:
        return "open"
    return "in time" if ended_at <= due_at else "late"
