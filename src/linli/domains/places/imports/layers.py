"""Opens Shapefile, GeoPackage and OSM extracts through GDAL and gives their outlines in chunks.

GDAL is handed a file only after its own signature was found and under a name of ours, and it must then say that it read
what we meant: one of its two hundred other formats would follow references to other files.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from linli.domains.places.imports.archives import listed
from linli.domains.places.imports.asked import CHUNK, MOST_ROWS, Asked, Piece, too_many
from linli.domains.places.imports.columns import known_columns, read_tags
from linli.domains.places.imports.letters import Decode
from linli.foundation.territory.geojson import UnreadableFile

SHAPEFILE, GEOPACKAGE, OSM = "ESRI Shapefile", "GPKG", "OSM"
_OSM_LAYER, _OSM_TAGS = "multipolygons", "other_tags"
_OSM_BUILDINGS = "building IS NOT NULL AND building <> 'no'"
_BROKEN = (
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    UnicodeDecodeError,
    UnboundLocalError,  # pyogrio 0.12 and 0.13 stumble so over a system's name that is not UTF-8
)
_LOSSLESS = "ISO-8859-1"
"""Every byte is a letter in it, so the bytes of a Shapefile's texts come through and are decoded here, strictly."""

pyogrio.set_gdal_config_options({"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": "NO"})


def crs_of(path: Path, *, driver: str, layer: str | None) -> str:
    """Return the coordinate reference system that a file names, or nothing; raises :class:`UnreadableFile`."""
    with _said_in_words():
        found = pyogrio.read_info(path, layer=layer, encoding=_LOSSLESS if driver == SHAPEFILE else None)
    if found["driver"] != driver:
        raise UnreadableFile(damaged())
    crs = found["crs"] or ""
    return "" if "Undefined" in crs else crs


def layer_of(path: Path, asked: Asked) -> str:
    """Return the GeoPackage's layer that was asked for, or its only one of areas; raises :class:`UnreadableFile`."""
    with _said_in_words():
        found = {str(name): str(kind) for name, kind in pyogrio.list_layers(path)}
    if asked.layer:
        if asked.layer in found:
            return asked.layer
        text = _("The file has no layer %(layer)s; it has: %(names)s.")
        raise UnreadableFile(text % {"layer": asked.layer, "names": listed(found)})
    areas = [name for name, kind in found.items() if "Polygon" in kind or kind.startswith("Unknown")]
    if not areas:
        raise UnreadableFile(_("The file holds no layer of areas."))
    if len(areas) > 1:
        text = _("The file has several layers: %(names)s. Say which one holds the buildings.")
        raise UnreadableFile(text % {"names": listed(areas)})
    return areas[0]


def read_table(path: Path, *, layer: str | None, decode: Decode | None) -> Iterator[list[Piece]]:
    """Yield the outlines of a Shapefile (with how its texts are decoded) or GeoPackage; each polygon is one of its own.

    Raises :class:`UnreadableFile`.
    """
    encoding = _LOSSLESS if decode else None
    text = decode or _as_it_is
    with _said_in_words():
        found = pyogrio.read_info(path, layer=layer, encoding=encoding)
    if found["features"] > MOST_ROWS:
        raise UnreadableFile(too_many())
    names = {name: text(name) for name in found["fields"].tolist()}
    words = known_columns(names.values(), encoding=decode.encoding if decode else "utf-8")
    columns = {name: words[plain] for name, plain in names.items() if plain in words}
    read = 0
    while True:
        with _said_in_words():
            meta, _fids, geometry, fields = pyogrio.raw.read(
                path,
                layer=layer,
                encoding=encoding,
                columns=list(columns),
                force_2d=True,
                skip_features=read,
                max_features=CHUNK,
            )
        if geometry is None:
            raise UnreadableFile(_("The file holds no layer of areas."))
        rows = _rows([columns[name] for name in meta["fields"].tolist()], fields, text=text)
        pieces = [
            piece for at, shape in enumerate(_shapes(geometry)) for piece in _split(read + at + 1, shape, rows(at))
        ]
        if pieces:
            yield pieces
        read += len(geometry)
        if read > MOST_ROWS:  # some files do not say beforehand how many they hold
            raise UnreadableFile(too_many())
        if len(geometry) < CHUNK:
            return


def read_osm(path: Path) -> Iterator[list[Piece]]:
    """Yield the buildings of an OSM extract: closed ways and relations with a building tag, each one building.

    Rows count the buildings alone. Raises :class:`UnreadableFile`.
    """
    with _said_in_words():
        meta, _fids, geometry, fields = pyogrio.raw.read(
            path,
            layer=_OSM_LAYER,
            columns=["name", "building", _OSM_TAGS],
            where=_OSM_BUILDINGS,
            force_2d=True,
            max_features=MOST_ROWS + 1,
        )
    if len(geometry) > MOST_ROWS:
        raise UnreadableFile(too_many())
    named = dict(zip(meta["fields"].tolist(), fields, strict=True))
    for start in range(0, len(geometry), CHUNK):
        shapes = _shapes(geometry[start : start + CHUNK])
        yield [
            Piece(row=at + 1, part=0, shape=_single(shape), properties=_tags(named, at))
            for at, shape in enumerate(shapes, start=start)
        ]


def damaged() -> str:
    """Return the sentence for a file that GDAL cannot read."""
    return _("The file is damaged or cut off. Export it again.")


def _tags(named: Mapping[str, Any], at: int) -> dict[str, Any]:
    return {"name": named["name"][at], **read_tags(named[_OSM_TAGS][at] or "")}


def _rows(words: list[str], fields: Any, *, text: Callable[[str], str]) -> Callable[[int], dict[str, Any]]:
    def row(at: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for word, values in zip(words, fields, strict=True):
            value = values[at]
            if isinstance(value, np.generic):
                value = value.item()
            found.setdefault(word, text(value) if isinstance(value, str) else value)
        return found

    return row


def _shapes(geometry: Any) -> list[Any]:
    """Return the geometries; one that is no geometry at all, such as a ring of two points, is none."""
    return list(shapely.from_wkb(geometry, on_invalid="ignore"))


def _split(row: int, shape: Any, properties: Mapping[str, Any]) -> list[Piece]:
    parts = shape.geoms if shape is not None and shape.geom_type == "MultiPolygon" else ()
    if len(parts) > 1:
        return [Piece(row=row, part=at, shape=part, properties=properties) for at, part in enumerate(parts, start=1)]
    return [Piece(row=row, part=0, shape=_single(shape), properties=properties)]


def _single(shape: Any) -> Any:
    """Return the one polygon of a MultiPolygon that has no other."""
    if shape is not None and shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1:
        return shape.geoms[0]
    return shape


def _as_it_is(text: str) -> str:
    return text


@contextmanager
def _said_in_words() -> Iterator[None]:
    """Say what GDAL raises in one sentence.

    Its warnings concern single rows, which are refused with their reasons. The filter is one for all threads: at worst
    another thread's warning of the same moment is not shown.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    except _BROKEN as error:
        raise UnreadableFile(damaged()) from error
