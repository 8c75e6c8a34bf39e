"""Draws a community's light plan as inline SVG for the place step: buildings to tap, grids, a pin.

The drawing comes in metres from ``places``; four numbers on the ``<svg>`` let the script turn a tap into degrees. It is
cached with the buildings' own version by the drawing it is made from, so a request only pastes it in.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from linli.domains.places.facade import PlanMap, PlanShape

FRAME_WIDTH_PX = 358
"""How wide the plan is on a phone of 390 px; labels are drawn for it, the script sets them right for others."""
FRAME_RATIO = 358 / 216
FINGER_PX = 16
"""A tap half this far from a roof still means the building."""
MANY = 120
"""More buildings than this would make the page too heavy for an old phone."""
_PLATE_NUMBER = re.compile(r"^\s*([A-Za-z]?\d{1,4}|[A-Za-z])")
_SHORT = 4
_PIN = mark_safe(
    '<path class="m-pin" d="M0 0c-9-12-14-18-14-26a14 14 0 0 1 28 0c0 8-5 14-14 26Z"/>'
    '<circle class="m-pin-eye" cy="-26" r="5"/>'
)


def draw_plan(plan: PlanMap, *, title: str) -> SafeString:
    """Return the plan as ``<svg data-part="plan">``, empty for a community without buildings."""
    return _draw(plan, title) if plan.buildings else mark_safe("")


@lru_cache(maxsize=64)
def _draw(plan: PlanMap, title: str) -> SafeString:
    left, top, width, height = _framed(plan)
    unit = width / FRAME_WIDTH_PX
    degrees = plan.to_lonlat
    return format_html(
        '<svg class="map" data-part="plan" viewBox="{} {} {} {}" preserveAspectRatio="xMidYMid slice" role="group"'
        ' tabindex="0" aria-label="{}" data-lon="{}" data-lat="{}" data-metres-lon="{}" data-metres-lat="{}">'
        '<rect class="m-ground" x="{}" y="{}" width="{}" height="{}"/>{}{}'
        '<g data-part="pin" data-steady="0,0" visibility="hidden" aria-hidden="true">{}</g></svg>',
        *(f"{number:.1f}" for number in (left, top, width, height)),
        title,
        *(f"{number:.7f}" for number in (degrees.lon_0, degrees.lat_0)),
        *(f"{number:.3f}" for number in (1 / degrees.lon_per_m, -1 / degrees.lat_per_m)),
        *(f"{number:.0f}" for number in (left - width, top - height, 3 * width, 3 * height)),
        format_html_join("", '<path class="m-grid" d="{}"/>', ((grid.path,) for grid in plan.grids)),
        _buildings(plan.buildings, unit=unit),
        _PIN,
    )


def _framed(plan: PlanMap) -> tuple[float, float, float, float]:
    """Return the plan's box, grown to the shape of its frame so that nothing of the community is cut off."""
    left, top, width, height = (float(number) for number in plan.viewbox.split())
    wide, high = max(width, height * FRAME_RATIO), max(height, width / FRAME_RATIO)
    return left - (wide - width) / 2, top - (high - height) / 2, wide, high


def _buildings(shapes: Sequence[PlanShape], *, unit: float) -> SafeString:
    """Draw the buildings; very many become one path, and a tap is answered by its coordinates alone."""
    if len(shapes) > MANY:
        return format_html('<path class="m-roof" fill-rule="evenodd" d="{}"/>', "".join(shape.path for shape in shapes))
    return format_html_join("", "{}", ((_building(shape, unit=unit),) for shape in shapes))


def _building(shape: PlanShape, *, unit: float) -> SafeString:
    return format_html(
        '<g data-place="{}" data-name="{}" data-at="{},{}"><path d="{}" fill="none" stroke="#000" stroke-opacity="0"'
        ' stroke-width="{}" vector-effect="non-scaling-stroke" pointer-events="stroke"/>'
        '<path class="m-roof" fill-rule="evenodd" d="{}"/>{}</g>',
        shape.id,
        shape.label,
        f"{shape.cx:.1f}",
        f"{shape.cy:.1f}",
        shape.path,
        FINGER_PX,
        shape.path,
        _label(shape, unit=unit),
    )


def _label(shape: PlanShape, *, unit: float) -> SafeString:
    number = _PLATE_NUMBER.match(shape.label)
    words = number[1] if number else shape.label if len(shape.label) <= _SHORT else ""
    if not words:
        return mark_safe("")
    at = (f"{shape.cx:.1f}", f"{shape.cy:.1f}")
    return format_html(
        '<g data-steady="{},{}" transform="translate({} {}) scale({})"><text class="m-label" dy=".36em">{}</text></g>',
        *at,
        *at,
        f"{unit:.3f}",
        words,
    )


def plan_title(community: str) -> str:
    """Return the sentence a screen reader says for the plan."""
    return _("Plan of %(community)s. Arrow keys move it, plus and minus zoom, Enter sets the pin in the middle.") % {
        "community": community
    }
