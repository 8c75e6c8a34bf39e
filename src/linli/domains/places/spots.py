"""Reads from a person's words which floor or room of a building they mean; it names none rather than the wrong one."""

import re
from collections.abc import Collection, Sequence

from linli.domains.places.contracts import DwellingRef, Spot
from linli.domains.places.rules import plain_text

_ROOM = re.compile(r"(?<!\d)(\d{3,4})(?!\d|号楼|栋|幢|座)")
_FLOOR = re.compile(r"(?<!\d)(\d{1,2})(?:层|楼)")
_STAIR = re.compile(r"(?<!\d)(\d{1,2})单元|stair(\d{1,2})")


def spot_in(text: str, *, dwellings: Sequence[DwellingRef], floors: int | None) -> Spot:
    """Return the stair, floor and room that a text speaks of, as far as the building has them.

    ``2 单元 502`` is a room of that stair; ``502`` alone gives the floor, and the room only where one stair has it.
    Two rooms or two floors in one text name none: a matter is not put on a door by guessing.
    """
    plain = plain_text(text)
    stair = _only([int(found[0] or found[1]) for found in _STAIR.findall(plain)])
    said = set(_ROOM.findall(plain))
    meant = [one for one in dwellings if one.room in said and stair in {None, one.stair}]
    if len({one.room for one in meant}) == 1:
        whose = _only([one.stair for one in meant])
        floor = _only([one.floor for one in meant])
        return Spot(stair=whose, floor=floor, room=meant[0].room if whose is not None else "")
    floor = _only([int(number) for number in _FLOOR.findall(plain)])
    known = {one.floor for one in dwellings} or set(range(1, (floors or 0) + 1))
    return Spot(stair=stair, floor=floor if floor in known else None, room="")


def _only(numbers: Collection[int]) -> int | None:
    """Return the one number that was said, however often; none for several."""
    several = set(numbers)
    return several.pop() if len(several) == 1 else None
