"""The room's regular work: calls that no longer count are forgotten every hour."""

from django.utils import timezone
from procrastinate.contrib.django import app

from linli.foundation.apikeys.counting import forget_calls
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader


@app.periodic(cron="17 * * * *")
@app.task(name="apikeys.forget_calls", queueing_lock="apikeys.forget_calls", pass_context=False)
def forget(timestamp: int) -> None:
    """Forget who called when; ``timestamp`` is the second the run was due."""
    del timestamp
    with reading(job_reader("")):
        forget_calls(now=timezone.now())
