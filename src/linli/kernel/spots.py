"""Where in a building something is, and how it is read from a person's words: none rather than the wrong one."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from linli.kernel.chinese_numbers import plain_text

LOWEST_FLOOR = -10
"""Floors below the ground count from -1 down; nobody builds deeper. Basements are taken as said: no file has them."""
_APART = re.compile(r"(?<=\d)\s+(?=[\d零〇一二两三四五六七八九十百])")
_ROOM = re.compile(r"(?<!\d)(\d{3,4})(?!\d|号楼|栋|幢|座)")
_FLOOR = re.compile(r"(地下|负|(?<!\d)-)?(?<!\d)(?<!\d[-~至到])(\d{1,2})(?:层|楼)")
_STAIR = re.compile(r"(?<!\d)(\d{1,2})单元|stair(\d{1,2})")


class Door(Protocol):
    """A dwelling, as far as its place in the building goes."""

    @property
    def id(self) -> UUID:
        """The dwelling's id."""

    @property
    def stair(self) -> int:
        """Its stair, from 1."""

    @property
    def floor(self) -> int:
        """Its floor; below the ground negative."""

    @property
    def room(self) -> str:
        """Its number on the door, such as ``502``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in a building something is, as far as it is known: ``None`` and the empty room stand for not said.

    Where the room is known, so are its stair, its floor and its dwelling's id.
    """

    stair: int | None = None
    floor: int | None = None
    room: str = ""
    dwelling: UUID | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is known below the building."""
        return self != NOWHERE

    @property
    def is_exact(self) -> bool:
        """Whether a floor or a room is known, not only a stair."""
        return self.floor is not None or self.dwelling is not None


NOWHERE = Spot()


def spot_of(door: Door) -> Spot:
    """Return the spot of a dwelling."""
    return Spot(stair=door.stair, floor=door.floor, room=door.room, dwelling=door.id)


def may_name_spot(*texts: str) -> bool:
    """Whether texts could name a floor or a room: those that cannot need no building's rooms to be read."""
    return any(found.search(plain) for plain in map(_plain, texts) for found in (_ROOM, _FLOOR))


def spot_in(text: str, *, doors: Sequence[Door], floors: int | None, stair: int | None = None) -> Spot:
    """Return the stair, floor and room that a text speaks of, as far as the building has them.

    ``2 单元 502`` is a room of that stair; ``502`` alone gives the floor, and the room only where one stair has it.
    Two rooms or two floors in one text name none, nor does a room together with another floor: a matter is not put on
    a door by guessing. ``stair`` is one that is known besides; words that name another one leave it as it is.
    """
    plain = _plain(text)
    said_stair = _only(int(found[0] or found[1]) for found in _STAIR.findall(plain))
    is_stair_wrong = bool(doors) and said_stair not in {None, *(door.stair for door in doors)}
    if is_stair_wrong or (stair is not None and said_stair not in {None, stair}):
        return Spot(stair=stair)
    stair = stair or said_stair
    rooms = set(_ROOM.findall(plain))
    floor = _only(-int(number) if below else int(number) for below, number in _FLOOR.findall(plain))
    meant = [door for door in doors if door.room in rooms and stair in {None, door.stair}]
    if len({door.room for door in meant}) == 1:
        return _at_door(meant, floor=floor, stair=stair)
    known = {door.floor for door in doors} or set(range(1, (floors or 0) + 1))
    is_there = floor is not None and (floor in known or LOWEST_FLOOR <= floor < 0)
    return Spot(stair=stair, floor=floor if is_there else None)


def spot_said(texts: Iterable[str], *, doors: Sequence[Door], floors: int | None, stair: int | None = None) -> Spot:
    """Return the spot of the first text that names a floor or a room; what was said of the place comes before the rest.

    Where none does, a stair alone, if only one is named.
    """
    spots = [spot_in(text, doors=doors, floors=floors, stair=stair) for text in texts]
    stairs = _only(spot.stair for spot in spots if spot.stair is not None)
    return next((spot for spot in spots if spot.is_exact), Spot(stair=stairs))


def _plain(text: str) -> str:
    """Return a text without spaces, but with numbers that stood apart still apart: ``502 五楼`` is not 5,025."""
    return plain_text(_APART.sub("，", text))


def _at_door(meant: Sequence[Door], *, floor: int | None, stair: int | None) -> Spot:
    if floor is not None and floor not in {door.floor for door in meant}:
        return Spot(stair=stair)
    if len(meant) == 1:
        return spot_of(meant[0])
    return Spot(stair=_only(door.stair for door in meant), floor=_only(door.floor for door in meant))


def _only(numbers: Iterable[int]) -> int | None:
    """Return the one number that was said, however often; none for several."""
    several: Collection[int] = set(numbers)
    return next(iter(several)) if len(several) == 1 else None
