"""What people do in tests about second looks, each act in a transaction of its own, committed."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.domains.cases.acting import LIFT, MONDAY, finish, report, step

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast

NEXT_DAY = MONDAY + timedelta(days=1)


def closed(cast: Cast, text: str = LIFT, *, at: datetime = MONDAY, **more: object) -> cases.Opened:
    one = report(text, at=at, **more)  # type: ignore[arg-type]
    finish(cast.readers["wuye"], one.case_id, at=at + timedelta(minutes=30))
    step(cast.readers["heshi"], one.case_id, "verify", at=at + timedelta(hours=2))
    return one


def looks(reader: Reader, case_id: UUID) -> tuple[cases.LookLine, ...]:
    with reading(reader):
        return cases.case_page(case_id).looks


def draw(cast: Cast, *, at: datetime = NEXT_DAY) -> UUID:
    with reading(cast.readers["jiedao"]):
        return cases.draw_rechecks("2026-09", at=at)


def ask(by: Reader, case_id: UUID, kind: str, *, at: datetime = NEXT_DAY) -> None:
    with reading(by):
        cases.ask_look(case_id, kind, version=cases.case_page(case_id).version, reason="现场办不到", at=at)


def decide(by: Reader, case_id: UUID, *, is_upheld: bool, reason: str = "看过了", at: datetime = NEXT_DAY) -> None:
    with reading(by):
        look = next(one for one in cases.case_page(case_id).looks if one.state == "open")
        version = cases.case_page(case_id).version
        cases.decide_look(cases.Decision(look_id=look.id, version=version, is_upheld=is_upheld, reason=reason), at=at)


def waiting(reader: Reader) -> set[str]:
    with reading(reader):
        found = cases.todo_list(tab="looks")
    return {one.code for group in found.groups for one in group.rows} if found.tab == "looks" else set()
