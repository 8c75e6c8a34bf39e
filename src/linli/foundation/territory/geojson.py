"""Reads GeoJSON files feature by feature: outlines in WGS 84, and a reason in words for every one that is refused.

The datum is asked of whoever brings the file, never guessed: a file of a Chinese map and one of a receiver look alike
and lie half a kilometre apart. Features are parsed one at a time, so a file of a whole city fits into memory.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _

from linli.kernel.geo import Datum, convert
from linli.kernel.shapes import Area, IssueCode, ShapeIssue, read_polygon

_BLANK = " \t\r\n"


class UnreadableFile(ValueError):
    """Raised when a file is not GeoJSON at all; the sentence is fit for the person who brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """One feature that was not taken; ``row`` counts from 1, ``part`` within a MultiPolygon (0: the whole feature)."""

    row: int
    reason: str
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import took and what it refused, row by row."""

    taken: int
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadShape:
    """One outline of a file in WGS 84, with the properties of its feature."""

    row: int
    part: int
    shape: Area
    properties: Mapping[str, Any]


def read_shapes(data: bytes, *, datum: Datum, is_split: bool = False) -> Iterator[ReadShape | RefusedRow]:
    """Read the outlines of a GeoJSON file (FeatureCollection, UTF-8) given in a datum.

    With ``is_split`` every polygon of a MultiPolygon is an outline of its own. Raises :class:`UnreadableFile`.
    """
    for row, feature in enumerate(features_of(data), start=1):
        geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
        if not isinstance(geometry, Mapping):
            yield RefusedRow(row=row, reason=_("The feature has no outline."))
            continue
        properties = feature.get("properties")
        for part, piece in pieces_of(geometry, is_split=is_split):
            shape = read_polygon(piece)
            if isinstance(shape, ShapeIssue):
                yield RefusedRow(row=row, part=part, reason=reason_for(shape))
                continue
            yield ReadShape(
                row=row,
                part=part,
                shape=_in_wgs84(shape, datum=datum),
                properties=properties if isinstance(properties, Mapping) else {},
            )


def reason_for(issue: ShapeIssue) -> str:
    """Return in words what is wrong with an outline and, where it is known, at which point."""
    sentence = _reasons()[issue.code]
    if issue.lon is None or issue.lat is None:
        return sentence
    return _("%(reason)s It shows at %(lon).6f, %(lat).6f.") % {
        "reason": sentence,
        "lon": issue.lon,
        "lat": issue.lat,
    }


def _reasons() -> dict[IssueCode, str]:
    return {
        IssueCode.NOT_A_POLYGON: _("This is a point or a line, not an area."),
        IssueCode.MALFORMED: _("The coordinates cannot be read."),
        IssueCode.NOT_CLOSED: _("The outline is not closed: its last point must be its first."),
        IssueCode.TOO_FEW_POINTS: _("The outline has too few points."),
        IssueCode.OUT_OF_RANGE: _("The coordinates are not degrees. Export the file in longitude and latitude."),
        IssueCode.SWAPPED_AXES: _("Longitude and latitude are swapped. Longitude comes first."),
        IssueCode.SELF_CROSSING: _("The outline crosses itself."),
        IssueCode.HOLE_OUTSIDE: _("A hole lies outside the outline."),
        IssueCode.PARTS_OVERLAP: _("Parts of the area overlap each other."),
        IssueCode.INSIDE_CUT_APART: _("Holes cut the area apart."),
        IssueCode.NO_AREA: _("The outline encloses less than half a square metre."),
        IssueCode.INVALID: _("The outline is not valid."),
    }


def _in_wgs84(shape: Area, *, datum: Datum) -> Area:
    if datum is Datum.WGS84:
        return shape
    moved: Area = shapely.transform(shape, lambda points: convert(points, source=datum, target=Datum.WGS84))
    return moved


def write_grids(grids: Iterable[tuple[str, str, str, bytes]]) -> str:
    """Return grids (code, name, kind, WKB in degrees) as GeoJSON in WGS 84 (RFC 7946): :func:`read_shapes` reads it."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "kind": kind},
            "geometry": shapely.geometry.mapping(shapely.from_wkb(wkb)),
        }
        for code, name, kind, wkb in grids
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def features_of(data: bytes, *, encoding: str = "utf-8-sig") -> Iterator[Any]:
    """Yield the members of a GeoJSON file's ``features`` one at a time; raises :class:`UnreadableFile`."""
    try:
        yield from _walk(_decoded(data, encoding))
    except UnreadableFile:
        raise
    except (ValueError, IndexError, RecursionError):  # a number of five thousand digits is a mere ValueError
        raise UnreadableFile(_("The file is not complete GeoJSON. Export it again.")) from None


def pieces_of(geometry: Mapping[str, Any], *, is_split: bool) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield a geometry as part 0, or with ``is_split`` each polygon of a MultiPolygon with its number from 1."""
    parts = geometry.get("coordinates")
    if is_split and geometry.get("type") == "MultiPolygon" and isinstance(parts, list) and parts:
        for part, coordinates in enumerate(parts, start=1):
            yield part, {"type": "Polygon", "coordinates": coordinates}
    else:
        yield 0, geometry


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(_("The file is not UTF-8 text. Export it as GeoJSON in UTF-8.")) from None


def _walk(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = _expect(text, 0, "{")
    while True:
        key, at = decoder.raw_decode(text, _skip(text, at))
        at = _skip(text, _expect(text, at, ":"))
        if key == "features" and text[at] == "[":
            yield from _members(text, at + 1, decoder)
            return
        _value, at = decoder.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == "}":
            raise UnreadableFile(_("The file holds no list of features."))
        at = _expect(text, at, ",")


def _members(text: str, at: int, decoder: json.JSONDecoder) -> Iterator[Any]:
    at = _skip(text, at)
    while text[at] != "]":
        member, at = decoder.raw_decode(text, at)
        yield member
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        elif text[at] != "]":
            raise json.JSONDecodeError("not a list", text, at)


def _skip(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at


def _expect(text: str, at: int, character: str) -> int:
    at = _skip(text, at)
    if text[at] != character:
        raise json.JSONDecodeError(character, text, at)
    return at + 1
