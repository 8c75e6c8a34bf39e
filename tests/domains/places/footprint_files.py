"""Files of footprints as cities bring them, made for a test: GeoJSON, Shapefile in a zip, GeoPackage, OSM extract."""

import json
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio import raw

LON, LAT, SIDE, STEP = 113.93, 22.53, 0.0002, 0.0005
Columns = Mapping[str, Sequence[Any]]


def house(column: int, row: int = 0, *, side: float = SIDE) -> shapely.Polygon:
    west, south = round(LON + column * STEP, 7), round(LAT - row * STEP, 7)
    return shapely.box(west, south, round(west + side, 7), round(south + side, 7))


def geojson(*shapes: Any, **properties: object) -> bytes:
    features = [
        {"type": "Feature", "properties": properties, "geometry": shape if isinstance(shape, dict) else _mapping(shape)}
        for shape in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _mapping(shape: Any) -> Any:
    return None if shape is None else json.loads(shapely.to_geojson(shape))


def _write(path: Path, shapes: Sequence[Any], columns: Columns, **how: Any) -> None:
    values = [np.array(column, dtype=object if isinstance(column[0], str) else float) for column in columns.values()]
    wkb = shapely.to_wkb(np.array(shapes, dtype=object))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL warns of a file without a system, which is what some tests want
        raw.write(path, wkb, values, list(columns), geometry_type="Polygon", **how)


def shapefile(
    folder: Path,
    shapes: Sequence[Any],
    columns: Columns,
    *,
    crs: str | None = "EPSG:4490",
    encoding: str = "GBK",
    without: Sequence[str] = (),
    name: str = "楼栋",
) -> dict[str, bytes]:
    """The parts of a Shapefile by name."""
    target = folder / f"shape{len(list(folder.iterdir()))}"
    target.mkdir()
    _write(target / "a.shp", shapes, columns, crs=crs, encoding=encoding, driver="ESRI Shapefile")
    return {f"{name}{path.suffix}": path.read_bytes() for path in target.iterdir() if path.suffix not in without}


def packed(*shapefiles: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for parts in shapefiles:
            for name, data in parts.items():
                archive.writestr(name, data)
    return target.getvalue()


def geopackage(folder: Path, layers: Mapping[str, Sequence[Any]], columns: Columns, *, crs: str | None) -> bytes:
    path = folder / "a.gpkg"
    for layer, shapes in layers.items():
        _write(path, shapes, columns, crs=crs, driver="GPKG", layer=layer, append=path.exists())
    return path.read_bytes()


def osm(ways: Sequence[tuple[Any, Mapping[str, str]]]) -> bytes:
    """An OSM extract of closed ways with their tags (osmformat.proto)."""
    texts = [b""]
    nodes, lines = b"", b""
    count = 0
    for at, (shape, tags) in enumerate(ways, start=1):
        refs = []
        for lon, lat in list(shape.exterior.coords)[:-1]:
            count += 1
            refs.append(count)
            where = (_zigzag(count), _zigzag(round(lat * 1e7)), _zigzag(round(lon * 1e7)))
            nodes += _field(1, _number(1, where[0]) + _number(8, where[1]) + _number(9, where[2]))
        pairs = []
        for key, value in tags.items():
            texts += [key.encode(), value.encode()]
            pairs.append((len(texts) - 2, len(texts) - 1))
        refs.append(refs[0])
        steps = [refs[0], *(after - before for before, after in pairwise(refs))]
        keys = b"".join(_varint(key) for key, _value in pairs)
        values = b"".join(_varint(value) for _key, value in pairs)
        way = _number(1, at) + _field(2, keys) + _field(3, values)
        lines += _field(3, way + _field(8, b"".join(_varint(_zigzag(step)) for step in steps)))
    table = _field(1, b"".join(_field(1, text) for text in texts))
    header = _field(4, b"OsmSchema-V0.6")
    return (
        _block(b"OSMHeader", header)
        + _block(b"OSMData", table + _field(2, nodes))
        + _block(b"OSMData", table + _field(2, lines))
    )


def _block(kind: bytes, content: bytes) -> bytes:
    body = _number(2, len(content)) + _field(3, zlib.compress(content))
    head = _field(1, kind) + _number(3, len(body))
    return len(head).to_bytes(4, "big") + head + body


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _varint(value: int) -> bytes:
    found = b""
    while value > 0x7F:
        found += bytes([value & 0x7F | 0x80])
        value >>= 7
    return found + bytes([value])
