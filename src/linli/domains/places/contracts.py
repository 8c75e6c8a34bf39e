"""What crosses the door of places: buildings, the light plan of a community, and what a 3D map draws."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingRef:
    """One building as others see it; ``lon`` and ``lat`` are a point inside its footprint, in degrees (WGS84).

    ``are_floors_counted`` and ``are_stairs_counted`` say that a sheet of rooms told them: the least there are.
    """

    id: UUID
    community: str
    sequence: int
    number: str
    address: str
    use: str
    floors: int | None
    stairs: int | None
    height_m: float | None
    area_m2: float
    lon: float
    lat: float
    are_floors_counted: bool = False
    are_stairs_counted: bool = False

    @property
    def label(self) -> str:
        """What people call the building: its door plate, else its number in the community."""
        return self.number or gettext("Building %(sequence)05d") % {"sequence": self.sequence}


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingRef:
    """One dwelling as others see it."""

    id: UUID
    building_id: UUID
    stair: int
    floor: int
    room: str

    @property
    def label(self) -> str:
        """What people call the dwelling within its building, such as ``2 单元 302``."""
        return gettext("Stair %(stair)d, %(room)s") % {"stair": self.stair, "room": self.room}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPreview:
    """One dwelling that a rule gives, and whether it would be new."""

    room: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StairPreview:
    """One stair as a rule gives it: its floors from the top down, each with its dwellings."""

    stair: int
    floors: tuple[tuple[int, tuple[RoomPreview, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingPreview:
    """What a rule would make of a building: its stairs, how many dwellings are new and how many there already.

    ``besides`` counts the dwellings that are there and that the rule does not give; they stay.
    """

    stairs: tuple[StairPreview, ...]
    new: int
    there: int
    besides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingPlan:
    """One building of a rule for all: how many dwellings it would get."""

    building: BuildingRef
    dwellings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPlan:
    """What one rule would make of a community, and how many buildings it leaves alone, and why."""

    lines: tuple[BuildingPlan, ...]
    without_floors: int
    laid_out_before: int

    @property
    def dwellings(self) -> int:
        """How many dwellings would be new."""
        return sum(line.dwellings for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeTaken:
    """Floors and stairs that a sheet of rooms tells of a building; None where somebody told them or nothing is new."""

    building: BuildingRef
    floors: int | None
    stairs: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsLine:
    """What a sheet of rooms says of one building: rooms new and there already, rows refused, what is taken over."""

    building: BuildingRef
    new: int
    there: int
    refused: int
    size: SizeTaken | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsPreview:
    """What a sheet of rooms would change; ``refused`` are its refused rows in their order, with the sentence."""

    lines: tuple[RoomsLine, ...]
    refused: tuple[tuple[int, str], ...]

    @property
    def new(self) -> int:
        """How many dwellings would be new."""
        return sum(line.new for line in self.lines)

    @property
    def there(self) -> int:
        """How many dwellings of the sheet are there already."""
        return sum(line.there for line in self.lines)

    @property
    def sizes(self) -> int:
        """How many buildings get floors or stairs that were not known."""
        return sum(line.size is not None for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsOutcome:
    """What a sheet of rooms did: dwellings new and unchanged, buildings whose floors or stairs were taken over, faults.

    ``faults`` is the workbook of the faulty rows, empty where there are none.
    """

    added: int
    same: int
    sizes: tuple[SizeTaken, ...]
    faulty: int
    faults: bytes
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShape:
    """One shape of the plan: an SVG path in metres and the point for its label, from the plan's upper left corner."""

    id: str
    label: str
    path: str
    cx: float
    cy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLonLat:
    """How a tap at (x, y) metres becomes degrees: ``lon = lon_0 + x × lon_per_m``, ``lat = lat_0 + y × lat_per_m``."""

    lon_0: float
    lat_0: float
    lon_per_m: float
    lat_per_m: float

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Return the point in degrees (WGS84) that lies at (x, y) metres on the plan."""
        return self.lon_0 + x * self.lon_per_m, self.lat_0 + y * self.lat_per_m

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point in degrees (WGS84) lies on the plan, in metres."""
        return (lon - self.lon_0) / self.lon_per_m, (lat - self.lat_0) / self.lat_per_m


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMap:
    """The light plan of a community: buildings and grids in metres, y downwards, ready for an SVG.

    ``viewbox`` is the SVG attribute. A community of 24 buildings weighs less than 8 kB.
    """

    viewbox: str
    width_m: float
    height_m: float
    to_lonlat: ToLonLat
    buildings: tuple[PlanShape, ...]
    grids: tuple[PlanShape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """Shapes as JSON, ready to be sent; ``digest`` is another one as soon as anything in it is."""

    text: str
    digest: str
