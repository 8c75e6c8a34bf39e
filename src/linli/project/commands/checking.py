"""``linli check``: says in plain words whether this installation is fit for real people's data."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from linli.project.cluster import ClusterError
from linli.project.commands import surroundings
from linli.project.diagnosis.finding import Finding, Grade, fail

_SIGNS = {Grade.OK: "ok  ", Grade.WARN: "warn", Grade.FAIL: "FAIL"}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this sub-command to the command line."""
    parser = commands.add_parser("check", help="say in plain words what is well and what is not")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=check)


def check(options: argparse.Namespace) -> int:
    """Print every finding; return 1 when one of them must be seen to."""
    data = surroundings.data_folder()
    try:
        with surroundings.database(data):
            surroundings.start_django()
            found = list(_findings(data))
    except ClusterError as error:
        found = [fail("database", str(error), "See to this first, then run linli check again.")]
    if options.json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            print(f"{_SIGNS[finding.grade]}  {finding.subject}: {finding.said}")
            if finding.advice:
                print(f"      → {finding.advice}")
    return int(any(finding.grade is Grade.FAIL for finding in found))


def _findings(data: Path) -> Iterator[Finding]:
    from django.db import connections  # noqa: PLC0415 - needs settings

    from linli.project.diagnosis import calendar, database, machine  # noqa: PLC0415

    from_database = list(database.findings())
    yield from from_database
    if all(finding.grade is not Grade.FAIL for finding in from_database):
        yield database.worker()
        yield calendar.finding()
    connections.close_all()
    yield from machine.findings(data)
