"""``import_grids FILE.geojson --community CODE --from DAY --datum …``: publishes a community's grids from a day on."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory.actions import GridsRefused, Publication, publish_grids
from linli.foundation.territory.geojson import ImportReport, UnreadableFile
from linli.foundation.territory.gridwork.checks import read_grids
from linli.foundation.territory.queries import NoSuchDivision, community
from linli.kernel.geo import Datum
from linli.project.management.commands.import_buildings import (
    add_file_arguments,
    ask_datum,
    read_file,
    show_refusals,
)


class Command(BaseCommand):
    """Publish a community's grids from a GeoJSON file; the ones before them end the day before."""

    help = "Publish a community's grids from a GeoJSON file; the ones before them end the day before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the community, the datum and the first day."""
        add_file_arguments(parser)
        parser.add_argument("--from", dest="from_on", type=date.fromisoformat, help="the first day, today by default")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish all grids of the file, or none and say why."""
        code, datum, data = options["community"], ask_datum(options["datum"]), read_file(options["file"])
        from_on = options["from_on"] or timezone.localdate()
        with reading(job_reader(code, purpose=Purpose.ADMINISTER)):
            try:
                community(code)
                published = self._publish(code, data, datum=datum, from_on=from_on)
            except NoSuchDivision as unknown:
                raise CommandError(_("There is no community %(code)s.") % {"code": code}) from unknown
            except UnreadableFile as unreadable:
                raise CommandError(str(unreadable)) from unreadable
        if options["json"]:
            self.stdout.write(json.dumps(asdict(published), ensure_ascii=False, default=str))
            return
        self.stdout.write(
            _("%(count)d grids published from %(day)s (publication %(version)d).")
            % {"count": len(published.codes), "day": published.from_on, "version": published.version}
        )
        for remark in published.remarks:
            self.stdout.write(remark)

    def _publish(self, code: str, data: bytes, *, datum: Datum, from_on: date) -> Publication:
        features, refused = read_grids(data, datum=datum)
        if not refused:
            try:
                return publish_grids(code, features, from_on=from_on)
            except GridsRefused as error:
                refused = error.refused
        show_refusals(self, ImportReport(taken=0, refused=refused))
        raise CommandError(_("Nothing was published. Mend these rows and bring the file again."))
