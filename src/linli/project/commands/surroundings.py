"""Prepares what every sub-command needs: the data folder, a running database, and Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.project import cluster
from linli.project.errors import OperatorError

APP_URL = "LINLI_DATABASE_URL"
OWNER_URL = "LINLI_OWNER_DATABASE_URL"


def data_folder() -> Path:
    """Return LINLI_DATA (``./var`` by default) as an absolute path, made 0700 when missing, and hand it to children."""
    data = Path(os.environ.get("LINLI_DATA") or "var").resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["LINLI_DATA"] = str(data)
    return data


@contextmanager
def database(data: Path, *, dies_with_parent: bool = False) -> Iterator[cluster.Connection | None]:
    """Make sure for the length of a block that both database addresses are set and answer.

    A site that gives LINLI_DATABASE_URL looks after its own server: then nothing is started and None is given.
    Raises ClusterError.
    """
    if os.environ.get(APP_URL):
        yield None
        return
    running = ensure(data, dies_with_parent=dies_with_parent)
    try:
        yield running
    finally:
        for name in (APP_URL, OWNER_URL):
            os.environ.pop(name, None)
        cluster.release(running, data=data)


def ensure(data: Path, *, dies_with_parent: bool, held: cluster.Connection | None = None) -> cluster.Connection:
    """Start or adopt the embedded server and set both addresses in the environment. Raises ClusterError."""
    choice = os.environ.get("LINLI_POSTGRES") or None
    running = cluster.ensure(data, choice=choice, dies_with_parent=dies_with_parent, held=held)
    os.environ[APP_URL] = running.app_url
    os.environ[OWNER_URL] = running.owner_url
    return running


def owner_url() -> str:
    """Return the address of the migrating owner's log-in. Raises OperatorError when a site gave only the app's."""
    url = os.environ.get(OWNER_URL)
    if not url:
        raise OperatorError(f"{OWNER_URL} is not set. Give the log-in that owns the tables; the app's may not migrate.")
    return url


def without_owner() -> dict[str, str]:
    """Return what a serving or working child sees in place of the owner's log-in: the app's, which owns nothing."""
    return {OWNER_URL: os.environ[APP_URL]}


def start_django() -> None:
    """Load Django once the database addresses are known, since its settings read them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.project.settings")
    import django  # noqa: PLC0415 - only commands that need it pay for loading it

    django.setup()


def migrate(*, verbosity: int = 0) -> None:
    """Bring the tables up to date as their owner. Raises OperatorError when the owner's log-in is unknown."""
    owner_url()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    connections.close_all()
