"""The room's regular work: sessions that are over are deleted every night."""

from procrastinate.contrib.django import app

from linli.foundation.accounts.session import sweep_sessions
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.kernel.periods import nightly


@app.periodic(cron=nightly(5))
@app.task(name="accounts.sweep_sessions", queueing_lock="accounts.sweep_sessions", pass_context=False)
def sweep(timestamp: int) -> None:
    """Delete sessions that have run out; ``timestamp`` is the second the run was due."""
    del timestamp
    with reading(job_reader("")):
        sweep_sessions()
