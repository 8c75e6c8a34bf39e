"""The rules of numbering as pure functions: in which order things in a community are numbered, and grids' codes."""

from collections.abc import Iterable, Sequence

Box = tuple[float, float, float, float]
LAST_GRID_NUMBER = 999


class NoNumberLeft(ValueError):
    """Raised when a community has no grid number left (GB/T 30428.1 gives three digits)."""


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Return the positions of bounding boxes (west, south, east, north in degrees) in the order they are numbered.

    West to east and north to south (DB6101/T 3185-2024): like a page, in rows from the north, each from the west. A row
    is what has its middle above the southern edge of the row's northernmost member.
    """
    middles = [((west + east) / 2, (south + north) / 2) for west, south, east, north in boxes]
    from_north = sorted(range(len(boxes)), key=lambda at: (-middles[at][1], middles[at][0]))
    ordered: list[int] = []
    row: list[int] = []
    for at in from_north:
        if row and middles[at][1] <= boxes[row[0]][1]:
            ordered += sorted(row, key=lambda member: middles[member])
            row = []
        row.append(at)
    return ordered + sorted(row, key=lambda member: middles[member])


def number_grids(community: str, *, boxes: Sequence[Box], taken: Iterable[str] = ()) -> list[str]:
    """Return a code for each box: the community's 12 digits and a number of three (GB/T 30428.1), in reading order.

    Numbers in ``taken`` are passed over. Raises :class:`NoNumberLeft` beyond 999.
    """
    used = set(taken)
    free = (code for number in range(1, LAST_GRID_NUMBER + 1) if (code := f"{community}{number:03d}") not in used)
    codes = [""] * len(boxes)
    for at in reading_order(boxes):
        try:
            codes[at] = next(free)
        except StopIteration:
            raise NoNumberLeft(community) from None
    return codes
