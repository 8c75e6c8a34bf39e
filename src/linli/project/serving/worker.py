"""Runs the background work: procrastinate's jobs, the outbox relay, and the rescue of jobs a dead worker left.

Started by the supervisor as ``python -m linli.project.serving.worker``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import django

from linli.project.serving.rescue import rescue_loop

JOBS_AT_ONCE = 2
HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = 30.0
FINISH_SECONDS = 15.0

log = logging.getLogger(__name__)


def main() -> None:
    """Work until asked to end, then let running jobs finish for a few seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.project.settings")
    django.setup()
    asyncio.run(_work())


async def _work() -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - exists only once Django is set up
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working, _relay_beside():
        async with working.open_async():
            rescue = asyncio.create_task(rescue_loop(working, stalled_seconds=STALLED_SECONDS))
            try:
                await working.run_worker_async(
                    name="linli",
                    concurrency=JOBS_AT_ONCE,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    shutdown_graceful_timeout=FINISH_SECONDS,
                    delete_jobs="successful",
                )
            finally:
                rescue.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await rescue


@contextmanager
def _relay_beside() -> Iterator[None]:
    """Carry announced events in a thread of their own; if that thread fails, the whole worker starts afresh."""
    from linli.foundation.events import relay  # noqa: PLC0415 - its models need Django

    stop = threading.Event()

    def carry() -> None:
        try:
            relay.run(stop)
        except BaseException:
            log.exception("The relay failed; the worker starts again.")
            os._exit(1)

    thread = threading.Thread(target=carry, name="relay", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=FINISH_SECONDS)


if __name__ == "__main__":
    main()
