"""The room's jobs: read a file that somebody handed in, and forget old files."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from linli.domains.residents.actions.follow_grids import follow_grids
from linli.domains.residents.actions.importing import import_residents
from linli.domains.residents.actions.prepare import prepare
from linli.domains.residents.actions.queueing import KIND, TASK
from linli.foundation.imports import uploads
from linli.foundation.imports.models import UploadState
from linli.foundation.imports.sheets import UnreadableSheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory


@app.task(name=TASK)
def read_upload(*, upload_id: str, community: str) -> None:
    """Read a file's rows; one that was read, stopped or erased before is left alone.

    A job begun again after its worker died goes over the first rows once more, which changes nothing.
    """
    reader, own = job_reader(community), UUID(upload_id)
    with reading(reader):
        try:
            upload = uploads.upload_of(own, kind=KIND)
            data = uploads.content(upload)
        except uploads.NoSuchUpload:
            return
        if upload.state not in (UploadState.QUEUED, UploadState.RUNNING):
            return
    columns = {int(column): field for column, field in upload.columns.items()}

    def progress(done: int, _rows: int) -> bool:
        with reading(reader):
            return uploads.note_progress(own, done=done)

    try:
        prepared = prepare(data, file_name=upload.file_name, columns=columns)
    except UnreadableSheet:
        with reading(reader):
            uploads.finish(own, state=UploadState.FAILED, counts={})
        return
    outcome = import_residents(
        prepared,
        community=community,
        source=upload.source,
        reader=reader,
        stated_on=upload.stated_on,
        progress=progress,
    )
    counts = {"added": outcome.added, "changed": outcome.changed, "same": outcome.same, "faulty": outcome.faulty}
    state = UploadState.DONE if outcome.is_complete else UploadState.STOPPED
    with reading(reader):
        uploads.finish(own, state=state, counts=counts, faulty=outcome.faults)


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


@app.periodic(cron="53 3 * * *")
@app.task(name="residents.forget_uploads", queueing_lock="residents.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Delete files and faulty rows a week old, community by community; ``timestamp`` is when the run was due."""
    del timestamp
    for code in territory.every_community():
        with reading(job_reader(code)):
            uploads.forget(code, at=timezone.now())
