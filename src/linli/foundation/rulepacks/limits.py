"""How long each clock of a procedure runs, by kind and urgency: a rule pack's body as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from linli.kernel.worktime import Limit, LimitUnit


class NoLimit(LookupError):
    """The rule pack says nothing about this clock."""


def row_key(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return the kind and urgency that a row is for, empty for what it leaves open."""
    return str(entry.get("kind", "")), str(entry.get("urgency", ""))


def keys_for(*, kind: str, urgency: str) -> tuple[tuple[str, str], ...]:
    """Return the rows that fit a matter, the most specific first: the kind goes before the urgency."""
    return (kind, urgency), (kind, ""), ("", urgency), ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsTable:
    """The limits of one rule pack. A row may leave kind or urgency open; the most specific row that fits answers."""

    rows: Mapping[tuple[str, str, str], Limit]

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read ``{"clocks": {"accept": [{"kind"?, "urgency"?, "amount", "unit"}, …]}}``.

        Raises ValueError for a clock without a row that fits every matter, or for two rows about the same.
        """
        rows: dict[tuple[str, str, str], Limit] = {}
        for clock, entries in body["clocks"].items():
            for entry in entries:
                key = (clock, *row_key(entry))
                if key in rows:
                    raise ValueError(f"two limits for {key}")
                rows[key] = Limit(amount=int(entry["amount"]), unit=LimitUnit(entry["unit"]))
            if (clock, "", "") not in rows:
                raise ValueError(f"clock {clock} needs a limit for every kind and urgency")
        return cls(rows=rows)

    def limit_for(self, clock: str, *, kind: str, urgency: str) -> Limit:
        """Return the limit of a clock: for kind and urgency, else the kind, else the urgency, else the clock alone.

        Raises :class:`NoLimit` when the pack does not know the clock.
        """
        for key in keys_for(kind=kind, urgency=urgency):
            if (clock, *key) in self.rows:
                return self.rows[(clock, *key)]
        raise NoLimit(clock)

    def has_clock(self, clock: str) -> bool:
        """Whether the pack knows this clock."""
        return (clock, "", "") in self.rows
