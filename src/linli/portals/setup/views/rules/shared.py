"""What the pages of rules share: a draft or nothing, its table as it stands on the page, what its codes are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from linli.domains.cases import facade as cases
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.rulepacks import drafts, tables
from linli.foundation.rulepacks.drafts import Draft, NoSuchDraft
from linli.foundation.rulepacks.tables import Around, Finding
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.foundation.workflow import queries as workflow
from linli.portals.setup.frame import kind_names

READERS: Final = (Role.SYSTEM_ADMIN, Role.STREET_OFFICIAL)
NAMES: Final = {
    "limits": gettext_lazy("Time limits"),
    "kinds": gettext_lazy("Kinds of matter: what is taken, how urgent, and what leads there"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A draft's table as it stands on the page."""

    draft: Draft
    table: str
    rows: list[dict[str, str]]
    findings: list[Finding]

    @property
    def is_faulty(self) -> bool:
        """Whether something keeps it from being tried and published."""
        return any(one.is_fault for one in self.findings)


def draft_or_404(request: HttpRequest, draft_id: UUID) -> Draft:
    """Return a draft of the reader's territory that is a table."""
    try:
        found = drafts.draft(draft_id, territory=reader_of(request).territory)
    except NoSuchDraft:
        raise Http404 from None
    if not table_of(found):
        raise Http404
    return found


def table_of(found: Draft) -> str:
    """Return which table a draft is, empty for none."""
    return tables.table_of(found.pack.code)


def shown_of(found: Draft, rows: list[dict[str, str]] | None = None) -> Shown:
    """Return a draft's table with what is wrong with it: as it is kept, or with ``rows`` as somebody wrote them."""
    kinds = kind_names(found.pack.scope)
    procedures = tuple(body.code for body in workflow.every_version())
    around = Around(kinds=kinds, clocks=clocks(), procedures=procedures, words={**kinds, **dict(named(clocks()))})
    table = table_of(found)
    rows = tables.rows_of(table, found.pack.body) if rows is None else rows
    return Shown(draft=found, table=table, rows=rows, findings=tables.findings(table, rows, around=around))


def clocks() -> list[str]:
    """Return the limits that run in the states of the usual procedure."""
    return list(dict.fromkeys(clock for state in workflow.published(workflow.USUAL).states for clock in state.clocks))


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return limits with their words, each once."""
    return [(code, cases.clock_words(code)) for code in dict.fromkeys(codes)]


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame of these pages, for the administrator and for the street."""
    role = reader_of(request).role
    return rail.frame(role, current="setup" if role == Role.SYSTEM_ADMIN else "rules")


def line_of(found: Draft) -> dict[str, object]:
    """Return a draft with what it is called and where it is to hold."""
    return {
        "draft": found,
        "name": NAMES[table_of(found)],
        "place": territory.division_name(found.pack.scope),
    }
