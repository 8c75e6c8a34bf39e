"""``linli serve``, ``linli worker`` and ``linli demo``: Linli on this machine, in the foreground."""

from __future__ import annotations

import argparse
import io
import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from linli.project import cluster, lan
from linli.project.cluster.processes import Identity, read_identity
from linli.project.commands import surroundings
from linli.project.errors import OperatorError
from linli.project.serving import listening
from linli.project.serving.programs import Program
from linli.project.serving.supervisor import only_one, say, supervise

LOOPBACK = "127.0.0.1"
_WEB = "linli.project.serving.web"
_WORKER = "linli.project.serving.worker"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these sub-commands to the command line."""
    serve_parser = commands.add_parser("serve", help="serve the pages and do the background work")
    _add_serving_options(serve_parser)
    serve_parser.set_defaults(run=serve)
    worker_parser = commands.add_parser("worker", help="do the background work only")
    worker_parser.set_defaults(run=worker)
    demo_parser = commands.add_parser("demo", help="fill an invented community and serve it")
    demo_parser.add_argument("--json", action="store_true", help="print address and log-ins as JSON")
    demo_parser.add_argument("--no-serve", action="store_true", help="only fill the community")
    demo_parser.add_argument("--matters", type=int, default=400, help="how many matters to live through (400)")
    _add_serving_options(demo_parser)
    demo_parser.set_defaults(run=demo)


def _add_serving_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=os.environ.get("LINLI_PORT") or "8000", help="default 8000")
    parser.add_argument("--host", default=None, help=f"address to listen on, default {LOOPBACK}")
    parser.add_argument("--no-worker", action="store_true", help="leave the background work to linli worker")
    secure = parser.add_mutually_exclusive_group()
    secure.add_argument("--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help="serve https with this certificate")
    secure.add_argument(
        "--lan", action="store_true", help="serve https in the local network with a certificate made here"
    )


def serve(options: argparse.Namespace) -> int:
    """Serve until asked to end."""
    data = surroundings.data_folder()
    place = listening.place_for(options, data=data)
    with only_one(data, address=place.address):
        listening.check_free(place)
        place.set_environment()
        with surroundings.database(data, dies_with_parent=True) as running:
            surroundings.start_django()
            _migrate_if_needed(is_embedded=running is not None)
            _supervise_serving(options, data=data, place=place, running=running, told=f"Linli is at {place.address}")
    return 0


def worker(options: argparse.Namespace) -> int:
    """Do the background work until asked to end; several may run, each minding its own."""
    del options
    data = surroundings.data_folder()
    for file in data.glob("worker-*.json"):  # of workers that were killed together with their parent
        if read_identity(file) is None:
            file.unlink(missing_ok=True)
    with surroundings.database(data, dies_with_parent=True) as running:
        supervise(
            [Program(name="worker", module=_WORKER, environment=surroundings.without_owner())],
            data=data,
            label=f"worker-{os.getpid()}",
            mind_database=_database_minder(data, running),
        )
    return 0


def demo(options: argparse.Namespace) -> int:
    """Fill the invented community, tell how to enter it, and serve it."""
    data = surroundings.data_folder()
    place = listening.place_for(options, data=data)
    with only_one(data, address=place.address):
        if not options.no_serve:
            listening.check_free(place)
        place.set_environment()
        os.environ.setdefault("LINLI_REQUIRE_TOTP", "0")  # whoever tries it out enters with the password alone
        with surroundings.database(data, dies_with_parent=True) as running:
            surroundings.start_django()
            say("preparing the community …")
            surroundings.migrate()
            told = _filled_demo(address=place.address, as_json=options.json, matters=options.matters)
            if options.no_serve:
                print(told, flush=True)
                return 0
            _supervise_serving(options, data=data, place=place, running=running, told=told)
    return 0


def _supervise_serving(
    options: argparse.Namespace,
    *,
    data: Path,
    place: listening.Place,
    running: cluster.Connection | None,
    told: str,
) -> None:
    (data / "static").mkdir(exist_ok=True)  # whitenoise warns of a missing one at each start
    programs = [Program(name="web", module=_WEB, arguments=place.arguments(), environment=surroundings.without_owner())]
    if not options.no_worker:
        programs.append(Program(name="worker", module=_WORKER, environment=surroundings.without_owner()))
    if options.lan:
        say(f"SHA-256 of the certificate authority: {lan.fingerprint(data)}")
    supervise(
        programs,
        data=data,
        label="serve",
        mind_database=_database_minder(data, running),
        is_ready=lambda: _answers(place, needs_worker=not options.no_worker),
        on_ready=lambda: print(told, flush=True),
    )


def _migrate_if_needed(*, is_embedded: bool) -> None:
    """Apply new migrations on a computer of one's own; elsewhere that is the operator's decision."""
    from django.db import connections  # noqa: PLC0415 - needs settings

    from linli.project.health import pending_migrations  # noqa: PLC0415

    pending = pending_migrations()
    connections.close_all()
    if pending and is_embedded:
        say(f"bringing the database up to date ({len(pending)} migrations) …")
        surroundings.migrate()
    elif pending:
        raise OperatorError(f"{len(pending)} migrations are not applied. Run: linli migrate")


def _database_minder(data: Path, running: cluster.Connection | None) -> Callable[[], None]:
    """Return a function that starts the embedded server again when it has died; the addresses stay the same."""
    if running is None:
        return lambda: None
    server = Identity.of(running.pid)

    def mind() -> None:
        nonlocal server
        if server is not None and server.is_running:
            return
        say("the database server has ended; starting it again")
        again = surroundings.ensure(data, dies_with_parent=True, held=running)
        server = Identity.of(again.pid)

    return mind


def _filled_demo(*, address: str, as_json: bool, matters: int) -> str:
    from django.core.management import call_command  # noqa: PLC0415 - needs settings
    from django.db import connections  # noqa: PLC0415

    written = io.StringIO()
    call_command("linli_demo", f"--matters={matters}", *(("--json",) if as_json else ()), stdout=written)
    connections.close_all()
    if as_json:
        return json.dumps({"address": address, **json.loads(written.getvalue())}, ensure_ascii=False)
    return f"Linli is at {address}\n{written.getvalue().rstrip()}"


def _answers(place: listening.Place, *, needs_worker: bool) -> bool:
    """Say whether the server is ready; without a worker of its own, whether it answers at all."""
    context = ssl._create_unverified_context() if place.cert else None  # noqa: S323, SLF001 - asking ourselves
    try:
        with urllib.request.urlopen(f"{place.own_address}/healthz", timeout=2, context=context):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return not needs_worker
    except OSError:
        return False
