"""Draws the street: a row of buildings from counts, where a lit window is an open matter.

Which window is lit is drawn by chance from the building's own number, so the same counts give the same picture, and no
window ever says where somebody lives or reports from: the input has no dwelling in it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe

_WIDTH: Final = 358.0
_FLOOR: Final = 5.6
_COLUMN: Final = 9.0
_GAP: Final = 7.0
_MOST_FLOORS: Final = 13
_MOST_COLUMNS: Final = 8
_MOST_HOUSES: Final = 8
_GROUND: Final = 83.0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One building of the drawing: storeys, windows a storey, open matters in or around it. Counts only."""

    floors: int
    columns: int
    lit: int


def draw_elevation(houses: Sequence[House]) -> SafeString:
    """Return the street as inline SVG, 358 by 84 units, hidden from screen readers; text beside it has the count.

    At most eight buildings are drawn, the ones with open matters first, in the order given; very tall or long ones are
    drawn smaller. Never more windows are lit than a building has.
    """
    chosen = _choose(houses)
    widths = [_columns(house) * _COLUMN + 5 for house in chosen]
    room = _WIDTH - 8 - sum(widths)
    gap = min(3 * _GAP, room / max(1, len(chosen) - 1)) if len(chosen) > 1 else 0.0
    left = (_WIDTH - sum(widths) - gap * max(0, len(chosen) - 1)) / 2
    drawn = []
    for index, (house, width) in enumerate(zip(chosen, widths, strict=True)):
        drawn.append(_draw_house(house, left=left, width=width, seed=index))
        left += width + gap
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="elev" viewBox="0 0 358 84" aria-hidden="true">{"".join(drawn)}'
        f'<path class="ground" d="M0 {_GROUND + 0.5:g}H358"/></svg>'
    )


def _choose(houses: Sequence[House]) -> list[House]:
    ranked = sorted(range(len(houses)), key=lambda at: (houses[at].lit == 0, at))[:_MOST_HOUSES]
    chosen = [houses[at] for at in sorted(ranked)]
    while chosen and sum(_columns(house) * _COLUMN + 5 for house in chosen) + 4 * len(chosen) > _WIDTH - 8:
        chosen.pop()
    return chosen


def _columns(house: House) -> int:
    return max(2, min(house.columns, _MOST_COLUMNS))


def _draw_house(house: House, *, left: float, width: float, seed: int) -> str:
    floors = max(1, min(house.floors, _MOST_FLOORS))
    columns = _columns(house)
    top = _GROUND - floors * _FLOOR - 4
    windows = [(row, column) for row in range(floors) for column in range(columns)]
    chance = random.Random(seed * 7919 + floors * 31 + columns)  # noqa: S311 - a drawing, and the same one each time
    lit = set(chance.sample(windows, min(house.lit, len(windows))))
    body = "".join(
        f'<rect class="{"w lit" if window in lit else "w"}" x="{left + 4 + window[1] * _COLUMN:.1f}"'
        f' y="{top + 3.4 + window[0] * _FLOOR:.1f}" width="6" height="3.6"/>'
        for window in windows
    )
    frame = f'<rect class="house" x="{left:.1f}" y="{top:.1f}" width="{width:g}" height="{_GROUND - top:.1f}"/>'
    return frame + body
