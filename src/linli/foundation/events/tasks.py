"""The room's regular work: done events are forgotten after a month."""

from procrastinate.contrib.django import app

from linli.foundation.events import relay
from linli.kernel.periods import nightly


@app.periodic(cron=nightly(17))
@app.task(name="events.forget_done", queueing_lock="events.forget_done", pass_context=False)
def forget_done(timestamp: int) -> None:
    """Delete done rows older than a month; ``timestamp`` is the second the run was due."""
    del timestamp
    relay.forget_done()
