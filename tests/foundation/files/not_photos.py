"""Files handed in as photos that are none, one for each way in which a file goes wrong."""

import io
import struct
import zipfile
import zlib
from typing import Final

from PIL import Image


def _jpeg() -> bytes:
    held = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(held, "JPEG")
    return held.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that unpacks to a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _workbook(*, mib: int = 0) -> bytes:
    """Return a zip as spreadsheets are, with so many MiB of nothing in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * (mib * 1024 * 1024))
    return held.getvalue()


NOT_PHOTOS: Final = {
    "empty": b"",
    "wrong type": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "broken encoding": b"\x89PNG\r\n\x1a\n" + b"\xff\xfe\x81\x00" * 200,
    "a sheet of formulas": _workbook(),
    "a zip bomb": _workbook(mib=64),
    "a picture of a billion points": _claims(40_000, 25_000),
    "a protected workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "cut off": _jpeg()[:-400],
    "larger than 10 MB": b"\xff\xd8" + b"0" * (11 * 1024 * 1024),
}
