"""The demo community, built for real and committed, for tests that look at it from outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from tests import databases

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast


@contextmanager
def standing_town(blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """Keep a demo community of one's own while the block runs."""
    with blocker.unblock(), databases.stage("town_linli") as cast:  # type: ignore[attr-defined]
        yield cast


def close(cast: Cast, case_id: UUID) -> None:
    """Take a matter through dispatch (where the words did not suffice), work, and verification by somebody else."""
    _dispatch(cast, case_id)
    with reading(cast.readers["jiedao"]):
        lead = next(line.unit_id for line in cases.case_page(case_id).units if line.role == "lead")
    worker = cast.of_unit(lead)
    assert worker is not None
    _take(worker, case_id, "receive")
    _take(worker, case_id, "answer", then=("sign_off",), text="灯泡换好了")
    _take(cast.readers["heshi"], case_id, "verify", text="晚上去看过，亮了")


def _dispatch(cast: Cast, case_id: UUID) -> None:
    clerk = cast.readers["heshuning"]
    with reading(clerk):
        state = cases.case_page(case_id).state
    if state == "received":
        _take(clerk, case_id, "accept")
    if state in {"received", "accepted"}:
        _take(clerk, case_id, "dispatch", lead=str(cast.units["property"]))


def _take(reader: Reader, case_id: UUID, action: str, *, then: tuple[str, ...] = (), **form: object) -> None:
    with reading(reader):
        version = cases.case_page(case_id).version
        cases.take_step(cases.StepOrder(case_id=case_id, action=action, version=version, form=form, then=then))
