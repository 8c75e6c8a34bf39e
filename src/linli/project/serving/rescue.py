"""Gives jobs that a dead worker left running to a living one, within a minute of its death.

A worker writes a heartbeat every ten seconds; thirty seconds of silence mean it is dead; this loop looks every ten.
"""

from __future__ import annotations

import asyncio
import logging

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

LOOK_EVERY_SECONDS = 10.0
MOST_ATTEMPTS = 5  # a job that killed this many workers will kill the next one too

log = logging.getLogger(__name__)


async def rescue_loop(app: App, *, stalled_seconds: float) -> None:
    """Look for abandoned jobs until cancelled; a failed look is repeated at the next turn."""
    while True:
        try:
            await rescue(app, stalled_seconds=stalled_seconds)
        except ConnectorException:
            log.warning("Could not look for abandoned jobs; trying again in %.0f s.", LOOK_EVERY_SECONDS)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def rescue(app: App, *, stalled_seconds: float) -> int:
    """Queue again every job whose worker has been silent too long; return how many were queued again."""
    manager = app.job_manager
    rescued = 0
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=stalled_seconds):
        if job.attempts >= MOST_ATTEMPTS:
            log.error("Job %s (%s) ended its worker %d times and is given up.", job.id, job.task_name, job.attempts)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        await manager.retry_job(job)
        rescued += 1
    await manager.prune_stalled_workers(stalled_seconds)
    return rescued
