"""``import_buildings FILE --community CODE --datum …``: brings building footprints into a community."""

import csv
import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory.geojson import ImportReport, UnreadableFile
from linli.foundation.territory.queries import NoSuchDivision
from linli.kernel.formulas import harmless
from linli.kernel.geo import Datum

SHOWN_REFUSALS = 20


class Command(BaseCommand):
    """Import building footprints from a file; running it again changes nothing."""

    help = (
        "Import building footprints from GeoJSON, a Shapefile packed as zip, a GeoPackage or an .osm.pbf file;"
        " running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the community, the datum, and what a file may leave open."""
        add_file_arguments(parser)
        parser.add_argument(
            "--crs", default="", metavar="EPSG:CODE", help="the system of coordinates, for a file without"
        )
        parser.add_argument(
            "--encoding",
            default="",
            choices=places.ENCODINGS,
            help="of a Shapefile's texts, where no .cpg file says it",
        )
        parser.add_argument("--refused", type=Path, metavar="FILE.csv", help="where to list every refused row")
        parser.add_argument("--layer", default="", help="which layer holds the buildings, where there are several")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, then say how many are new and which rows were refused and why."""
        community, data = options["community"], read_file(options["file"])
        datum = ask_datum(options["datum"])
        with reading(job_reader(community, purpose=Purpose.ADMINISTER)):
            try:
                outcome = places.import_buildings(
                    community,
                    data,
                    datum=datum,
                    crs=options["crs"],
                    encoding=options["encoding"],
                    layer=options["layer"],
                )
            except (UnreadableFile, places.PlaceRefused) as refused:
                raise CommandError(str(refused)) from refused
            except NoSuchDivision as unknown:
                raise CommandError(_("There is no community %(code)s.") % {"code": community}) from unknown
        if options["refused"]:
            list_refusals(options["refused"], outcome.report)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
            return
        self.stdout.write(_("Coordinates taken as %(datum)s.") % {"datum": datum.value})
        refused_rows = len(outcome.report.refused)
        self.stdout.write(
            _("%(rows)d rows: %(added)d buildings added, %(known)d were there already, %(refused)d refused.")
            % {
                "rows": outcome.report.taken + refused_rows,
                "added": outcome.added,
                "known": outcome.already_there,
                "refused": refused_rows,
            }
        )
        show_refusals(self, outcome.report)


def add_file_arguments(parser: ArgumentParser) -> None:
    """Add what every import of outlines asks: the file, the community, the datum, and JSON for programs."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--community", required=True, help="the community's 12 digits")
    parser.add_argument(
        "--datum",
        choices=[datum.value for datum in Datum],
        help="what the coordinates are; asked for where it is not given",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def ask_datum(given: str | None) -> Datum:
    """Return the datum of the file's coordinates: given, else asked for; where nobody can answer, what GeoJSON says.

    A GeoJSON file holds WGS 84 by its standard (RFC 7946 section 4); one of a Chinese map must be named as such.
    """
    if given:
        return Datum(given)
    if not sys.stdin.isatty():
        return Datum.WGS84
    answer = input(_("Which coordinates does the file hold (wgs84, gcj02, bd09)? [wgs84] ")).strip().lower()
    try:
        return Datum(answer or Datum.WGS84)
    except ValueError:
        raise CommandError(_("Say which coordinates the file holds: --datum wgs84, gcj02 or bd09.")) from None


def read_file(path: Path) -> bytes:
    """Return a file's bytes; a missing, closed or huge one is said in words."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:  # a pipe or a device has no size: more than the limit is never read
            data = b"" if size > places.MOST_FILE_BYTES else file.read(places.MOST_FILE_BYTES + 1)
    except OSError as error:
        raise CommandError(
            _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error.strerror}
        ) from error
    if max(size, len(data)) > places.MOST_FILE_BYTES:
        text = _("The file has %(size)d MB, at most %(most)d MB are read.")
        said = {"size": max(size, len(data)) // 1_000_000, "most": places.MOST_FILE_BYTES // 1_000_000}
        raise CommandError(text % said)
    return data


def list_refusals(path: Path, report: ImportReport) -> None:
    """Write every refused row with its reason as CSV that a spreadsheet opens (UTF-8 with its mark)."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([_("Row"), _("Part"), _("Reason")])
            rows.writerows([row.row, row.part or "", harmless(row.reason)] for row in report.refused)
    except OSError as error:
        text = _("The buildings are in, but %(path)s cannot be written: %(reason)s")
        raise CommandError(text % {"path": path, "reason": error.strerror}) from error


def show_refusals(command: BaseCommand, report: ImportReport) -> None:
    """Write the refused rows with their reasons, the first twenty of them."""
    for refused in report.refused[:SHOWN_REFUSALS]:
        place = f"{refused.row}.{refused.part}" if refused.part else f"{refused.row}"
        command.stdout.write(_("Row %(row)s: %(reason)s") % {"row": place, "reason": refused.reason})
    left = len(report.refused) - SHOWN_REFUSALS
    if left > 0:
        command.stdout.write(_("and %(count)d more") % {"count": left})
