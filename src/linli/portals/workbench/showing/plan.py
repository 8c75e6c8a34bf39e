"""Draws the community's flat plan for staff: grids by name, buildings, and a pin for every place with open matters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.domains.cases.facade import CasePoint
from linli.domains.places.facade import PlanMap, PlanShape
from linli.foundation.design.glyphs import GLYPHS
from linli.portals.workbench.showing.clocks import LOOK_OF_SHAPE

NEAR_M: Final = 12.0
"""Points closer than this are one pin: they would cover each other."""
PIN_HEIGHT: Final = 24
SCREEN_WIDTH: Final = 900.0
"""How wide the plan is drawn; pins and labels are sized for it."""
MANY_PINS: Final = 60
MOST_LABELS: Final = 150
_ORDER: Final = ("late", "new", "verify", "doing", "pause", "done")
_NUMBER: Final = re.compile(r"[A-Za-z]?\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One place with open matters: where on the plan (metres), what its plate says, which look is the most urgent.

    ``id`` is the building's, or for matters outdoors the cell of the plan they lie in: column and row, ``3.-1``.
    """

    id: str
    x: float
    y: float
    place: str
    plate: str
    look: str
    cases: tuple[UUID, ...]
    late: int
    url: str

    @property
    def words(self) -> str:
        """The pin in words: place and count."""
        return ngettext("%(place)s: %(n)d open matter", "%(place)s: %(n)d open matters", len(self.cases)) % {
            "place": self.place, "n": len(self.cases),
        }  # fmt: skip


def near_m(plan: PlanMap) -> float:
    """Return how close matters outdoors are gathered into one pin: the side of a cell, in metres."""
    return max(NEAR_M, plan.width_m / SCREEN_WIDTH * PIN_HEIGHT)


def place_url(community: str, *, at: str = "", floor: int | None = None, room: str = "") -> str:
    """Return the map's address with a building or pin opened, a floor of it, and a room (``2-502``) there."""
    given = {"community": community, "at": at, "floor": "" if floor is None else str(floor), "room": room}
    return f"{reverse('workbench:map')}?{urlencode({name: value for name, value in given.items() if value})}"


def pins_of(points: Iterable[CasePoint], *, plan: PlanMap, community: str) -> tuple[Pin, ...]:
    """Gather points into pins, one for each building and one for those outdoors that would cover each other.

    The most urgent place comes first.
    """
    near = near_m(plan)
    houses = {shape.id: shape for shape in plan.buildings}
    groups: dict[str, list[CasePoint]] = {}
    for point in points:
        x, y = plan.to_lonlat.xy(point.longitude, point.latitude)
        house = str(point.building)
        groups.setdefault(house if house in houses else f"{round(x / near)}.{round(y / near)}", []).append(point)
    pins = [_pin(key, group, plan=plan, house=houses.get(key), community=community) for key, group in groups.items()]
    return tuple(sorted(pins, key=lambda pin: (-pin.late, _ORDER.index(pin.look), -len(pin.cases), pin.place)))


def _pin(key: str, group: Sequence[CasePoint], *, plan: PlanMap, house: PlanShape | None, community: str) -> Pin:
    spots = [plan.to_lonlat.xy(point.longitude, point.latitude) for point in group]
    looks = ["late" if point.is_overdue else LOOK_OF_SHAPE.get(point.shape, "new") for point in group]
    names = [point.place for point in group if point.place]
    place = shared_place(names) or _("Outdoors")
    number = _NUMBER.search(place)
    return Pin(
        id=key,
        x=house.cx if house else sum(x for x, _y in spots) / len(spots),
        y=house.cy if house else sum(y for _x, y in spots) / len(spots),
        place=place,
        plate=number[0] if number else "",
        look=min(looks, key=_ORDER.index),
        cases=tuple(point.id for point in group),
        late=looks.count("late"),
        url=place_url(community, at=key),
    )


def shared_place(names: Sequence[str]) -> str:
    """Return what several places have in common: the building, where they are stairs of one."""
    if not names:
        return ""
    if len(set(names)) == 1:
        return names[0]
    words = [name.split() for name in names]
    common = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*words, strict=False))]
    return " ".join(common) or min(names, key=len)


