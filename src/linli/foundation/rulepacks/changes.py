"""How far a clock may be moved: the closed list of reasons, and how often and how long by kind and urgency. Pure.

Packs ``pauses.<procedure>`` and ``extensions.<procedure>`` have the same form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from linli.foundation.rulepacks.limits import keys_for, row_key
from linli.kernel.worktime import LimitUnit

DECIDERS = ("community", "street")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason of the closed list, and for how long at most one request may give it."""

    code: str
    words: Mapping[str, str]
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """How often one clock may be moved and for how long altogether; ``decided_by`` is the lowest level that may."""

    times: int
    amount: int
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule:
    """The reasons, and the upper limits; all lengths are in ``unit``."""

    unit: LimitUnit
    reasons: Mapping[str, Reason]
    rows: Mapping[tuple[str, str], Most]

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read ``{"unit", "reasons": [{"code", "words", "longest"}], "most": [{"kind"?, "urgency"?, "times", …}]}``.

        Raises ValueError for an empty or doubled list, a length below one, or no row that fits every matter.
        """
        reasons = [Reason(code=str(r["code"]), words=r["words"], longest=int(r["longest"])) for r in body["reasons"]]
        if not reasons or len({reason.code for reason in reasons}) < len(reasons):
            raise ValueError("the reasons need to be there, each once")
        if any(reason.longest < 1 for reason in reasons):
            raise ValueError("a reason gives one day or hour at least")
        rows: dict[tuple[str, str], Most] = {}
        for entry in body["most"]:
            key = row_key(entry)
            if key in rows:
                raise ValueError(f"two rows for {key}")
            rows[key] = _most(entry)
        if ("", "") not in rows:
            raise ValueError("a row is needed for every kind and urgency")
        return cls(unit=LimitUnit(body["unit"]), reasons={reason.code: reason for reason in reasons}, rows=rows)

    def most_for(self, *, kind: str, urgency: str) -> Most:
        """Return the upper limits: for kind and urgency, else the kind, else the urgency, else every matter."""
        return next(self.rows[key] for key in keys_for(kind=kind, urgency=urgency) if key in self.rows)


def _most(entry: Mapping[str, Any]) -> Most:
    made = Most(
        times=int(entry["times"]), amount=int(entry["amount"]), decided_by=str(entry.get("decided_by", DECIDERS[0]))
    )
    if made.decided_by not in DECIDERS or made.times < 0 or made.amount < 0:
        raise ValueError("who decides is the community or the street, and numbers are not negative")
    return made
