"""``python -m tests.bench``: measures every budget on this machine and writes ``var/bench.json``."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import django

import tests.environment  # noqa: F401 - sets the environment before Django reads it

django.setup()

from linli.project.cluster import stop  # noqa: E402 - Django must be ready
from tests.bench import (  # noqa: E402
    crowd,
    divisions,
    dry_runs,
    figures,
    finding,
    flatness,
    host,
    imports,
    lives,
    maps,
    people,
    points,
    replay,
    rooms,
    triage,
    weights,
)
from tests.bench.figures import Figure  # noqa: E402
from tests.bench.host import Counter  # noqa: E402
from tests.databases import measured_database, stage  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = int(os.environ.get("LINLI_BENCH_PORT", "8391"))


def main(wanted: list[str]) -> int:
    """Measure the parts named, or all of them; returns 1 when a budget is broken."""
    unknown = set(wanted) - set(PARTS)
    if unknown:
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    found: list[Figure] = []
    about: dict[str, object] = {"processor": figures.processor(), "cores": os.cpu_count()}
    for part in wanted or PARTS:
        found += PARTS[part](about)
    figures.write(found, path=ROOT / "var" / "bench.json", about=about)
    return 0 if all(figure.ok for figure in found) else 1


def _site(about: dict[str, object]) -> list[Figure]:
    """Measure a site of its own, started by the product's command and asked over HTTP."""
    site = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    try:
        found = host.starts(site, port=PORT)
        counter = Counter(site)
        about["postgresql"] = counter.version
        with host.served(site, port=PORT):
            stage = lives.set_stage(PORT)
            counted = lives.costs(stage, counter, lives.statements_of)
            life = lives.Life(stage, counter).run()
        counter.without_log()
        with host.served(site, port=PORT):
            stage = lives.set_stage(PORT)
            cpu = lives.costs(stage, counter, lives.cpu_of)
            found += lives.figures(counted, cpu, life)
            found += weights.figures(PORT)
            found += _replayed(counter)
        about["matters of the site"] = counter.matters()
        counter.close()
        return found
    finally:
        stop(site)
        shutil.rmtree(site, ignore_errors=True)


def _divisions(about: dict[str, object]) -> list[Figure]:
    """Measure the national list on an empty database."""
    with measured_database():
        took = divisions.measure()
    about |= {"divisions communities": divisions.COMMUNITIES, "divisions CPU s": round(took["cpu_s"], 1)}
    return [
        Figure(name="import_divisions_s", value=took["s"], unit="s", budget=120),
        Figure(name="import_divisions_mib", value=took["mib"], unit="MiB", budget=1024),
    ]


def _crowd(about: dict[str, object]) -> list[Figure]:
    """Let a hundred people work on a site of their own for a minute."""
    site = Path(tempfile.mkdtemp(prefix="linli-bench-crowd-"))
    try:
        host.run(site, "demo", "--no-serve", port=PORT)
        counter = Counter(site)
        counter.without_log()
        with host.served(site, port=PORT):
            before = counter.matters()
            seen = crowd.crowd(PORT)
            stored = counter.matters() - before
        counter.close()
        about |= {
            "crowd pages": len(seen.milliseconds),
            "crowd stale pages": seen.stale,
            "crowd notes": len(seen.notes),
        }
        about["crowd problems"] = dict(seen.problems)
        return crowd.figures(seen, stored=stored)
    finally:
        stop(site)
        shutil.rmtree(site, ignore_errors=True)


def _map(about: dict[str, object]) -> list[Figure]:
    """Measure the map of a demo community with ten more buildings, on a site of its own."""
    site = Path(tempfile.mkdtemp(prefix="linli-bench-map-"))
    try:
        host.run(site, "demo", "--no-serve", port=PORT)
        about |= maps.furnish(site, port=PORT)
        with host.served(site, port=PORT):
            return maps.figures(PORT)
    finally:
        stop(site)
        shutil.rmtree(site, ignore_errors=True)


def _flatness(about: dict[str, object]) -> list[Figure]:
    with measured_database() as owner:
        flat, rows = flatness.figure(owner)
    about |= rows
    return [flat]


def _people(_about: dict[str, object]) -> list[Figure]:
    with measured_database(), stage("bench_people"):
        found = list(people.figures())
    with measured_database() as owner:
        return [*found, finding.figure(owner)]


def _dry_run(_about: dict[str, object]) -> list[Figure]:
    with measured_database() as owner:
        return [dry_runs.figure(owner)]


def _imports(_about: dict[str, object]) -> list[Figure]:
    with measured_database():
        buildings = imports.figure()
    with measured_database():
        return [buildings, rooms.figure()]


def _replayed(counter: Counter) -> list[Figure]:
    path = Path(os.environ.get("LINLI_SHARED_DATA", ROOT.parent / "shared" / "data")) / "messages" / "messages.csv"
    if not path.is_file():
        print(f"   replay left out: {path.name} is not here (set LINLI_SHARED_DATA)")
        return []
    texts = replay.messages(path)
    before = counter.matters()
    outcome = replay.replay(PORT, texts)
    return replay.figures(outcome, sent=len(texts), stored=counter.matters() - before)


PARTS: dict[str, Callable[[dict[str, object]], list[Figure]]] = {
    "site": _site,
    "crowd": _crowd,
    "map": _map,
    "flatness": _flatness,
    "people": _people,
    "divisions": _divisions,
    "imports": _imports,
    "grids": lambda _about: [points.figure()],
    "triage": triage.figures,
    "dry_run": _dry_run,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
