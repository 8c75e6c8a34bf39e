"""The room's regular work: the file of signed heads is made short every night."""

from procrastinate.contrib.django import app

from linli.foundation.audit import heads
from linli.kernel.periods import nightly


@app.periodic(cron=nightly(29))
@app.task(name="audit.compact_heads", queueing_lock="audit.compact_heads", pass_context=False)
def compact(timestamp: int) -> None:
    """Keep the newest signed head of each chain; ``timestamp`` is the second the run was due."""
    del timestamp
    heads.compact()
