"""The portal's regular work: what opens matters for other systems is erased after a year."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.kernel.periods import nightly
from linli.portals.interop.models import HandedIn

KEPT = timedelta(days=365)


@app.periodic(cron=nightly(23))
@app.task(name="interop.forget_handed_in", queueing_lock="interop.forget_handed_in", pass_context=False)
def forget(timestamp: int) -> None:
    """Erase by which key a matter came and what opens its course; ``timestamp`` is the second the run was due."""
    del timestamp
    with reading(job_reader("")):
        HandedIn.objects.filter(at__lt=timezone.now() - KEPT).delete()
