"""The room's jobs: one per message that leaves the house, and forgetting what is old."""

from datetime import datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.foundation.notices import delivery

# 5 s, 25 s, 2 min, 10 min, 52 min: the message itself counts its attempts and says so when it gives up.
_AGAIN = RetryStrategy(max_attempts=delivery.MAX_ATTEMPTS, exponential_wait=5)


@app.task(name="notices.deliver", retry=_AGAIN)
def deliver(*, message_id: str, community: str) -> None:
    """Send one message, or find that there is nothing to send any more."""
    delivery.deliver(UUID(message_id), community=community)


@app.periodic(cron="41 3 * * *")
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """Delete old messages, community by community; ``timestamp`` is the second the run was due."""
    del timestamp
    delivery.forget_old()


def queue(message_id: UUID, *, community: str, not_before: datetime | None) -> None:
    """Queue a message for sending in the running transaction; two jobs of one message never run at once."""
    job = deliver.configure(lock=f"message:{message_id}", schedule_at=not_before)
    job.defer(message_id=str(message_id), community=community)
