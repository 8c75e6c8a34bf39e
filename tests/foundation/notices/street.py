"""What the tests of messages share: a place, its units, the readers who look, and notices to tell."""

from datetime import date
from typing import Any
from uuid import UUID

from linli.foundation.notices.send import Notice
from linli.foundation.notices.words import Kind
from linli.foundation.orgs.models import Unit, UnitKind
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.kernel.uuid7 import new_id

COMMUNITY, ELSEWHERE, STREET = "330106001001", "330106001002", "330106001"
PROPERTY, STATION = UUID(int=1), UUID(int=2)
CLERK = UUID(int=91)
JOB = job_reader(COMMUNITY)


def set_up_units() -> None:
    """Write a property firm with a mail address and a service station without one."""
    with reading(JOB):
        for unit_id, name, email in ((PROPERTY, "安和物业", "office@anhe.example"), (STATION, "安和服务站", "")):
            Unit.objects.create(
                id=unit_id,
                scope=COMMUNITY,
                name=name,
                kind=UnitKind.ENTERPRISE,
                email=email,
                valid_from_on=date(2020, 1, 1),
            )
        publish("units")


def notice(kind: Kind = Kind.CASE_DISPATCHED, **more: Any) -> Notice:
    """Return a notice of an event of its own."""
    data = {"code": "2610407385", "due_at": "2026-10-13T17:30:00+08:00", "unit": str(PROPERTY), "state": "已派单"}
    return Notice(**{"event_id": new_id(), "community": COMMUNITY, "kind": kind, "data": data, **more})


def of_unit(unit: UUID) -> Reader:
    """Return somebody of a unit."""
    return Reader(id=str(UUID(int=90)), territory=COMMUNITY, unit=unit, purpose=Purpose.ASSIST)


def staff(scope: str, unit: UUID | None = None) -> Reader:
    """Return a clerk of a territory."""
    return Reader(id=str(CLERK), territory=scope, unit=unit, purpose=Purpose.HANDLE)
