"""What people do in these tests, each act in a transaction of its own, committed."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Entry
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.queries.words import procedure_of
from linli.foundation.events import relay
from linli.foundation.files import store as files
from linli.foundation.notices.models import Message
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.foundation.workflow.replay import differences, rebuild
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.street import COMMUNITY

LIFT = "电梯又停了，门关不上"
MONDAY = datetime(2026, 9, 28, 10, 0, tzinfo=SHANGHAI)
"""Three working days before the National Day holiday of 2026 (1 to 7 October; Saturday the 10th is worked)."""


def report(
    text: str = LIFT,
    *,
    by: Reader | None = None,
    at: datetime | None = None,
    token: str = "",
    channel: str = "web",
    **more: object,
) -> cases.Opened:
    """Hand a report in, as a resident unless staff is named."""
    order = cases.OpenCase(community=COMMUNITY, text=text, token=token or str(uuid4()), channel=channel)
    with reading(by or Reader()):
        return cases.open_case(replace(order, **more), at=at)  # type: ignore[arg-type]


def step(
    by: Reader,
    case_id: UUID,
    action: str,
    *,
    at: datetime | None = None,
    then: tuple[str, ...] = (),
    version: int | None = None,
    photos: tuple[object, ...] = (),
    **form: object,
) -> cases.StepDone:
    """Take a step on a page made just before, or on one of an older version."""
    with reading(by):
        seen = cases.case_page(case_id, at=at).version if version is None else version
        order = cases.StepOrder(case_id=case_id, action=action, version=seen, then=then, form=form, photos=photos)
        return cases.take_step(order, at=at)


def page(by: Reader, case_id: UUID, *, at: datetime | None = None) -> cases.CasePage:
    """Open a matter's page."""
    with reading(by):
        return cases.case_page(case_id, at=at)


def row(case_id: UUID) -> Case:
    """Return a matter's row as the community's job sees it."""
    with reading(job_reader(COMMUNITY)):
        return Case.objects.get(pk=case_id)


def told(kind: str) -> list[Message]:
    """Return the messages of a kind that are there once all that was announced has been heard."""
    relay.drain()
    with reading(job_reader(COMMUNITY)):
        return list(Message.objects.filter(kind=kind))


class Recorded:
    """An entry's row with the names the replay reads."""

    def __init__(self, entry: Entry) -> None:
        self.action, self.at, self.data = entry.action, entry.at, entry.data
        self.actor = None if entry.actor in ("public", "job") else UUID(entry.actor)


def unlike_its_entries(case_id: UUID) -> tuple[str, ...]:
    """Return in what a matter as it is stored differs from what its entries alone say."""
    with reading(job_reader(COMMUNITY)):
        loaded = load(case_id)
        entries = [Recorded(entry) for entry in Entry.objects.filter(case=case_id).order_by("number")]
        procedure = procedure_of(loaded.case.procedure, loaded.case.procedure_version)
    return differences(rebuild(procedure, entries), loaded.snapshot)


def finish(by: Reader, case_id: UUID, *, at: datetime | None = None) -> None:
    """Receive, answer and sign off a unit's part."""
    step(by, case_id, "receive", at=at)
    step(by, case_id, "answer", at=at, then=("sign_off",), text="换了门机皮带，试了二十次都正常")


def photo() -> files.StoredPhoto:
    """Return a small photo as the upload's reader stored it."""
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(held, "JPEG")
    held.seek(0)
    return files.take_photo(held)


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """Count the statements of a block, without BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as captured:
        yield captured


def statements(captured: CaptureQueriesContext) -> int:
    """Return how many statements were sent, transaction control left out."""
    control = ("BEGIN", "COMMIT", "ROLLBACK")
    return sum(not query["sql"].startswith(control) for query in captured.captured_queries)
