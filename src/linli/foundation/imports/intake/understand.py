"""Understands a sheet before anything is read from its rows: where its headings stand and what each column holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.foundation.imports.faults import ADDED_COLUMNS
from linli.foundation.imports.headings import FEWEST_KNOWN, Aliases, Headings, NoHeadings, find_headings, suggest
from linli.foundation.imports.sheets import Row, Sheet, UnreadableSheet, read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedColumn:
    """A column that is not read: its place, its heading, and the law that keeps it out."""

    column: int
    heading: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A sheet as it was understood: its headings, the field of each column, and the columns kept out."""

    sheet: Sheet
    headings: Headings
    columns: dict[int, str]
    refused: tuple[RefusedColumn, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def below(self) -> tuple[Row, ...]:
        """The rows below the headings."""
        return self.sheet.rows[self.headings.last + 1 :]

    @property
    def rows(self) -> int:
        """How many rows stand below the headings."""
        return len(self.sheet.rows) - self.headings.last - 1

    def holding(self, columns: Mapping[int, str]) -> "Prepared":
        """Return the sheet with what somebody said its columns hold; those kept out and added by us stay out."""
        closed = {one.column for one in self.refused} | {
            column for column, heading in enumerate(self.headings.columns) if heading in ADDED_COLUMNS
        }
        said = {column: name for column, name in columns.items() if column not in closed and name in self.fields}
        return replace(self, columns=said)

    def column_of(self, name: str) -> int | None:
        """Return the column that holds a field, None where none does."""
        return next((column for column, held in self.columns.items() if held == name), None)


def _nothing_refused(_headings: Headings) -> tuple[RefusedColumn, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    """What is asked of sheets of one kind: their fields, what these are called, and what the law keeps out.

    ``no_headings`` is said where fewer than ``fewest`` columns have a name that is known. An alias of something that is
    no field keeps a column from being taken for one.
    """

    fields: tuple[str, ...]
    aliases: Aliases
    no_headings: str | Promise
    fewest: int = FEWEST_KNOWN
    refused: Callable[[Headings], tuple[RefusedColumn, ...]] = _nothing_refused


def understand(data: bytes, *, file_name: str, kind: SheetKind, columns: Mapping[int, str] | None = None) -> Prepared:
    """Return what a file seems to hold, or with ``columns`` what somebody said it holds.

    Raises :class:`UnreadableSheet` for a file that cannot be read, has no headings one can recognise or no rows below.
    """
    sheet = read_sheet(data, file_name=file_name)
    try:
        headings = find_headings(sheet, aliases=kind.aliases, fewest=kind.fewest)
    except NoHeadings:
        raise UnreadableSheet(str(kind.no_headings)) from None
    if len(sheet.rows) <= headings.last + 1:
        raise UnreadableSheet(_("There are no rows below the headings."))
    found = Prepared(sheet=sheet, headings=headings, columns={}, refused=kind.refused(headings), fields=kind.fields)
    return found.holding(suggest(headings, aliases=kind.aliases) if columns is None else columns)


def given_twice(columns: Mapping[int, str], *, words: Mapping[str, str | Promise]) -> str:
    """Return what is wrong where two columns are to hold the same, empty where none do; ``words`` names the fields."""
    fields = list(columns.values())
    twice = next((field for field in fields if fields.count(field) > 1), "")
    return _("“%(field)s” is given to two columns. Please choose one.") % {"field": words[twice]} if twice else ""
