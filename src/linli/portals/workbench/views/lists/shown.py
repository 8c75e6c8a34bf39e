"""What the list of matters shows: what its address says, what a kept filter says, or what the reader opens it with."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.http import HttpRequest, QueryDict

from linli.domains.cases import facade as cases
from linli.foundation.lists import queries as lists
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.forms.filters import FIELDS, SORTS, address_query, codes_of, filters_of, sort_of
from linli.portals.workbench.showing import columns

LIST: Final = "cases"
PLAIN: Final = "none"
"""``?kept=none`` is the list without a kept filter, also where it opens with one."""
_SAYS_SOMETHING: Final = frozenset({*FIELDS, "sort", "cursor", "kept", "case"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A list as it is shown: ``named`` is the kept filter it began with, ``is_changed`` whether it left it."""

    filters: cases.CaseFilters
    sort: str
    columns: tuple[str, ...]
    named: lists.Named | None
    is_changed: bool
    shelf: lists.Shelf

    @property
    def kept(self) -> lists.Kept:
        """Return what would be kept of this list, its columns apart."""
        return _kept(self.filters, self.sort)

    @property
    def is_plain(self) -> bool:
        """Whether nothing narrows or orders the list."""
        return self.kept == lists.Kept(filters={})

    def query(self, *, cursor: str = "") -> str:
        """Return the address's query: the kept filter by its id, so that its words stay out of addresses; else all."""
        name = str(self.named.id) if self.named else ""
        if self.named and not self.is_changed:
            return address_query(cases.CaseFilters(), cursor=cursor, kept=name)
        if self.is_plain:  # also one that was emptied: its id alone would bring its filters back
            name = PLAIN if self.shelf.opener else ""
        return address_query(self.filters, cursor=cursor, sort=self.sort, kept=name)


def shown_of(request: HttpRequest, *, query: QueryDict | None = None) -> Shown:
    """Read what to show from the address (two statements); ``query`` is a form that carried it along."""
    given, shelf = request.GET if query is None else query, lists.shelf(LIST)
    named = shelf.find(id_of(given.get("kept", ""))) if _SAYS_SOMETHING & set(given) else shelf.opener
    if named and not set(given) & {*FIELDS, "sort"}:
        filters, sort = (
            filters_of({**named.kept.filters, "words": named.kept.words}),
            sort_of({"sort": named.kept.sort}),
        )
        is_changed = False
    else:
        filters, sort = filters_of(given), sort_of(given)
        is_changed = named is not None and _kept(filters, sort) != replace(named.kept, columns=())
    own = columns.chosen(named.kept.columns if named and named.kept.columns else shelf.columns)
    return Shown(
        filters=filters,
        sort=sort,
        columns=own or columns.usual(reader_of(request).role),
        named=named,
        is_changed=is_changed,
        shelf=shelf,
    )


def _kept(filters: cases.CaseFilters, sort: str) -> lists.Kept:
    return lists.Kept(filters=codes_of(filters), words=filters.words, sort="" if sort == SORTS[0] else sort)


def id_of(text: str) -> UUID | None:
    """Read an id from an address, none for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
