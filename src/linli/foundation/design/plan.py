"""Draws the light plan of a community as SVG: buildings, roads, greens and grids, in metres around its middle.

A few kilobytes instead of a map engine. Degrees become metres by a plain equirectangular projection: over the two
kilometres of a community the error stays under ten centimetres. The script reads the same four numbers back to turn a
tap into degrees, so the drawing and the pin agree.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[Point]

_METRES_A_DEGREE: Final = 111_320.0
_MARGIN_METRES: Final = 25.0
_LEAST_METRES: Final = 120.0
_USUAL_WIDTH_PX: Final = 358.0  # labels are drawn for a phone; the script sets them right for the real width


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShape:
    """A thing drawn on the plan; ``rings`` are (lon, lat) in degrees, the first one outside, others holes.

    ``code`` makes a building choosable (the value of the list beside the plan), ``name`` is read aloud, ``label`` is
    what stands on the roof (`3`).
    """

    rings: Sequence[Ring]
    code: str = ""
    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWay:
    """A road or path: (lon, lat) in degrees and a width in metres."""

    line: Ring
    width_metres: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPin:
    """A group of open matters at one place; ``look`` as in ``glyphs.LOOKS``, ``url`` the address of its list."""

    at: Point
    look: str
    plate: str
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one plan shows. Buildings with a ``code`` may be chosen; ``pins`` are for the workbench only."""

    buildings: Sequence[PlanShape]
    ways: Sequence[PlanWay] = ()
    greens: Sequence[PlanShape] = ()
    waters: Sequence[PlanShape] = ()
    grids: Sequence[PlanShape] = ()
    pins: Sequence[PlanPin] = ()
    title: str = ""
    choices: tuple[PlanShape, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the buildings that may be chosen, for the list beside the plan."""
        object.__setattr__(self, "choices", tuple(shape for shape in self.buildings if shape.code))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """The flat sheet: its zero in degrees and the metres a degree has there. y grows to the south, as in SVG."""

    lon: float
    lat: float
    metres_lon: float
    metres_lat: float

    def flat(self, point: Point) -> Point:
        return (point[0] - self.lon) * self.metres_lon, (self.lat - point[1]) * self.metres_lat

    def path(self, rings: Iterable[Ring], *, closed: bool = True) -> str:
        end = "Z" if closed else ""
        return "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(self.flat, ring)) + end for ring in rings if len(ring) > 1
        )


def draw_plan(plan: Plan) -> SafeString:
    """Return the plan as inline SVG, ready for the ``plan-map`` behaviour. Raises ``ValueError`` for an empty plan."""
    points = [point for shape in (*plan.buildings, *plan.grids) for ring in shape.rings for point in ring]
    points += [point for way in plan.ways for point in way.line]
    if not points:
        message = "a plan needs at least one building, grid or way"
        raise ValueError(message)
    sheet = _sheet(points)
    left, top, width, height = _frame([sheet.flat(point) for point in points])
    scale = width / _USUAL_WIDTH_PX
    return format_html(
        '<svg class="map" data-part="plan" viewBox="{} {} {} {}" preserveAspectRatio="xMidYMid slice" role="group"'
        ' tabindex="0" aria-label="{}" data-lon="{}" data-lat="{}" data-metres-lon="{}" data-metres-lat="{}">'
        '<rect class="m-ground" x="{}" y="{}" width="{}" height="{}"/>{}{}{}{}{}{}{}</svg>',
        *(f"{n:.1f}" for n in (left, top, width, height)),
        plan.title,
        *(f"{n:.7f}" for n in (sheet.lon, sheet.lat)),
        *(f"{n:.3f}" for n in (sheet.metres_lon, sheet.metres_lat)),
        *(f"{n:.1f}" for n in (left - width, top - height, 3 * width, 3 * height)),
        _areas(sheet, plan.waters, css="m-water"),
        _areas(sheet, plan.greens, css="m-green"),
        format_html_join(
            "",
            '<path class="m-lane" d="{}" stroke-width="{}"/>',
            ((sheet.path([way.line], closed=False), f"{way.width_metres:g}") for way in plan.ways),
        ),
        _areas(sheet, plan.grids, css="m-grid"),
        format_html_join("", "{}", ((_building(sheet, shape, scale=scale),) for shape in plan.buildings)),
        format_html_join("", "{}", ((_pin(sheet, pin, scale=scale),) for pin in plan.pins)),
        _PIN,
    )


_PIN: Final = mark_safe(
    '<g data-part="pin" data-steady="0,0" visibility="hidden" aria-hidden="true"><path class="m-pin"'
    ' d="M0 0c-9-12-14-18-14-26a14 14 0 0 1 28 0c0 8-5 14-14 26Z"/><circle class="m-pin-eye" cy="-26" r="5"/></g>'
)


def _sheet(points: Sequence[Point]) -> _Sheet:
    lon = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    lat = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    return _Sheet(
        lon=lon, lat=lat, metres_lon=_METRES_A_DEGREE * math.cos(math.radians(lat)), metres_lat=_METRES_A_DEGREE
    )


def _frame(points: Sequence[Point]) -> tuple[float, float, float, float]:
    half_width = max(max(abs(x) for x, _ in points) + _MARGIN_METRES, _LEAST_METRES)
    half_height = max(max(abs(y) for _, y in points) + _MARGIN_METRES, _LEAST_METRES)
    return -half_width, -half_height, 2 * half_width, 2 * half_height


def _areas(sheet: _Sheet, shapes: Sequence[PlanShape], *, css: str) -> SafeString:
    return format_html_join(
        "", '<path class="{}" fill-rule="evenodd" d="{}"/>', ((css, sheet.path(shape.rings)) for shape in shapes)
    )


def _building(sheet: _Sheet, shape: PlanShape, *, scale: float) -> SafeString:
    corners = [sheet.flat(point) for point in shape.rings[0]]
    x = (min(c[0] for c in corners) + max(c[0] for c in corners)) / 2
    y = (min(c[1] for c in corners) + max(c[1] for c in corners)) / 2
    chosen = format_html(
        ' data-place="{}" data-name="{}" data-at="{}"', shape.code, shape.name, f"{x:.1f},{y:.1f}"
    ) if shape.code else ""  # fmt: skip
    label = format_html(
        '<g data-steady="{}" transform="translate({} {}) scale({})"><text class="m-label" dy=".36em">{}</text></g>',
        f"{x:.1f},{y:.1f}", f"{x:.1f}", f"{y:.1f}", f"{scale:.3f}", shape.label,
    ) if shape.label else ""  # fmt: skip
    return format_html(
        '<g{}><path class="m-roof" fill-rule="evenodd" d="{}"/>{}</g>', chosen, sheet.path(shape.rings), label
    )


def _pin(sheet: _Sheet, pin: PlanPin, *, scale: float) -> SafeString:
    x, y = (f"{n:.1f}" for n in sheet.flat(pin.at))
    width = f"{14 + 9 * len(str(pin.count)):d}"
    body = format_html(
        '<g class="pin pin-{}" data-steady="{},{}" transform="translate({} {}) scale({})"><title>{}</title>'
        '<rect x="-4" y="-28" width="{}" height="22" rx="4"/><text x="6" y="-12" font-size="13">{}</text>'
        '<circle r="3.5"/></g>',
        pin.look, x, y, x, y, f"{scale:.3f}", f"{pin.plate} · {pin.count}", width, pin.count,
    )  # fmt: skip
    return format_html('<a href="{}">{}</a>', pin.url, body) if pin.url else body
