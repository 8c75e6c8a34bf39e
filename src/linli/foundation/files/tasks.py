"""The room's regular work: bytes that belong to no photo are deleted every night."""

from procrastinate.contrib.django import app

from linli.foundation.files import store
from linli.kernel.periods import nightly


@app.periodic(cron=nightly(53))
@app.task(name="files.sweep", queueing_lock="files.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Delete what was sent with reports that were never finished; ``timestamp`` is the second the run was due."""
    del timestamp
    store.sweep()
