"""Buildings and rooms of the demo, and what people do to say where a matter is."""

from typing import Any
from uuid import UUID

from tests.domains.cases.acting import page

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import grids
from linli.project.demo.street import COMMUNITY

LEAK = "厨房漏水"


def building(number: int = 3) -> places.BuildingRef:
    """Return a building of the demo by its number."""
    with reading(Reader()):
        return next(b for b in places.buildings_of(COMMUNITY) if b.label == f"{number} 号楼")


def room(number: str, *, stair: int = 2, at: int = 3) -> places.DwellingRef:
    """Return a room of a building."""
    with reading(Reader()):
        doors = places.dwellings_of(building(at).id)
    return next(one for one in doors if (one.stair, one.room) == (stair, number))


def grid_of(ref: places.BuildingRef) -> str:
    """Return the grid that a building lies in today."""
    found = grids.grid_at(COMMUNITY, ref.lon, ref.lat)
    return found.code if found else ""


def correct(by: Reader, case_id: UUID, *, version: int | None = None, reason: str = "上门看过", **where: Any) -> bool:
    """Correct where a matter is, on a page made just before or on one of an older version."""
    with reading(by):
        seen = cases.case_page(case_id).version if version is None else version
        place = cases.PlaceInput(**where)
        return cases.correct_place(cases.PlaceCorrection(case_id=case_id, version=seen, place=place, reason=reason))


def spot(by: Reader, case_id: UUID) -> places.Spot:
    """Return where in its building a matter is, as somebody sees it."""
    return page(by, case_id).spot


def buildings() -> tuple[places.BuildingRef, ...]:
    """Return all buildings of the demo."""
    with reading(Reader()):
        return places.buildings_of(COMMUNITY)
