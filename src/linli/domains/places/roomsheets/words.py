"""What is said of faulty rows of a room sheet and of its columns, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.domains.places.roomsheets.rules import LONGEST_ROOM, Problem, Wrong
from linli.domains.places.rules import MOST_FLOORS, MOST_STAIRS
from linli.foundation.imports.intake.understand import given_twice
from linli.kernel.spots import LOWEST_FLOOR

FIELD_WORDS: Mapping[str, str | Promise] = {
    "building": _("Building"),
    "stair": _("Stair"),
    "floor": _("Floor"),
    "room": _("Room"),
    "address": _("Whole door in one cell"),
}

_SENTENCES: Mapping[Wrong, str | Promise] = {
    Wrong.NO_BUILDING_SAID: _(
        "The building is missing. Below a merged cell it counts for all rows, below a blank one not."
    ),
    Wrong.NO_STAIR_SAID: _("The stair is missing. Write 1 where the building has one."),
    Wrong.NO_FLOOR_SAID: _("The room's number does not say the floor. Write the floor, such as 3 or -1."),
    Wrong.NO_ROOM_SAID: _("The room is missing."),
    Wrong.PLACE: _("No door can be read here. Write it like 3号楼2单元302 or 3-2-302."),
    Wrong.STAIR: _("“%(value)s” is no stair. Write a number, such as 2."),
    Wrong.FLOOR: _("“%(value)s” is no floor. Write a number, such as 3, or -1 below the ground."),
    Wrong.ROOM: _("“%(value)s” is no single room. Write it as on the door, one room a row."),
    Wrong.ROOM_LONG: _("A room has at most %(most_signs)d signs."),
    Wrong.STAIR_BOUNDS: _("A stair lies between 1 and %(most_stairs)d."),
    Wrong.FLOOR_BOUNDS: _("A floor lies between %(lowest_floor)d and %(most_floors)d, and none is 0."),
    Wrong.STAIR_DIFFERS: _("The room names another stair."),
    Wrong.BUILDING_DIFFERS: _("The room names another building."),
    Wrong.FLOOR_DIFFERS: _("The room's number says floor %(value)s."),
    Wrong.UNKNOWN_BUILDING: _("There is no building “%(value)s” in this community."),
    Wrong.SEVERAL_BUILDINGS: _("Several buildings here are called “%(value)s”. Write the whole name."),
    Wrong.FLOOR_BEYOND: _("This building has no more than %(value)s floors here."),
    Wrong.TWICE: _("The same room stands in row %(value)s already."),
    Wrong.TWO_FLOORS: _("Row %(value)s has this room on another floor. Write rooms as on the door, such as 302."),
    Wrong.OTHER_FLOOR: _("This room is on floor %(value)s here."),
}
_BOUNDS = {
    "most_signs": LONGEST_ROOM,
    "most_stairs": MOST_STAIRS,
    "lowest_floor": LOWEST_FLOOR,
    "most_floors": MOST_FLOORS,
}


def wrong_with(columns: Mapping[int, str]) -> str:
    """Return what keeps these columns (field by place) from being a sheet of rooms, empty where nothing does."""
    if twice := given_twice(columns, words=FIELD_WORDS):
        return twice
    fields = set(columns.values())
    if "address" not in fields and not {"building", "room"} <= fields:
        return gettext("Building and room are needed: two columns, or one with the whole door such as 3-2-302.")
    return ""


def sentence(problem: Problem) -> str:
    """Return what is wrong, as one sentence for whoever filled the sheet in."""
    return str(_SENTENCES[problem.wrong]) % {**_BOUNDS, "value": problem.value}
