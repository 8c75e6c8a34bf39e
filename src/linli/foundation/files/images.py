"""Turns what somebody uploaded into a harmless JPEG: judged by its content, decoded, turned upright, drawn afresh.

Only pixels survive: position, camera, time, comments and anything hidden behind the picture are gone. A file's name
and the type its sender claims are never looked at.
"""

import io
from dataclasses import dataclass
from threading import Lock
from typing import IO

from django.utils.translation import gettext
from PIL import Image, ImageOps

MEDIA_TYPE = "image/jpeg"
MAX_UPLOAD_MB = 10
MAX_PIXELS = 64_000_000  # the largest sensor of an ordinary phone; decoded it takes 192 MB at most
MAX_SIDE_PX = 1600
THUMBNAIL_SIDE_PX = 320
QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow's own guard, for anything else that opens a picture
_ONE_AT_A_TIME = Lock()  # the largest picture takes half a gigabyte for a moment: several at once would end the process


class UnusablePhoto(ValueError):
    """Raised when a file cannot become a photo; its text is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn JPEG with its size in pixels."""

    content: bytes
    width: int
    height: int


def redraw(upload: IO[bytes]) -> tuple[Picture, Picture]:
    """Return the photo, at most 1600 px on its longer side, and its 320 px thumbnail, both as JPEG.

    Takes JPEG, PNG and WebP of at most 10 MB and 64 million pixels; of a moving picture the first frame. Raises
    :class:`UnusablePhoto` for anything else. A process draws one picture at a time.
    """
    content = upload.read(MAX_UPLOAD_MB * 1024 * 1024 + 1)
    _refuse_by_content(content)
    with _ONE_AT_A_TIME:
        image = _decoded(content)
        image.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
    photo = _drawn(image)
    if max(image.size) <= THUMBNAIL_SIDE_PX:
        return photo, photo
    image.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX), Image.Resampling.LANCZOS)
    return photo, _drawn(image)


def _refuse_by_content(content: bytes) -> None:
    if not content:
        raise UnusablePhoto(gettext("This photo is empty. Please choose it again; what you wrote is kept."))
    if len(content) > MAX_UPLOAD_MB * 1024 * 1024:
        raise UnusablePhoto(
            gettext("This photo is larger than %(limit)d MB. Please send a smaller one; what you wrote is kept.")
            % {"limit": MAX_UPLOAD_MB}
        )
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        raise UnusablePhoto(
            gettext(
                "This photo is in Apple's HEIC format, which we cannot open. In the iPhone's settings choose "
                "Camera, Formats, Most Compatible, or send a screenshot of it; what you wrote is kept."
            )
        )


def _decoded(content: bytes) -> Image.Image:
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=_FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        image.draft("RGB", (2 * MAX_SIDE_PX, 2 * MAX_SIDE_PX))  # a large JPEG is already decoded smaller
        image.load()
        return _flat(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, MemoryError) as error:
        if isinstance(error, UnusablePhoto):
            raise
        raise UnusablePhoto(
            gettext("This file is not a photo we can open. JPEG, PNG and WebP work; what you wrote is kept.")
        ) from error


def _flat(image: Image.Image) -> Image.Image:
    """Return plain RGB; what was transparent becomes white paper."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, _WHITE)
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def _drawn(image: Image.Image) -> Picture:
    target = io.BytesIO()
    clean = Image.frombytes("RGB", image.size, image.tobytes())  # leaves every note of the old picture behind
    clean.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(content=target.getvalue(), width=clean.width, height=clean.height)


def _too_many_pixels() -> UnusablePhoto:
    return UnusablePhoto(
        gettext("This photo has more than %(limit)d million pixels. Please send a smaller one; what you wrote is kept.")
        % {"limit": MAX_PIXELS // 1_000_000}
    )
