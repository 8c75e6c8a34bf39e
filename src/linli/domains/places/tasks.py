"""The room's job: read a sheet of rooms that somebody handed in."""

from procrastinate.contrib.django import app

from linli.domains.places.roomsheets.columns import prepare
from linli.domains.places.roomsheets.importing import KIND, TASK, import_rooms
from linli.foundation.imports.intake.jobs import Result, Waiting, read_queued


@app.task(name=TASK)
def read_upload(*, upload_id: str, community: str) -> None:
    """Read a sheet's rows; one that was read, stopped or erased before is left alone."""
    read_queued(upload_id, community=community, kind=KIND, read=_read)


def _read(waiting: Waiting) -> Result:
    upload = waiting.upload
    prepared = prepare(waiting.data, file_name=upload.file_name, columns=waiting.columns)
    outcome = import_rooms(prepared, community=upload.community, reader=waiting.reader, progress=waiting.progress)
    counts = {
        "added": outcome.added,
        "same": outcome.same,
        "sized": len(outcome.sizes),
        "faulty": outcome.faulty,
    }
    return Result(counts=counts, faults=outcome.faults, is_complete=outcome.is_complete)
