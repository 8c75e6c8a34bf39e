"""The room's regular work: removed filters, and those of closed accounts, are deleted every night."""

from procrastinate.contrib.django import app

from linli.foundation.lists import actions
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.kernel.periods import nightly


@app.periodic(cron=nightly(11))
@app.task(name="lists.sweep", queueing_lock="lists.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Delete what nobody can take back any more; ``timestamp`` is the second the run was due."""
    del timestamp
    with reading(job_reader("")):
        actions.sweep()
