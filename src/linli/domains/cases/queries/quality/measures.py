"""What each rate is of and what counts in it, said once in SQL: the table counts by it, and the list opens by it.

Facts are drawn from the record: parties, clocks, entries, ratings and second looks, one row a matter.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from linli.domains.cases.contracts import CaseFilters
from linli.domains.cases.models import Case
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.quality import RATES

EXCLUDED: Final = "excluded"
NOBODY: Final = "none"
"""The filter's value for matters that no unit answers for."""

PARTS: Final = ("yes", "no", "all")
"""The numerator, the rest of the denominator, and both."""

_FACTS = """
SELECT c.id, c.kind, c.closed_at, c.reply_due_at, c.reopened_count,
    p.unit_id AS lead, p.state AS lead_state, p.received_at, p.released_at, k.due_at AS receive_due,
    e.sender, e.reached, e.unsolved, r.level, x.excluded, x.marked
FROM cases_case c
LEFT JOIN LATERAL (
    SELECT p.id, p.unit_id, p.state, p.received_at, p.released_at FROM cases_party p
    WHERE p.case_id = c.id AND p.role = 'lead'
    ORDER BY p.released_at IS NOT NULL, p.asked_at DESC, p.id DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (
    SELECT k.due_at FROM cases_clock k WHERE k.party_id = p.id AND k.name = 'receive'
    ORDER BY k.started_at DESC, k.id DESC LIMIT 1) k ON true
LEFT JOIN LATERAL (
    SELECT (array_agg(e.actor_unit ORDER BY e.number DESC) FILTER (WHERE e.action IN ('refuse', 'hand_back')))[1]
        AS sender,
      bool_or((e.action = 'call_back' OR e.data ->> 'reached' = 'yes') AND e.at >= c.closed_at) AS reached,
      bool_or('no' IN (e.data ->> 'solved', e.data ->> 'resolved') AND e.at >= c.closed_at) AS unsolved
    FROM cases_entry e
    WHERE e.case_id = c.id AND e.action IN ('refuse', 'hand_back', 'call_back', 'called_back')) e ON true
LEFT JOIN LATERAL (
    SELECT r.level FROM cases_rating r WHERE r.case_id = c.id ORDER BY r.round DESC LIMIT 1) r ON true
LEFT JOIN LATERAL (
    SELECT bool_or(x.kind = 'exclusion' AND x.state = 'upheld') AS excluded,
      bool_or(x.kind = 'repeated' AND x.state = 'upheld' AND x.until_at > %s) AS marked
    FROM cases_secondlook x WHERE x.case_id = c.id) x ON true
WHERE c.id IN ({matters})"""

_LEAD, _SENDER = "f.lead", "coalesce(f.sender, f.lead)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """A rate's two conditions over the facts ``f``, and the column of the unit that answers for it."""

    of: str
    counts: str
    unit: str = _LEAD


_MEASURES: Final = {
    "signed": _Measure(
        of="f.received_at IS NOT NULL OR (f.lead_state = 'asked' AND f.released_at IS NULL AND f.receive_due < {now})",
        counts="f.received_at <= f.receive_due",
    ),
    "on_time": _Measure(
        of="f.reply_due_at IS NOT NULL AND (f.closed_at IS NOT NULL OR f.reply_due_at < {now})",
        counts="f.closed_at <= f.reply_due_at",
    ),
    "resolved": _Measure(
        of="f.closed_at IS NOT NULL OR f.reopened_count > 0",
        counts="f.closed_at IS NOT NULL AND f.reopened_count = 0 AND NOT coalesce(f.unsolved, false)",
    ),
    "satisfied": _Measure(of="f.level IS NOT NULL", counts="f.level >= {satisfied}"),
    "called_back": _Measure(of="f.closed_at IS NOT NULL", counts="f.reached"),
    "sent_back": _Measure(of="f.lead IS NOT NULL OR f.sender IS NOT NULL", counts="f.sender IS NOT NULL", unit=_SENDER),
    "repeated": _Measure(of="true", counts="f.reopened_count > 0 OR f.marked"),
}
assert tuple(_MEASURES) == RATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """When and by which rule it is measured."""

    at: datetime
    satisfied_from: int

    def of(self, code: str) -> str:
        """Return the condition that a matter belongs to a rate's whole."""
        return f"(NOT coalesce(f.excluded, false) AND coalesce({self._filled(_MEASURES[code].of)}, false))"

    def counted(self, code: str) -> str:
        """Return the condition that it counts."""
        return f"({self.of(code)} AND coalesce({self._filled(_MEASURES[code].counts)}, false))"

    def _filled(self, condition: str) -> str:
        """Put the moment and the level in; both are values of ours, never of a caller's."""
        moment = f"'{self.at.isoformat()}'::timestamptz"
        return f"({condition.format(now=moment, satisfied=int(self.satisfied_from))})"


def measuring(place: str, *, at: datetime) -> Measuring:
    """Return by which rule a place's matters are measured."""
    rule = rulepacks.quality(scope=place, on=timezone.localdate(at))
    return Measuring(at=at, satisfied_from=rule.satisfied_from)


def facts(query: QuerySet[Case], *, at: datetime) -> tuple[str, list[Any]]:
    """Return the SQL of the facts of these matters, one row each, and its values."""
    matters, values = query.order_by().values("pk").query.sql_with_params()
    return _FACTS.format(matters=matters), [at, *values]


def grouped(query: QuerySet[Case], *, by: Measuring) -> tuple[str, list[Any]]:
    """Return the one statement that counts all rates: a row for each lead, sender and kind there is."""
    inner, values = facts(query, at=by.at)
    counts = [f"count(*) FILTER (WHERE {one})" for code in RATES for one in (by.counted(code), by.of(code))]
    return (
        f"SELECT {_LEAD}, {_SENDER}, f.kind, count(*), count(*) FILTER (WHERE coalesce(f.excluded, false)), "  # noqa: S608 - fixed names, values apart
        f"{', '.join(counts)} FROM ({inner}) f GROUP BY 1, 2, 3"
    ), values


def narrowed(query: QuerySet[Case], *, filters: CaseFilters, by: Measuring) -> QuerySet[Case]:
    """Narrow matters to those behind one number of the table: ``measure`` and the unit that answers for it.

    ``signed-yes`` are those that count, ``signed-no`` the rest, ``signed-all`` the whole, ``excluded`` those left out.
    """
    code, _sep, part = filters.measure.partition("-")
    if code in _MEASURES:
        whole, counted = by.of(code), by.counted(code)
        condition = {"yes": counted, "no": f"{whole} AND NOT {counted}"}.get(part, whole)
        unit = _MEASURES[code].unit
    else:
        condition, unit = "coalesce(f.excluded, false)" if code == EXCLUDED else "true", _LEAD
    inner, values = facts(query, at=by.at)
    if filters.answers == NOBODY:
        condition += f" AND {unit} IS NULL"
    elif is_unit(filters.answers):
        condition, values = f"{condition} AND {unit} = %s::uuid", [*values, filters.answers]
    return query.filter(pk__in=RawSQL(f"SELECT f.id FROM ({inner}) f WHERE {condition}", values))  # noqa: S608, S611 - fixed names, values apart


def is_unit(text: str) -> bool:
    """Whether a filter's value names a unit that answers for matters, or that none does."""
    try:
        return text == NOBODY or bool(UUID(text))
    except ValueError:
        return False


def is_measure(text: str) -> bool:
    """Whether a filter's value names a part of a rate, or what is left out of all."""
    code, _sep, part = text.partition("-")
    return text == EXCLUDED or (code in _MEASURES and part in PARTS)
