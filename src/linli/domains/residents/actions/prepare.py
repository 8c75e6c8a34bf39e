"""Understands a sheet before anything is read from its rows: headings, columns, and what the law keeps out."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from linli.domains.residents.columns import FIELDS, aliases, refused
from linli.domains.residents.contracts import Prepared
from linli.foundation.imports.faults import ADDED_COLUMNS
from linli.foundation.imports.headings import NoHeadings, find_headings, suggest
from linli.foundation.imports.sheets import UnreadableSheet, read_sheet


def prepare(data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None) -> Prepared:
    """Return what a file seems to hold, or with ``columns`` what somebody said it holds.

    A column of a special group stays out either way; whether the columns make a sheet of residents, ``wrong_with``
    says. Raises :class:`UnreadableSheet` for a file that cannot be read or has no headings one can recognise.
    """
    sheet = read_sheet(data, file_name=file_name)
    try:
        headings = find_headings(sheet, aliases=aliases())
    except NoHeadings:
        raise UnreadableSheet(
            _("No row of headings was found. There must be one with 姓名 and 身份证号, 楼栋, 房号 or the like.")
        ) from None
    kept_out = refused(headings)
    closed = {one.column for one in kept_out} | {
        column for column, heading in enumerate(headings.columns) if heading in ADDED_COLUMNS
    }
    chosen = suggest(headings, aliases=aliases()) if columns is None else columns
    open_columns = {column: name for column, name in chosen.items() if column not in closed and name in FIELDS}
    if len(sheet.rows) <= headings.last + 1:
        raise UnreadableSheet(_("There are no rows below the headings."))
    return Prepared(sheet=sheet, headings=headings, columns=open_columns, refused=kept_out)
