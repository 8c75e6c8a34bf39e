"""Draws of re-checks as a page shows them, each drawn again with its seed to see that it was fair."""

from uuid import UUID

from linli.domains.cases.contracts import DrawLine
from linli.domains.cases.models import Draw, SecondLook
from linli.domains.cases.models.quality import LookState
from linli.domains.cases.rules import Stratum, drawn

MOST = 24


def draws_here() -> tuple[DrawLine, ...]:
    """Return the newest draws the reader may see, and what came of each (two statements)."""
    found = list(Draw.objects.order_by("-drawn_at", "-id")[:MOST])
    rows = SecondLook.objects.filter(draw__in=[draw.id for draw in found]).values_list("draw", "case", "state")
    looks: dict[UUID, list[tuple[str, str]]] = {}
    for draw_id, case_id, state in rows:
        if draw_id is not None:
            looks.setdefault(draw_id, []).append((str(case_id), state))
    return tuple(_line(draw, looks.get(draw.id, [])) for draw in found)


def _line(draw: Draw, looks: list[tuple[str, str]]) -> DrawLine:
    strata = [Stratum(ids=tuple(one["ids"]), percent=one["percent"], minimum=one["minimum"]) for one in draw.strata]
    again = drawn(strata, seed=draw.seed)
    states = [state for _case, state in looks]
    return DrawLine(
        id=draw.id,
        period=draw.period,
        seed=draw.seed,
        size=draw.size,
        drawn=draw.drawn,
        drawn_at=draw.drawn_at,
        is_the_same=len(again) == draw.drawn and {case_id for case_id, _state in looks} <= set(again),
        open=states.count(LookState.OPEN),
        passed=states.count(LookState.UPHELD),
        failed=states.count(LookState.TURNED_DOWN),
    )
