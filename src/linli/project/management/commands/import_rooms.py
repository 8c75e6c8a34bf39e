"""``import_rooms FILE --community CODE``: brings a sheet of rooms into the buildings of a community."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.project.management.sheets import SheetCommand, errors_beside

SHOWN = 20


class Command(SheetCommand):
    """Import rooms from a spreadsheet; running it again changes nothing."""

    help = "Import rooms from a spreadsheet (xlsx, xls, ods, csv); running it again changes nothing."
    fields = places.ROOM_FIELDS
    field_words = places.ROOM_FIELD_WORDS

    def understand(
        self, data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None
    ) -> places.PreparedRooms:
        """Return what a file of rooms seems to hold."""
        return places.prepare_rooms(data, file_name=file_name, columns=columns)

    def wrong_with(self, columns: Mapping[int, str]) -> str:
        """Return what keeps these columns from being a sheet of rooms."""
        return places.wrong_with_rooms(columns)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show the columns and what the sheet changes, ask, import, and give the faulty rows back."""
        path, community, is_json = options["file"], options["community"], options["json"]
        prepared = self.prepared(path, options["column"], community=community, is_json=is_json)
        reader = job_reader(community, purpose=Purpose.ADMINISTER)
        if not is_json:
            with reading(reader):
                self._preview(places.preview_rooms(prepared, community=community))
        self.agree(is_yes=options["yes"])
        outcome = places.import_rooms(prepared, community=community, reader=reader, progress=self.progress)
        counts = {
            "added": outcome.added, "same": outcome.same, "sized": len(outcome.sizes), "faulty": outcome.faulty,
        }  # fmt: skip
        self.answer(
            counts,
            words=_(
                "%(added)d dwellings added, %(same)d there already, floors or stairs added to %(sized)d buildings,"
                " %(faulty)d rows with faults."
            ),
            faults=outcome.faults,
            errors=errors_beside(path, options["errors"]),
            is_json=is_json,
        )

    def _preview(self, preview: places.RoomsPreview) -> None:
        """Write what would change, building by building, and the rows that wait, the first twenty of each."""
        for line in preview.lines[:SHOWN]:
            words = _("%(building)s: %(new)d new, %(there)d there already, %(faulty)d rows with faults")
            said = {"building": line.building.label, "new": line.new, "there": line.there, "faulty": line.refused}
            self.stdout.write(f"  {words % said}")
        for number, reason in preview.refused[:SHOWN]:
            self.stdout.write("  " + _("Row %(row)s: %(reason)s") % {"row": number, "reason": reason})
        left = max(len(preview.lines) - SHOWN, 0) + max(len(preview.refused) - SHOWN, 0)
        if left:
            self.stdout.write("  " + _("and %(count)d more") % {"count": left})
