"""Rates by unit and by kind over a period: one grouped statement, exact counts, never an order by a rate."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.contracts import CaseFilters, Choice, RateRow, RateTable, RateWords, Share
from linli.domains.cases.policies import sees_grid_rates, sees_satisfaction
from linli.domains.cases.queries.listing import filtered
from linli.domains.cases.queries.quality.measures import EXCLUDED, NOBODY, PARTS, grouped, measuring
from linli.domains.cases.queries.visible import visible_cases
from linli.domains.cases.queries.words import kinds
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.quality import RATES
from linli.foundation.scope.context import current_reader
from linli.foundation.workflow.words import say

GRID_DIGITS = 15
_Group = Sequence[Any]


class GridRatesNotYours(Exception):
    """The rates of one grid, which has one worker, are for that worker and who leads them alone."""


def rate_table(*, period: str, community: str = "", grid: str = "", at: datetime | None = None) -> RateTable:
    """Return the rates of the matters that came in during a period, as far as the reader sees them.

    ``period`` is a month, quarter or year as :mod:`periods` writes them. A grid worker, and whoever names a ``grid``,
    gets that grid's total alone. Raises :class:`GridRatesNotYours`.
    """
    reader, now = current_reader(), at or timezone.now()
    grid = grid or (reader.territory if len(reader.territory) == GRID_DIGITS else "")
    if grid and not sees_grid_rates(reader, grid=grid):
        raise GridRatesNotYours
    place = community or reader.territory
    filters = CaseFilters(period=period, community=community, grid=grid)
    query = filtered(visible_cases(reader), reader=reader, filters=filters, at=now)
    sql, values = grouped(query, by=measuring(place, at=now))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        groups = cursor.fetchall()
    rule = rulepacks.quality(scope=place, on=timezone.localdate(now))
    pack = rulepacks.rules("quality", scope=place, on=timezone.localdate(now))
    shown = [code for code in RATES if code != "satisfied" or sees_satisfaction(reader)]
    total = _row("", _("All together"), groups, shown=shown)
    is_hidden = bool(grid) and total.matters < rule.grid_from
    return RateTable(
        total=RateRow(code="", words=total.words) if is_hidden else total,
        units=() if grid else _by_unit(groups, shown=shown),
        kinds=() if grid else _by_kind(groups, shown=shown, place=place, at=now),
        rates=tuple(
            RateWords(
                code=code,
                words=say(rule.rates[code].words),
                of=say(rule.rates[code].of),
                counts=say(rule.rates[code].counts),
            )
            for code in shown
        ),
        basis=pack.basis,
        valid_from_on=pack.valid_from_on.isoformat(),
        grid_from=rule.grid_from,
        is_hidden=is_hidden,
    )


def measures(place: str, *, at: datetime | None = None) -> tuple[Choice, ...]:
    """Return what a list can be opened by: of each rate what counts and the rest, and what is left out of all."""
    rule = rulepacks.quality(scope=place, on=timezone.localdate(at or timezone.now()))
    said = {"yes": _("%(rate)s: counts"), "no": _("%(rate)s: does not count"), "all": _("%(rate)s: all of it")}
    parts = [(f"{code}-{part}", said[part] % {"rate": say(rule.rates[code].words)}) for code in RATES for part in PARTS]
    return tuple(Choice(code=code, words=words) for code, words in (*parts, (EXCLUDED, _("Left out of the rates"))))


def _by_unit(groups: Iterable[_Group], *, shown: list[str]) -> tuple[RateRow, ...]:
    """Return a row for each unit by name, the matters nobody answers for last; each matter in one row a rate."""
    groups = list(groups)
    found = {unit for lead, sender, *_rest in groups for unit in (lead, sender)}
    names = {unit: orgs.unit_name(unit) if unit else _("No unit answers for it") for unit in found}
    rows = []
    for unit in sorted(found, key=lambda one: (one is None, names[one], str(one))):
        led = [group for group in groups if group[0] == unit]
        sent = [group for group in groups if group[1] == unit]
        row = _row(str(unit) if unit else NOBODY, names[unit], led, shown=shown)
        shares = {**row.shares, "sent_back": _row("", "", sent, shown=["sent_back"]).shares["sent_back"]}
        rows.append(RateRow(code=row.code, words=row.words, matters=row.matters, excluded=row.excluded, shares=shares))
    return tuple(rows)


def _by_kind(groups: Iterable[_Group], *, shown: list[str], place: str, at: datetime) -> tuple[RateRow, ...]:
    """Return a row for each kind in the order of the pack; kinds that are gone come last by their code."""
    groups = list(groups)
    known = kinds(place, on=timezone.localdate(at))
    order = {code: number for number, code in enumerate(known)}
    found = sorted({group[2] for group in groups}, key=lambda code: (order.get(code, len(order)), code))
    return tuple(
        _row(
            code,
            say(known[code].words) if code in known else code,
            [g for g in groups if g[2] == code],
            shown=shown,
        )
        for code in found
    )


def _row(code: str, words: str, groups: Iterable[_Group], *, shown: list[str]) -> RateRow:
    groups = list(groups)
    shares = {}
    for name in shown:
        at = 5 + 2 * RATES.index(name)
        shares[name] = Share(counted=sum(g[at] for g in groups), whole=sum(g[at + 1] for g in groups))
    return RateRow(
        code=code, words=words, matters=sum(g[3] for g in groups), excluded=sum(g[4] for g in groups), shares=shares
    )
