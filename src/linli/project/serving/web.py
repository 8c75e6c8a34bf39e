"""Runs granian, sized for a computer with two cores, with workers that cannot outlive its main process.

Started by the supervisor as ``python -m linli.project.serving.web``. granian's workers share the port by
SO_REUSEPORT: one that outlived its main process would silently keep answering a part of the requests.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from linli.project.cluster.processes import bind_to_parent

APPLICATION = "linli.project.wsgi:application"
WORKERS = 2
THREADS = 4  # each keeps one database connection
_STOP_SECONDS = 10


def main(arguments: list[str] | None = None) -> None:
    """Serve until asked to end."""
    parser = argparse.ArgumentParser(prog="linli-web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--application", default=APPLICATION)
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", type=Path)
    options = parser.parse_args(arguments)
    server = Server(
        options.application,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backlog=512,
        log_level=LogLevels.warning,
        ssl_cert=options.cert,
        ssl_key=options.key,
        ssl_protocol_min=SSLProtocols.tls12,  # phones from before 2020 know no 1.3
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.serve(target_loader=tied_loader(os.getpid()))


def tied_loader(parent: int) -> Callable[[str], Any]:
    """Return a loader for granian's workers: it first ties the worker to its main process, then loads the target."""

    def load(target: str) -> Any:
        bind_to_parent(parent=parent)
        from granian._internal import load_target  # noqa: PLC0415 - as granian's own loader does

        return load_target(target)

    return load


if __name__ == "__main__":
    main()
