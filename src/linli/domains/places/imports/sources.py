"""Finds out what a file is by its first bytes, whatever it is called, and opens it.

GeoJSON and OSM extracts hold degrees by their standards. A Shapefile or GeoPackage must say its system, or somebody
must: coordinates of a neighbouring zone look as good as the right ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from linli.domains.places.imports.asked import CHUNK, MOST_FILE_BYTES, MOST_ROWS, Asked, Piece, Source, too_many
from linli.domains.places.imports.letters import encoding_named
from linli.domains.places.imports.signatures import Kind, kind_of
from linli.foundation.territory.geojson import UnreadableFile, features_of, pieces_of
from linli.kernel.outlines import polygons_of


@contextmanager
def opened(data: bytes, asked: Asked) -> Iterator[Source]:
    """Open a file of footprints; what it was unpacked to is gone afterwards.

    Raises :class:`~linli.foundation.territory.geojson.UnreadableFile`, also while the chunks are read.
    """
    if len(data) > MOST_FILE_BYTES:
        text = _("The file has %(size)d MB, at most %(most)d MB are read.")
        raise UnreadableFile(text % {"size": len(data) // 1_000_000, "most": MOST_FILE_BYTES // 1_000_000})
    kind = kind_of(data)
    if kind is Kind.GEOJSON:
        encoding = encoding_named(asked.encoding) if asked.encoding else "utf-8-sig"
        yield Source(crs=asked.crs, chunks=_geojson(data, encoding="utf-8-sig" if encoding == "utf-8" else encoding))
        return
    with TemporaryDirectory(prefix="linli-") as name:
        from linli.domains.places.imports.tables import open_table  # noqa: PLC0415 - GDAL comes when it is needed

        yield open_table(data, asked, kind=kind, folder=Path(name))


def _geojson(data: bytes, *, encoding: str) -> Iterator[list[Piece]]:
    pieces = _geojson_pieces(features_of(data, encoding=encoding))
    while chunk := list(islice(pieces, CHUNK)):
        polygons = [piece for piece in chunk if piece.written and piece.written.get("type") == "Polygon"]
        shapes = polygons_of([(piece.written or {}).get("coordinates") for piece in polygons])
        for piece, shape in zip(polygons, shapes, strict=True):
            piece.shape = shape
        yield chunk


def _geojson_pieces(features: Iterable[Any]) -> Iterator[Piece]:
    """Yield a piece for each outline, and one that has nothing written for a feature without any."""
    for row, feature in enumerate(features, start=1):
        if row > MOST_ROWS:
            raise UnreadableFile(too_many())
        geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
        if not isinstance(geometry, Mapping):
            yield Piece(row=row, part=0, shape=None, properties={})
            continue
        found = feature.get("properties")
        properties = found if isinstance(found, Mapping) else {}
        for part, written in pieces_of(geometry, is_split=True):
            yield Piece(row=row, part=part, shape=None, properties=properties, written=written)
