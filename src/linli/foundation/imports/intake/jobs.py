"""Queues a file for reading and reads it in the background: one that was read, stopped or erased is left alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from linli.foundation.imports import uploads
from linli.foundation.imports.intake.running import Progress
from linli.foundation.imports.models import Upload, UploadState
from linli.foundation.imports.sheets import UnreadableSheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file whose turn it is: its row, its bytes, what its columns were said to hold, and who reads it."""

    upload: Upload
    data: bytes
    columns: dict[int, str]
    reader: Reader
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How reading went: what is counted, the workbook of faulty rows (empty: none), and whether it came to the end."""

    counts: Mapping[str, int]
    faults: bytes
    is_complete: bool


def queue(upload: Upload, *, task: str) -> None:
    """Queue a file for reading by the job's name, in the running transaction.

    Files of one kind and community are read one after the other.
    """
    configured = app.configure_task(
        task,
        allow_unknown=True,
        lock=f"{task}:{upload.community}",
        task_kwargs={"upload_id": str(upload.id), "community": upload.community},
    )
    JobManager(DjangoConnector()).batch_defer_jobs([configured.job])


def read_queued(upload_id: str, *, community: str, kind: str, read: Callable[[Waiting], Result]) -> None:
    """Read a file's rows with ``read`` and note how it went.

    A job begun again after its worker died goes over the first rows once more, which must change nothing.
    """
    reader, own = job_reader(community), UUID(upload_id)
    with reading(reader):
        try:
            upload = uploads.upload_of(own, kind=kind)
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
        found = read(Waiting(upload=upload, data=data, columns=columns, reader=reader, progress=progress))
    except UnreadableSheet:
        with reading(reader):
            uploads.finish(own, state=UploadState.FAILED, counts={})
        return
    state = UploadState.DONE if found.is_complete else UploadState.STOPPED
    with reading(reader):
        uploads.finish(own, state=state, counts=found.counts, faulty=found.faults)
