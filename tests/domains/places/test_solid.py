"""What a 3D map is sent: shapes with their holes and heights, rooms side by side, and where a text points."""

import json
from uuid import UUID, uuid4

import pytest
import shapely

from linli.domains.places.contracts import BuildingRef, DwellingRef
from linli.domains.places.plan import Outline
from linli.domains.places.solid import cut, write_ground, write_rooms

LON, LAT = 118.6, 28.4
COURT = shapely.Polygon(
    [(LON, LAT), (LON + 0.0008, LAT), (LON + 0.0008, LAT + 0.0003), (LON, LAT + 0.0003)],
    [[(LON + 0.0003, LAT + 0.0001), (LON + 0.0005, LAT + 0.0001), (LON + 0.0004, LAT + 0.0002)]],
)
ID = UUID(int=7)


def house(*, floors: int | None = 6, height_m: float | None = None) -> BuildingRef:
    return BuildingRef(
        id=ID, community="440305001001", sequence=1, number="3 号楼", address="", use="housing", floors=floors,
        stairs=2, height_m=height_m, area_m2=900.0, lon=LON, lat=LAT,
    )  # fmt: skip


def rooms_of(*, stairs: int = 2, floors: int = 6, doors: int = 2) -> list[DwellingRef]:
    return [
        DwellingRef(id=uuid4(), building_id=ID, stair=stair, floor=floor, room=f"{floor}{door:02d}")
        for stair in range(1, stairs + 1)
        for floor in range(1, floors + 1)
        for door in range(1, doors + 1)
    ]


class TestGround:
    def ground(self, ref: BuildingRef) -> dict[str, object]:
        grid = Outline(id="g1", label="第 1 网格", wkb=COURT.envelope.wkb)
        text = write_ground([ref], footprints={ID: COURT.wkb}, grids=[grid], boundary=COURT.envelope.wkb).text
        found: dict[str, object] = json.loads(text)
        return found

    def test_a_courtyard_stays_a_hole(self) -> None:
        feature = self.ground(house())["buildings"]["features"][0]  # type: ignore[index,call-overload]
        assert len(feature["geometry"]["coordinates"]) == 2

    @pytest.mark.parametrize(
        ("floors", "height_m", "height"), [(6, None, 18.0), (6, 17.4, 17.4), (None, None, 3.0), (None, 9.5, 9.5)]
    )
    def test_a_height_is_measured_else_three_metres_a_floor(
        self, floors: int | None, height_m: float | None, height: float
    ) -> None:
        found = self.ground(house(floors=floors, height_m=height_m))
        assert found["buildings"]["features"][0]["properties"]["height"] == height  # type: ignore[index,call-overload]

    def test_the_digest_changes_with_what_is_drawn_alone(self) -> None:
        def digest(ref: BuildingRef) -> str:
            return write_ground([ref], footprints={ID: COURT.wkb}, grids=[], boundary=None).digest

        assert digest(house()) == digest(house())
        assert digest(house()) != digest(house(floors=7))

    def test_a_community_without_shapes_has_no_box(self) -> None:
        assert json.loads(write_ground([], footprints={}, grids=[], boundary=None).text)["box"] == []


class TestRooms:
    def test_rooms_lie_inside_their_building_and_beside_each_other(self) -> None:
        cells = cut(COURT, 4)
        assert all(COURT.buffer(1e-9).covers(cell) for cell in cells)
        assert shapely.union_all(cells).area == pytest.approx(sum(cell.area for cell in cells))
        assert [cell.centroid.x for cell in cells] == sorted(cell.centroid.x for cell in cells)

    def test_each_room_has_a_floor_and_a_place_in_it(self) -> None:
        found = json.loads(write_rooms(house(), footprint=COURT.wkb, dwellings=rooms_of()).text)
        assert [one["at"] for one in found["rooms"] if one["floor"] == 3] == [0, 1, 2, 3]
        assert (found["floors"], found["floor_height"]) == (6, 3.0)

    def test_a_building_without_dwellings_still_has_its_floors(self) -> None:
        found = json.loads(write_rooms(house(floors=18), footprint=COURT.wkb, dwellings=[]).text)
        assert (found["floors"], found["rooms"], found["cells"]) == (18, [], {})
