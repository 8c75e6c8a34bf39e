"""``import_residents FILE --community CODE``: brings a sheet of residents into a community."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.domains.residents import facade as residents
from linli.foundation.imports.sheets import UnreadableSheet, check_size
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory


class Command(BaseCommand):
    """Import residents from a spreadsheet; running it again changes nothing."""

    help = "Import residents from a spreadsheet (xlsx, xls, ods, csv); running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the community, what the columns are, and where the facts are known from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", required=True, help="the community's 12 digits")
        words = f"what a column holds, one of: {', '.join(residents.FIELDS)}; may be repeated"
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD", help=words)
        parser.add_argument("--source", default="", help="where the facts are known from (default: the file's name)")
        parser.add_argument("--stated-on", type=date.fromisoformat, help="from which day (default: today)")
        parser.add_argument("--errors", type=Path, help="where to write the faulty rows (default: beside the file)")
        parser.add_argument("--yes", action="store_true", help="do not ask whether the columns are understood rightly")
        parser.add_argument("--json", action="store_true", help="answer in JSON for programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show how the columns are understood, ask, import, and write the faulty rows into a file of their own."""
        path, community = options["file"], options["community"]
        prepared = self._prepared(path, options["column"], community=community)
        if not options["json"]:
            self._show(prepared)
        if problem := residents.wrong_with(prepared.columns):
            raise CommandError(problem)
        if not options["yes"] and not self._is_agreed():
            raise CommandError(_("Nothing was imported. Say with --column what a column holds, or --yes to agree."))
        outcome = residents.import_residents(
            prepared,
            community=community,
            source=options["source"] or path.name,
            stated_on=options["stated_on"],
            reader=job_reader(community),
            progress=self._progress,
        )
        errors = options["errors"] or path.with_name(f"{path.stem}-errors.xlsx")
        if outcome.faults:
            errors.write_bytes(outcome.faults)
            errors.chmod(0o600)
        counts = {"added": outcome.added, "changed": outcome.changed, "same": outcome.same, "faulty": outcome.faulty}
        if options["json"]:
            self.stdout.write(json.dumps(counts | {"errors": str(errors) if outcome.faults else ""}))
            return
        words = _("%(added)d people added, %(changed)d changed, %(same)d unchanged, %(faulty)d rows with faults.")
        self.stdout.write(words % counts)
        if outcome.faults:
            self.stdout.write(_("The faulty rows are in %(file)s; corrected, import that file.") % {"file": errors})

    def _prepared(self, path: Path, given: list[str], *, community: str) -> residents.Prepared:
        try:
            check_size(path.stat().st_size)
            data = path.read_bytes()
        except OSError as missing:
            raise CommandError(_("The file %(file)s cannot be read.") % {"file": path}) from missing
        except UnreadableSheet as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        with reading(job_reader(community)):
            try:
                territory.community(community)
            except territory.NoSuchDivision as unknown:
                raise CommandError(_("There is no community %(code)s.") % {"code": community}) from unknown
        try:
            prepared = residents.prepare(data, file_name=path.name)
            if given:
                columns = prepared.columns | _chosen(given, prepared)
                prepared = residents.prepare(data, file_name=path.name, columns=columns)
        except UnreadableSheet as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        return prepared

    def _show(self, prepared: residents.Prepared) -> None:
        kept_out = {one.column: one.basis for one in prepared.refused}
        for column, heading in enumerate(prepared.headings.columns):
            field = prepared.columns.get(column)
            meant = str(residents.FIELD_WORDS[field]) if field else _("passed over")
            if column in kept_out:
                meant = _("kept out: %(basis)s") % {"basis": kept_out[column]}
            self.stdout.write(f"  {heading or '–'} → {meant}")

    def _is_agreed(self) -> bool:
        if not sys.stdin.isatty():
            return False
        return input(_("Is this right? [y/N] ")).strip().lower() in {"y", "yes", "是"}

    def _progress(self, done: int, rows: int) -> bool:
        if sys.stderr.isatty():
            self.stderr.write(f"\r  {done} / {rows}", ending="" if done < rows else "\n")
        return True


def _chosen(given: list[str], prepared: residents.Prepared) -> dict[int, str]:
    """Read ``HEADING=FIELD``. Raises CommandError for a heading or a field that is not there."""
    found: dict[int, str] = {}
    for one in given:
        heading, _sep, field = one.partition("=")
        if heading not in prepared.headings.columns or field not in residents.FIELDS:
            raise CommandError(_("%(given)s names no column or no field of residents.") % {"given": one})
        found[prepared.headings.columns.index(heading)] = field
    return found
