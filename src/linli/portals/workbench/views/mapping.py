"""The map page: buildings and open matters on a plan or in 3D, with the same facts in a list beside it."""

from collections.abc import Sequence
from enum import Enum, auto
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.foundation.design import csp
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import grids
from linli.foundation.territory import queries as territory
from linli.portals.workbench.rail import TERRITORIAL, desk, frame
from linli.portals.workbench.showing.floors import FloorLine, Matter, floor_table, matters_of
from linli.portals.workbench.showing.plan import Pin, draw, near_m, pins_of, place_url
from linli.portals.workbench.showing.rows import row_lines

COMMUNITY_DIGITS = 12
MARKED_MATTERS = 300
"""So many open matters of one place are put on its floors and rooms."""
SHOWN_MATTERS = 50


class Nearness(Enum):
    """Where a matter lies as seen from what was chosen: in the room, on its floor, elsewhere in the building."""

    ROOM = auto()
    FLOOR = auto()
    ELSEWHERE = auto()


@require_safe
@desk(*TERRITORIAL)
def plan(request: HttpRequest) -> HttpResponse:
    """Show the map; ``?at=`` names the building or pin in the panel, ``floor=`` a floor of it, ``room=`` a room there.

    To a request for a part (the map's own script) the panel alone is sent.
    """
    reader = reader_of(request)
    known = territory.communities_within(reader.territory[:COMMUNITY_DIGITS])
    asked = request.GET.get("community", "")
    community = next((one for one in known if one.code == asked), known[0] if known else None)
    if community is None:
        return render(request, "workbench/map.html", {**frame(request, current="map"), "community": None})
    paper = places.plan_of(community.code)
    points = cases.open_points(community.code, at=timezone.now())
    pins = pins_of(points, plan=paper, community=community.code)
    at = request.GET.get("at", "")
    context = {
        "community": community,
        "pins": pins,
        "houses": _houses(community.code, pins=pins),
        "at": at,
        "home_url": place_url(community.code),
        "count": sum(len(pin.cases) for pin in pins),
        "late": sum(pin.late for pin in pins),
        **_about(request, community.code, pins=pins, points=points),
    }
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "workbench/_map_panel.html", context)
    csp.allow_worker(request)
    chosen = next((pin for pin in pins if pin.id == at), None)
    whole = {
        **frame(request, current="map"),
        **context,
        "communities": known if len(known) > 1 else (),
        "drawing": draw(paper, pins=pins, chosen=chosen),
        "files": {name: f"{reverse(f'workbench:map_{name}')}?community={community.code}" for name in FILES},
        "spots": _spots(paper),
    }
    return render(request, "workbench/map.html", whole)


FILES = ("ground", "rooms", "status")


def _houses(community: str, *, pins: Sequence[Pin]) -> list[dict[str, object]]:
    """Return every building with its address on the map and what is open there."""
    counts = {pin.id: len(pin.cases) for pin in pins}
    return [
        {
            "id": str(ref.id),
            "label": ref.label,
            "floors": ref.floors,
            "count": counts.get(str(ref.id), 0),
            "url": place_url(community, at=str(ref.id)),
        }
        for ref in places.buildings_of(community)
    ]


def _spots(paper: places.PlanMap) -> str:
    """Return where the cells of matters outdoors lie: longitude and latitude of the first, and a step to the next."""
    frame_of, side = paper.to_lonlat, near_m(paper)
    return f"{frame_of.lon_0} {frame_of.lat_0} {frame_of.lon_per_m * side} {frame_of.lat_per_m * side}"


def _about(
    request: HttpRequest, community: str, *, pins: Sequence[Pin], points: Sequence[cases.CasePoint]
) -> dict[str, object]:
    """Return what the panel says of the place that was asked for; nothing where there is no such place."""
    at = request.GET.get("at", "")
    pin = next((one for one in pins if one.id == at), None)
    building = _building(at, community=community)
    if pin is None and building is None:
        return {}
    ids = pin.cases[:MARKED_MATTERS] if pin else ()
    lines = row_lines(
        cases.rows(ids) if ids else (),
        territory_code=community, now=timezone.now(), calendar=work_calendar(),
    )  # fmt: skip
    dwellings = places.dwellings_of(building.id) if building else ()
    matters = matters_of(lines, points=points, building=building, dwellings=dwellings)
    floor = _floor(request)
    room = _room(request, dwellings=dwellings, floor=floor)
    table = None
    if building:
        floor = room.floor if room else floor
        table = floor_table(building, dwellings=dwellings, matters=matters, floor=floor, room=room)
    chosen = next((line for line in table.floors if line.is_chosen), None) if table else None
    grid = grids.grid_at(community, building.lon, building.lat) if building else None
    nearness = [_nearness(one, floor=chosen, room=room) for one in matters]
    in_room, here, elsewhere = (
        [one for one, near in zip(matters, nearness, strict=True) if near is wanted] for wanted in Nearness
    )
    return {
        "name": building.label if building else (pin.place if pin else ""),
        "building": building,
        "pin": pin,
        "rooms": len(dwellings),
        "grid": grid,
        "table": table,
        "floor": chosen,
        "floor_rooms": sum(one.floor == chosen.floor for one in dwellings) if chosen else 0,
        "room": room,
        "room_key": places.door_key(room) if room else "",
        "in_room": in_room,
        **_living(reader_of(request), room),
        "here": here[:SHOWN_MATTERS],
        "elsewhere": elsewhere[: max(0, SHOWN_MATTERS - len(here) - len(in_room))],
        "here_count": len(here),
        "elsewhere_count": len(elsewhere),
        "more": len(pin.cases) > SHOWN_MATTERS if pin else False,
        "back_url": _back(community, at=at, floor=chosen, room=room),
    }


def _living(reader: Reader, room: places.DwellingRef | None) -> dict[str, object]:
    """Return who lives in a room, masked, for those who have to do with residents (two statements)."""
    if room is None or not residents.may(reader, residents.LOOK):
        return {}
    return {"may_look": True, "living": residents.people_in([room.id], reader=reader).get(room.id, ())}


def _nearness(matter: Matter, *, floor: FloorLine | None, room: places.DwellingRef | None) -> Nearness:
    if room and matter.spot.dwelling == room.id:
        return Nearness.ROOM
    return Nearness.FLOOR if floor and matter.spot.floor == floor.floor else Nearness.ELSEWHERE


def _floor(request: HttpRequest) -> int | None:
    asked = request.GET.get("floor", "")
    return int(asked) if asked.removeprefix("-").isdecimal() and len(asked) <= len("-999") else None


def _room(
    request: HttpRequest, *, dwellings: Sequence[places.DwellingRef], floor: int | None
) -> places.DwellingRef | None:
    """Return the room asked for: ``502`` where the floor has one of that number, else with its stair, ``2-502``."""
    asked = request.GET.get("room", "")
    doors = places.doors_said(asked, dwellings=dwellings) if asked else ()
    meant = [one for one in doors if floor in {None, one.floor}]
    return meant[0] if len(meant) == 1 else None


def _back(community: str, *, at: str, floor: FloorLine | None, room: places.DwellingRef | None) -> str:
    """Return one storey up: from the room to its floor, from the floor to the building, from there to all."""
    if room and floor:
        return floor.url
    return place_url(community, at=at if floor else "")


def _building(at: str, *, community: str) -> places.BuildingRef | None:
    try:
        return places.building(UUID(at), community=community)
    except (ValueError, places.NoSuchBuilding):
        return None
