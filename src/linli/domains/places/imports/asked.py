"""What somebody says about a file they bring, where the file itself does not say it, and the pieces it is read into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.geo import Datum

MOST_FILE_BYTES = 500_000_000
"""The largest file that is read at all; pages take less."""
MOST_ROWS = 500_000
"""A file of more features is one of a whole province: it must be cut to the community first."""
CHUNK = 5000
"""How many outlines are looked at together, so that memory does not grow with the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The datum of the coordinates; system, encoding and layer only where the file leaves them open (else empty).

    ``crs`` is a code such as ``EPSG:4547``, ``encoding`` is ``gbk`` or ``utf-8``, ``layer`` the name of a layer or of a
    Shapefile inside its zip.
    """

    datum: Datum
    crs: str = ""
    encoding: str = ""
    layer: str = ""


@dataclass(slots=True, kw_only=True)
class Piece:
    """One outline as the file has it, in the file's own coordinates: a shapely area, or none where it has none.

    ``row`` counts features from 1, ``part`` the polygons of a feature (0: it is one). ``written`` is the geometry of a
    GeoJSON file, kept so that the reason for refusing it can be found.
    """

    row: int
    part: int
    shape: Any
    properties: Mapping[str, Any]
    written: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An open file: its coordinate reference system (empty: degrees in WGS 84 by its standard) and its outlines."""

    crs: str
    chunks: Iterator[list[Piece]]


def unknown_crs(text: str) -> str:
    """Return the sentence for a coordinate reference system that nobody knows."""
    return _("%(crs)s is no coordinate reference system known here.") % {"crs": text[:40]}


def too_many() -> str:
    """Return the sentence for a file of more features than are read."""
    return _("The file has more than %(most)d rows. Cut it to the community first.") % {"most": MOST_ROWS}
