"""The room's jobs: read a file that somebody handed in, and follow the grids."""

from django.utils import timezone
from procrastinate.contrib.django import app

from linli.domains.residents.actions.follow_grids import follow_grids
from linli.domains.residents.actions.importing import import_residents
from linli.domains.residents.actions.prepare import prepare
from linli.domains.residents.actions.queueing import KIND, TASK
from linli.foundation.imports.intake.jobs import Result, Waiting, read_queued
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory


@app.task(name=TASK)
def read_upload(*, upload_id: str, community: str) -> None:
    """Read a file's rows; one that was read, stopped or erased before is left alone."""
    read_queued(upload_id, community=community, kind=KIND, read=_read)


def _read(waiting: Waiting) -> Result:
    upload = waiting.upload
    outcome = import_residents(
        prepare(waiting.data, file_name=upload.file_name, columns=waiting.columns),
        community=upload.community,
        source=upload.source,
        reader=waiting.reader,
        stated_on=upload.stated_on,
        progress=waiting.progress,
    )
    counts = {"added": outcome.added, "changed": outcome.changed, "same": outcome.same, "faulty": outcome.faulty}
    return Result(counts=counts, faults=outcome.faults, is_complete=outcome.is_complete)


@app.periodic(cron="3 * * * *")
@app.task(name="residents.follow_grids", queueing_lock="residents.follow_grids")
def follow(timestamp: int) -> None:
    """Follow the grids that begin today, at whatever hour a day begins; ``timestamp`` is when the run was due."""
    del timestamp
    with reading(job_reader("")):
        communities = territory.communities_with_new_grids(timezone.localdate())
    for code in communities:
        with reading(job_reader(code)):
            follow_grids(code)
