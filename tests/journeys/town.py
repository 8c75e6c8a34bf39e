"""The demo community, built for real and committed, for tests that look at it from outside."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import Published
from linli.foundation.scope.reader import Reader
from linli.project.demo.build import build_community
from linli.project.demo.readers import Cast


def forget_published() -> None:
    """Empty every cache of published things: a truncated database begins its version numbers anew."""
    for thing in gc.get_objects():
        if isinstance(thing, Published):
            thing.forget()


@contextmanager
def standing_town(blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """Build the demo community, keep it while the block runs, and empty every table afterwards."""
    with blocker.unblock():  # type: ignore[attr-defined]
        forget_published()
        yield build_community()
        settings = connections["owner"].settings_dict
        connections["default"].close()
        with psycopg.connect(
            host=settings["HOST"],
            port=settings["PORT"] or 5432,
            user=settings["USER"],
            password=settings["PASSWORD"],
            dbname=str(connections["default"].settings_dict["NAME"]),
            autocommit=True,
        ) as owner:
            names = owner.execute(
                "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
            ).fetchone()
            assert names is not None
            owner.execute(f"TRUNCATE {names[0]} RESTART IDENTITY CASCADE".encode())
        forget_published()


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
