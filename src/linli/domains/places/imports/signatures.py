"""What a file is by its first bytes, and whether it ends where it says it ends."""

from enum import StrEnum

from django.utils.translation import gettext as _

from linli.foundation.territory.geojson import UnreadableFile

_HEAD = 64
_PBF_FIRST = b"\x0a\x09OSMHeader"
_LARGEST_PBF_HEAD, _LARGEST_PBF_BLOB = 64 * 1024, 32 * 1024 * 1024
_SQLITE_PAGE_OF_ONE = 65_536


class Kind(StrEnum):
    """The formats that are read."""

    GEOJSON = "geojson"
    SHAPEFILE = "shapefile"
    GEOPACKAGE = "geopackage"
    OSM = "osm"


def kind_of(data: bytes) -> Kind:
    """Return what a file is; raises :class:`UnreadableFile` for an empty one and for any other format."""
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableFile(_("The file is empty."))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.SHAPEFILE
    if data.startswith(b"SQLite format 3\x00"):
        return Kind.GEOPACKAGE
    if data[4:].startswith(_PBF_FIRST):
        return Kind.OSM
    if data.startswith(b"\x00\x00\x27\x0a"):
        raise UnreadableFile(_("This is one part of a Shapefile. Pack .shp, .shx, .dbf and .prj into one zip."))
    if data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return Kind.GEOJSON
    raise UnreadableFile(
        _("This is no file of buildings: bring GeoJSON, a Shapefile packed as zip, a GeoPackage or an .osm.pbf file.")
    )


def check_sqlite_is_whole(data: bytes) -> None:
    """Raise :class:`UnreadableFile` where a GeoPackage is shorter than its header says."""
    page = int.from_bytes(data[16:18], "big")
    pages = int.from_bytes(data[28:32], "big")
    if len(data) < 100 or (_SQLITE_PAGE_OF_ONE if page == 1 else page) * pages > len(data):  # noqa: PLR2004 - the header
        raise UnreadableFile(_("The file is damaged or cut off. Export it again."))


def check_pbf_is_whole(data: bytes) -> None:
    """Raise :class:`UnreadableFile` where an OSM extract's last block is cut off: GDAL would read it as far as it goes.

    The file is a row of blocks, each a length of four bytes, a head that gives the size of its body, and the body.
    """
    at = 0
    while at < len(data):
        head = int.from_bytes(data[at : at + 4], "big")
        at += 4
        body = _body_size(data[at : at + head]) if 0 < head <= _LARGEST_PBF_HEAD else None
        if body is None or body > _LARGEST_PBF_BLOB or at + head + body > len(data):
            raise UnreadableFile(_("The file is damaged or cut off. Export it again."))
        at += head + body


def _body_size(head: bytes) -> int | None:
    """Return field 3 of a protobuf message whose fields are texts (1, 2) and that number; none where it is broken."""
    at = 0
    while at < len(head):
        key = head[at]
        value, at = _varint(head, at + 1)
        if key == 0x18:  # noqa: PLR2004 - field 3, a number
            return value
        if key not in (0x0A, 0x12):
            return None
        at += value
    return None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while at < len(data):
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a number
            break
    return value, at
