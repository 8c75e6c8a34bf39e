"""The room's job: forget files and faulty rows after a week."""

from django.utils import timezone
from procrastinate.contrib.django import app

from linli.foundation.imports import uploads
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory
from linli.kernel.periods import nightly


@app.periodic(cron=nightly(53))
@app.task(name="imports.forget_uploads", queueing_lock="imports.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Delete files and faulty rows a week old, community by community; ``timestamp`` is when the run was due."""
    del timestamp
    for code in territory.every_community():
        with reading(job_reader(code)):
            uploads.forget(code, at=timezone.now())
