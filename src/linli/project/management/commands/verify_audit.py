"""Checks the audit chains from the command line and names the row that was altered, taken out or put in."""

import argparse
import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from linli.foundation.audit.explain import chain_name, sentence
from linli.foundation.audit.verify import Report, verify


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
            self._print(report)
        if not report.ok:
            sys.exit(1)

    def _progress(self, community: str, rows: int) -> None:
        self.stderr.write(_("%(chain)s: %(rows)d rows checked") % {"chain": chain_name(community), "rows": rows})

    def _print(self, report: Report) -> None:
        for fault in report.faults:
            print(f"{chain_name(fault.community)}: {sentence(fault)}")
        if report.torn_lines:
            print(_("%(count)d lines of the signed heads were torn by a power cut.") % {"count": report.torn_lines})
        summary = (
            _("%(rows)d rows in %(chains)d chains are as they were written.")
            if report.ok
            else _("%(rows)d rows in %(chains)d chains were checked; the faults are above.")
        )
        print(summary % {"rows": report.rows, "chains": report.chains})
