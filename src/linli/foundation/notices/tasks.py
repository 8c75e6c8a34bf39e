"""The room's jobs: one per message that leaves the house, and forgetting what is old."""

from collections.abc import Iterable
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from linli.foundation.notices import delivery
from linli.foundation.notices.models import Message
from linli.kernel.periods import nightly

# 5 s, 25 s, 2 min, 10 min, 52 min: the message itself counts its attempts and says so when it gives up.
_AGAIN = RetryStrategy(max_attempts=delivery.MAX_ATTEMPTS, exponential_wait=5)


@app.task(name="notices.deliver", retry=_AGAIN)
def deliver(*, message_id: str, community: str) -> None:
    """Send one message, or find that there is nothing to send any more."""
    delivery.deliver(UUID(message_id), community=community)


@app.periodic(cron=nightly(41))
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """Delete old messages, community by community; ``timestamp`` is the second the run was due."""
    del timestamp
    delivery.forget_old()


def queue(messages: Iterable[Message]) -> None:
    """Queue messages for sending, in the running transaction and by one statement (none without messages).

    The jobs are written over Django's own connection: inside a worker the queue's application has another, and a job
    written there could run before its message is committed. Two jobs of one message never run at once.
    """
    jobs = [_job(message) for message in messages]
    if jobs:
        JobManager(DjangoConnector()).batch_defer_jobs(jobs)


def _job(message: Message) -> Job:
    configured = deliver.configure(
        lock=f"message:{message.id}",
        schedule_at=message.hold_until,
        task_kwargs={"message_id": str(message.id), "community": message.community},
    )
    return configured.job
