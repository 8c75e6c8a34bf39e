"""Checks the audit chains from the command line and names the row that was altered, taken out or put in."""

import argparse
import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand

from linli.foundation.audit.explain import chain_name, checked_so_far, report_lines
from linli.foundation.audit.verify import verify


class Command(BaseCommand):
    """``verify_audit [--community CODE] [--json]``: exit code 1 when a chain is broken."""

    help = "Verify the audit chains against themselves and against the signed heads outside the database."
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take one community, or all."""
        parser.add_argument("--community", help="division code of one chain; empty text for the system's own")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the report as JSON")

    def handle(self, *, community: str | None = None, as_json: bool = False, **_options: object) -> None:
        """Verify and print."""
        report = verify(community, using="owner", progress=None if as_json else self._progress)
        if as_json:
            print(json.dumps(asdict(report), ensure_ascii=False))
        else:
            print("\n".join(report_lines(report)))
        if not report.ok:
            sys.exit(1)

    def _progress(self, community: str, rows: int) -> None:
        self.stderr.write(f"{chain_name(community)}: {checked_so_far(rows)}")
