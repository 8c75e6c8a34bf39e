"""The room's jobs: sending what is due for one receiver, looking for what nobody sent, forgetting what is old."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from linli.foundation.webhooks import sending
from linli.kernel.periods import nightly


@app.task(name="webhooks.send")
def send(*, subscription_id: str) -> None:
    """Send what is due for one receiver; what fails queues its own next attempt."""
    again_at = sending.drain(UUID(subscription_id))
    if again_at is not None:
        queue([UUID(subscription_id)], at=again_at)


@app.periodic(cron="* * * * *")
@app.task(name="webhooks.look", queueing_lock="webhooks.look")
def look(timestamp: int) -> None:
    """Queue receivers for whom something is due: what a killed worker left, and receivers that have rested."""
    del timestamp
    queue(sending.receivers_due())


@app.periodic(cron=nightly(47))
@app.task(name="webhooks.forget_old", queueing_lock="webhooks.forget_old")
def forget_old(timestamp: int) -> None:
    """Delete old deliveries; ``timestamp`` is the second the run was due."""
    del timestamp
    sending.forget_old()


def queue(subscription_ids: Iterable[UUID], *, at: datetime | None = None) -> None:
    """Queue receivers by one statement over Django's own connection, so that a job never runs before the commit.

    Two jobs of one receiver never run at once: the order within a matter needs no more than that and the claims.
    """
    jobs = [
        send.configure(lock=f"webhooks:{one}", schedule_at=at, task_kwargs={"subscription_id": str(one)}).job
        for one in dict.fromkeys(subscription_ids)
    ]
    if jobs:
        JobManager(DjangoConnector()).batch_defer_jobs(jobs)
