"""``import_residents FILE --community CODE``: brings a sheet of residents into a community."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.domains.residents import facade as residents
from linli.foundation.scope.reader import job_reader
from linli.project.management.sheets import SheetCommand, errors_beside


class Command(SheetCommand):
    """Import residents from a spreadsheet; running it again changes nothing."""

    help = "Import residents from a spreadsheet (xlsx, xls, ods, csv); running it again changes nothing."
    fields = residents.FIELDS
    field_words = residents.FIELD_WORDS

    def understand(
        self, data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None
    ) -> residents.Prepared:
        """Return what a file of residents seems to hold."""
        return residents.prepare(data, file_name=file_name, columns=columns)

    def wrong_with(self, columns: Mapping[int, str]) -> str:
        """Return what keeps these columns from being a sheet of residents."""
        return residents.wrong_with(columns)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take besides where the facts are known from."""
        super().add_arguments(parser)
        parser.add_argument("--source", default="", help="where the facts are known from (default: the file's name)")
        parser.add_argument("--stated-on", type=date.fromisoformat, help="from which day (default: today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show how the columns are understood, ask, import, and write the faulty rows into a file of their own."""
        path, community, is_json = options["file"], options["community"], options["json"]
        prepared = self.prepared(path, options["column"], community=community, is_json=is_json)
        self.agree(is_yes=options["yes"])
        outcome = residents.import_residents(
            prepared,
            community=community,
            source=options["source"] or path.name,
            stated_on=options["stated_on"],
            reader=job_reader(community),
            progress=self.progress,
        )
        self.answer(
            {"added": outcome.added, "changed": outcome.changed, "same": outcome.same, "faulty": outcome.faulty},
            words=_("%(added)d people added, %(changed)d changed, %(same)d unchanged, %(faulty)d rows with faults."),
            faults=outcome.faults,
            errors=errors_beside(path, options["errors"]),
            is_json=is_json,
        )
