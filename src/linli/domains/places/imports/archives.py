"""Takes a Shapefile out of its zip without trusting the zip: counted, measured, never out of one's own folder.

A zip of kilobytes can unpack to terabytes and name files anywhere. Only the five parts of one Shapefile are written,
under names of our own, and no more bytes than were allowed.
"""

import lzma
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from linli.foundation.territory.geojson import UnreadableFile

MOST_MEMBERS = 200
MOST_UNPACKED_BYTES = 1_000_000_000
NEEDED, WELCOME = (".shp", ".shx", ".dbf"), (".prj", ".cpg")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_STEP = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_SHP_HEADER, _DBF_HEADER = 100, 32

Parts = Mapping[str, zipfile.ZipInfo]


def unpack_shapefile(data: bytes, *, layer: str, folder: Path) -> Path:
    """Write the parts of the zip's one Shapefile, or of the one named, into a folder; returns the path of its ``.shp``.

    Raises :class:`~linli.foundation.territory.geojson.UnreadableFile` for a zip that is cut off, locked, too large
    unpacked or without a whole Shapefile, and where several are in it and none is named.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _chosen(_shapefiles(_members(archive)), layer)
            left = MOST_UNPACKED_BYTES
            for ending, member in parts.items():
                left -= _write(archive, member, folder / f"buildings{ending}", most=left)
    except UnreadableFile:
        raise
    except _BROKEN:
        raise UnreadableFile(_("The zip is damaged or cut off. Pack and bring it again.")) from None
    _check_whole(folder)
    return folder / "buildings.shp"


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        text = _("The zip holds more than %(most)d files. Pack the Shapefile alone.")
        raise UnreadableFile(text % {"most": MOST_MEMBERS})
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise UnreadableFile(_too_large())
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFile(_("The zip is locked with a password. Pack it without one."))
    return members


def _shapefiles(members: list[zipfile.ZipInfo]) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Return the parts of each Shapefile by its path without ending; what macOS adds is left out."""
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        path = PurePosixPath(_name(member).replace("\\", "/"))
        ending = path.suffix.lower()
        if ending in (*NEEDED, *WELCOME) and "__MACOSX" not in path.parts:
            found.setdefault(str(path.with_suffix("")).lower(), {})[ending] = member
    return {stem: parts for stem, parts in found.items() if ".shp" in parts}


def _chosen(found: Mapping[str, Parts], layer: str) -> Parts:
    if not found:
        raise UnreadableFile(_("The zip holds no Shapefile. It needs a .shp, a .shx and a .dbf file."))
    by_name = {PurePosixPath(stem).name: parts for stem, parts in found.items()}
    if layer:
        if layer.lower() not in by_name:
            text = _("The file has no layer %(layer)s; it has: %(names)s.")
            raise UnreadableFile(text % {"layer": layer, "names": listed(by_name)})
        parts = by_name[layer.lower()]
    elif len(found) > 1:
        raise UnreadableFile(_several(by_name))
    else:
        (parts,) = found.values()
    for ending in NEEDED:
        if ending not in parts:
            text = _("The Shapefile lacks its %(ending)s file. Pack .shp, .shx and .dbf together.")
            raise UnreadableFile(text % {"ending": ending})
    return parts


def listed(names: Mapping[str, object] | list[str]) -> str:
    """Return the names of layers as a sentence shows them, the first ten."""
    return ", ".join(list(names)[:10])


def _several(names: Mapping[str, object] | list[str]) -> str:
    return _("The file has several layers: %(names)s. Say which one holds the buildings.") % {"names": listed(names)}


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows in China writes it in GBK without saying so, and zipfile then reads cp437."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, *, most: int) -> int:
    """Write one member and return its bytes; the size a zip states is not believed."""
    written = 0
    with archive.open(member) as source, path.open("xb") as target:
        while block := source.read(_STEP):
            written += len(block)
            if written > most:
                raise UnreadableFile(_too_large())
            target.write(block)
    return written


def _check_whole(folder: Path) -> None:
    """Compare the sizes that the headers state with those of the files: GDAL reads a cut-off file as far as it goes."""
    shp, dbf = folder / "buildings.shp", folder / "buildings.dbf"
    head = _head(shp, _SHP_HEADER)
    if len(head) < _SHP_HEADER or head[:4] != b"\x00\x00\x27\x0a":
        raise UnreadableFile(_("The .shp file is damaged or cut off. Export it again."))
    if int.from_bytes(head[24:28], "big") * 2 > shp.stat().st_size:
        raise UnreadableFile(_("The .shp file is damaged or cut off. Export it again."))
    head = _head(dbf, _DBF_HEADER)
    rows, first, length = (int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    if len(head) < _DBF_HEADER or first + rows * length > dbf.stat().st_size:
        raise UnreadableFile(_("The .dbf file is damaged or cut off. Export it again."))


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _too_large() -> str:
    return _("Unpacked, the zip has more than %(most)d MB.") % {"most": MOST_UNPACKED_BYTES // 1_000_000}
