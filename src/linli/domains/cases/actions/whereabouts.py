"""Finds out where a matter is: building, stair, floor and room, point, and the grid of a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from linli.domains.cases.contracts import OpenCase, PlaceInput
from linli.domains.cases.models import Case
from linli.domains.places import facade as places
from linli.foundation.territory import grids


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where a matter lies: building, what its door plate says, the spot inside, point in degrees, grid of the day."""

    building: UUID | None = None
    label: str = ""
    spot: places.Spot = places.NOWHERE
    longitude: float | None = None
    latitude: float | None = None
    grid: str = ""


def place_of(order: OpenCase) -> Located:
    """Return where a report lies; the grid comes from the point, else from the building.

    One statement where somebody chose a room or the words may name a floor, else none once buildings are in memory.
    """
    where = order.place
    building = _building(order)
    spot = _spot(order, building)
    longitude = where.longitude if where.longitude is not None else (building.lon if building else None)
    latitude = where.latitude if where.latitude is not None else (building.lat if building else None)
    return Located(
        building=building.id if building else None,
        label=label_of(building, spot),
        spot=spot,
        longitude=longitude,
        latitude=latitude,
        grid=grid_under(order.community, longitude, latitude),
    )


def grid_under(community: str, longitude: float | None, latitude: float | None, *, on: date | None = None) -> str:
    """Return the code of the grid under a point on a day (today), empty where there is none."""
    if longitude is None or latitude is None:
        return ""
    grid = grids.grid_at(community, longitude, latitude, on=on)
    return grid.code if grid else ""


def label_of(building: places.BuildingRef | None, spot: places.Spot) -> str:
    """Return what lists and the reporter read: building and stair, never the room."""
    if building is None:
        return ""
    if spot.stair is None:
        return building.label
    return _("%(building)s stair %(stair)d") % {"building": building.label, "stair": spot.stair}


def put_spot(case: Case, spot: places.Spot) -> None:
    """Put a spot on the matter's row: a room brings its stair and floor along, so they are not written twice."""
    is_room = spot.dwelling is not None
    case.dwelling_id = spot.dwelling
    case.stair, case.floor = (None, None) if is_room else (spot.stair, spot.floor)


def spot_asked(place: PlaceInput, *, building: places.BuildingRef) -> places.Spot | None:
    """Return the spot that was chosen, none where the room named is not one of this building (one statement)."""
    if place.dwelling is None:
        return places.Spot(stair=place.stair, floor=place.floor)
    door = places.dwelling(place.dwelling)
    return places.spot_of(door) if door is not None and door.building_id == building.id else None


def _building(order: OpenCase) -> places.BuildingRef | None:
    """Return the building named, if it stands in this community."""
    if order.place.building is None:
        return None
    try:
        return places.building(order.place.building, community=order.community)
    except places.NoSuchBuilding:
        return None


def _spot(order: OpenCase, building: places.BuildingRef | None) -> places.Spot:
    """Return the spot chosen, else what place words or text name exactly; a room of elsewhere counts as not chosen."""
    where, texts = order.place, (order.place.words, order.text)
    if building is None:
        return places.NOWHERE
    asked = spot_asked(where, building=building) or places.Spot(stair=where.stair, floor=where.floor)
    if asked.is_exact or where.is_final:
        return asked
    doors = places.dwellings_of(building.id) if places.may_name_spot(*texts) else ()
    said = places.spot_said(texts, doors=doors, floors=building.floors, stair=where.stair)
    return asked if said.stair is not None and said.stair > (building.stairs or said.stair) else said