def draw(plan: PlanMap, *, pins: Sequence[Pin], chosen: Pin | None) -> SafeString:
    """Return the plan as inline SVG, every pin a link; empty for a community without buildings and grids."""
    if not plan.buildings and not plan.grids:
        return mark_safe("")
    unit = plan.width_m / SCREEN_WIDTH
    plated = {pin.id for pin in pins if pin.plate}  # the number stands on the pin's plate
    return format_html(
        '<svg class="map" viewBox="{}" preserveAspectRatio="xMidYMid meet" role="group" aria-label="{}">'
        "{}{}{}{}{}</svg>",
        plan.viewbox,
        _("Flat plan with the places of open matters; the same places stand in the list"),
        format_html_join("", '<path class="m-grid" d="{}"/>', ((grid.path,) for grid in plan.grids)),
        format_html_join("", '<path class="m-roof" fill-rule="evenodd" d="{}"/>', ((b.path,) for b in plan.buildings)),
        _names(plan.grids, css="m-gname", unit=unit) if len(plan.grids) <= MOST_LABELS else "",
        _names([b for b in plan.buildings if b.id not in plated], css="m-label", unit=unit)
        if len(plan.buildings) <= MOST_LABELS
        else "",
        format_html_join(
            "", "{}", ((_draw_pin(pin, unit=unit, chosen=chosen, many=len(pins)),) for pin in reversed(pins))
        ),
    )


def _names(shapes: Iterable[PlanShape], *, css: str, unit: float) -> SafeString:
    return format_html_join(
        "",
        '<g transform="translate({} {}) scale({})"><text class="{}" dy=".36em">{}</text></g>',
        ((f"{shape.cx:.1f}", f"{shape.cy:.1f}", f"{unit:.3f}", css, _short(shape.label, css=css)) for shape in shapes),
    )


def _short(label: str, *, css: str) -> str:
    number = _NUMBER.search(label)
    return number[0] if css == "m-label" and number else label


def _draw_pin(pin: Pin, *, unit: float, chosen: Pin | None, many: int) -> SafeString:
    """Draw plate, shape and count; with very many pins on the plan each is drawn a little smaller."""
    scale = unit * (0.8 if many > MANY_PINS else 1.0)
    plate_width = 10 + 8 * len(pin.plate) if pin.plate else 0
    count = str(len(pin.cases))
    width = plate_width + 30 + 8 * len(count)
    left = -width / 2
    plate = format_html(
        '<path class="pin-plate" d="M{} -38h{}v{}h-{}a4 4 0 0 1-4-4v-16a4 4 0 0 1 4-4Z"/>'
        '<text class="pin-number" x="{}" y="-21">{}</text>',
        f"{left + 4:.1f}", f"{plate_width - 4:.1f}", PIN_HEIGHT, f"{plate_width - 4:.1f}",
        f"{left + plate_width / 2:.1f}", pin.plate,
    ) if pin.plate else ""  # fmt: skip
    return format_html(
        '<a href="{}" data-place="{}" class="pin pin-{}{}"{} transform="translate({} {}) scale({})"><title>{}</title>'
        '<path class="pin-stem" d="M0 0V-14"/><circle r="3"/>'
        '<rect x="{}" y="-38" width="{}" height="{}" rx="4"/>{}'
        '<g transform="translate({} -33) scale(.875)">{}</g><text x="{}" y="-21">{}</text></a>',
        pin.url,
        pin.id,
        pin.look,
        " pin-on" if chosen and chosen.id == pin.id else "",
        mark_safe(' aria-current="true"') if chosen and chosen.id == pin.id else "",
        f"{pin.x:.1f}",
        f"{pin.y:.1f}",
        f"{scale:.3f}",
        pin.words,
        f"{left:.1f}",
        f"{width:.1f}",
        PIN_HEIGHT,
        plate,
        f"{left + plate_width + 6:.1f}",
        mark_safe(GLYPHS[pin.look]),  # noqa: S308 - a constant of the design room
        f"{left + plate_width + 23:.1f}",
        count,
    )
