"""What the commands that read spreadsheets share: the file, its columns shown and named, a yes, the faulty rows."""

import json
import sys
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.sheets import MOST_BYTES, UnreadableSheet, check_size
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory


class SheetCommand(BaseCommand, ABC):
    """A command that brings a spreadsheet into a community; running it again changes nothing."""

    fields: ClassVar[Sequence[str]]
    field_words: ClassVar[Mapping[str, str | Promise]]

    @abstractmethod
    def understand(self, data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None) -> Prepared:
        """Return what a file seems to hold. Raises :class:`UnreadableSheet`."""

    @abstractmethod
    def wrong_with(self, columns: Mapping[int, str]) -> str:
        """Return what keeps these columns from being such a sheet, empty where nothing does."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the community, what the columns are, where faulty rows go, and how to answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", required=True, help="the community's 12 digits")
        words = f"what a column holds, one of: {', '.join(self.fields)}; may be repeated"
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD", help=words)
        parser.add_argument("--errors", type=Path, help="where to write the faulty rows (default: beside the file)")
        parser.add_argument("--yes", action="store_true", help="do not ask whether the columns are understood rightly")
        parser.add_argument("--json", action="store_true", help="answer in JSON for programs")

    def prepared(self, path: Path, given: Sequence[str], *, community: str, is_json: bool) -> Prepared:
        """Read the file and show how its columns are understood. Raises CommandError with one sentence."""
        try:
            check_size(path.stat().st_size)
            with path.open("rb") as file:  # a pipe or a device has no size: more than the limit is never read
                data = file.read(MOST_BYTES + 1)
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
            found = self.understand(data, file_name=path.name)
            if given:
                found = found.holding(found.columns | self._chosen(given, found))
        except UnreadableSheet as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        if not is_json:
            self._show(found)
        if problem := self.wrong_with(found.columns):
            raise CommandError(problem)
        return found

    def agree(self, *, is_yes: bool) -> None:
        """Ask whether to go on, unless yes was said. Raises CommandError otherwise."""
        if not is_yes and not _is_agreed():
            raise CommandError(_("Nothing was imported. Say with --column what a column holds, or --yes to agree."))

    def progress(self, done: int, rows: int) -> bool:
        """Say how far it is where somebody watches."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r  {done} / {rows}", ending="" if done < rows else "\n")
        return True

    def answer(self, counts: Mapping[str, int], *, words: str, faults: bytes, errors: Path, is_json: bool) -> None:
        """Keep the faulty rows for the owner alone, and say what was done."""
        if faults:
            errors.write_bytes(faults)
            errors.chmod(0o600)
        if is_json:
            self.stdout.write(json.dumps({**counts, "errors": str(errors) if faults else ""}))
            return
        self.stdout.write(words % counts)
        if faults:
            self.stdout.write(_("The faulty rows are in %(file)s; corrected, import that file.") % {"file": errors})

    def _show(self, prepared: Prepared) -> None:
        kept_out = {one.column: one.basis for one in prepared.refused}
        for column, heading in enumerate(prepared.headings.columns):
            field = prepared.columns.get(column)
            meant = str(self.field_words[field]) if field else _("passed over")
            if column in kept_out:
                meant = _("kept out: %(basis)s") % {"basis": kept_out[column]}
            self.stdout.write(f"  {heading or '–'} → {meant}")

    def _chosen(self, given: Sequence[str], prepared: Prepared) -> dict[int, str]:
        """Read ``HEADING=FIELD``. Raises CommandError for a heading or a field that is not there."""
        found: dict[int, str] = {}
        for one in given:
            heading, _sep, field = one.partition("=")
            if heading not in prepared.headings.columns or field not in self.fields:
                raise CommandError(_("%(given)s names no column or no field of such a sheet.") % {"given": one})
            found[prepared.headings.columns.index(heading)] = field
        return found


def errors_beside(path: Path, given: Path | None) -> Path:
    """Return where faulty rows are written: as given, else beside the file."""
    return given or path.with_name(f"{path.stem}-errors.xlsx")


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input(_("Is this right? [y/N] ")).strip().lower() in {"y", "yes", "是"}
