"""Room sheets as communities have them, made for tests."""

from collections.abc import Sequence

from tests.domains.places.conftest import COMMUNITY
from tests.domains.places.footprint_files import geojson, house
from tests.foundation.imports.books import book

from linli.domains.places import facade as places
from linli.foundation.scope.reader import Purpose, job_reader
from linli.kernel.geo import Datum

HEAD = ["序号", "楼栋", "单元", "楼层", "房号"]
ADMINISTRATOR = job_reader(COMMUNITY, purpose=Purpose.ADMINISTER)


def street(*plates: str, floors: int | None = None, community: str = COMMUNITY, first: int = 0) -> None:
    """Let buildings with these plates stand in a community, side by side."""
    for column, plate in enumerate(plates, start=first):
        said = {"name": plate} | ({"floors": floors} if floors else {})
        places.import_buildings(community, geojson(house(column), **said), datum=Datum.WGS84)


def sheet(*rows: Sequence[object], head: Sequence[str] = HEAD, **more: object) -> bytes:
    """Return a sheet of these rows below a row of headings."""
    return book([head, *rows], name="房屋", **more)  # type: ignore[arg-type]


def row(building: str, stair: str, floor: str, room: str) -> list[str]:
    """Return a row of the usual columns."""
    return ["1", building, stair, floor, room]


def brought_in(data: bytes, *, name: str = "a.xlsx", **more: object) -> places.RoomsOutcome:
    """Import a sheet as it is understood."""
    prepared = places.prepare_rooms(data, file_name=name)
    return places.import_rooms(prepared, community=COMMUNITY, reader=ADMINISTRATOR, **more)  # type: ignore[arg-type]


def doors() -> list[tuple[str, int, int, str]]:
    """Return the dwellings there are, by building."""
    return [
        (ref.number, one.stair, one.floor, one.room)
        for ref in places.buildings_of(COMMUNITY)
        for one in places.dwellings_of(ref.id)
    ]
