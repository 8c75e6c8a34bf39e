"""An upload is judged by what it is, and only its pixels are kept."""

import io
import struct
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from linli.foundation.files import images
from linli.foundation.files.images import UnusablePhoto, redraw

RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS_IFD, GPS_LATITUDE, ORIENTATION, MAKE = 0x8825, 2, 0x0112, 0x010F


def picture(width: int = 640, height: int = 480, *, mode: str = "RGB", colour: Any = RED) -> Image.Image:
    return Image.new(mode, (width, height), colour)


def saved(image: Image.Image, kind: str = "JPEG", **more: Any) -> io.BytesIO:
    target = io.BytesIO()
    image.save(target, kind, **more)
    target.seek(0)
    return target


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class TestOneAtATime:
    def test_a_large_picture_waits_until_the_one_before_is_drawn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        at_once, most, real = [0], [0], images._decoded

        def decoded(content: bytes) -> Image.Image:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
            time.sleep(0.02)
            at_once[0] -= 1
            return real(content)

        monkeypatch.setattr(images, "_decoded", decoded)
        with ThreadPoolExecutor(4) as pool:
            drawn = list(pool.map(redraw, [saved(picture()) for _ in range(4)]))

        assert (len(drawn), most[0]) == (4, 1)


class TestKept:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_the_three_formats_become_a_jpeg(self, kind: str) -> None:
        photo, thumbnail = redraw(saved(picture(), kind))
        assert opened(photo.content).format == opened(thumbnail.content).format == "JPEG"
        assert (photo.width, photo.height) == (640, 480)
        assert (thumbnail.width, thumbnail.height) == (320, 240)

    @pytest.mark.parametrize(("size", "becomes"), [((4000, 3000), (1600, 1200)), ((1000, 4000), (400, 1600))])
    def test_the_longer_side_is_at_most_1600(self, size: tuple[int, int], becomes: tuple[int, int]) -> None:
        photo, _ = redraw(saved(picture(*size)))
        assert opened(photo.content).size == (photo.width, photo.height) == becomes

    def test_position_camera_and_notes_are_gone(self) -> None:
        notes = Image.Exif()
        notes[MAKE] = "Telephone 3000"
        notes[GPS_IFD] = {GPS_LATITUDE: (30.0, 15.0, 7.0)}
        upload = saved(picture(), exif=notes, comment=b"flat 301", icc_profile=b"x" * 200)
        assert b"Telephone 3000" in upload.getvalue()
        for drawn in redraw(upload):
            assert len(opened(drawn.content).getexif()) == 0
            assert not {"exif", "comment", "icc_profile"} & set(opened(drawn.content).info)
            assert b"Telephone" not in drawn.content

    def test_a_photo_taken_sideways_stands_upright(self) -> None:
        image = picture(400, 200)
        image.paste(BLUE, (0, 0, 200, 200))
        turned = Image.Exif()
        turned[ORIENTATION] = 6  # the camera was held a quarter to the left
        photo, _ = redraw(saved(image, exif=turned))
        assert (photo.width, photo.height) == (200, 400)
        assert near(opened(photo.content).getpixel((100, 40)), BLUE)

    def test_a_page_hidden_behind_the_picture_is_gone(self) -> None:
        upload = io.BytesIO(saved(picture()).getvalue() + b"<script>alert(1)</script>")
        photo, _ = redraw(upload)
        assert b"<script>" not in photo.content

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_of_a_moving_picture_the_first_frame_is_kept(self, kind: str) -> None:
        upload = saved(picture(), kind, save_all=True, append_images=[picture(colour=BLUE)], duration=100)
        photo, _ = redraw(upload)
        assert near(opened(photo.content).getpixel((5, 5)), RED)

    def test_what_is_transparent_becomes_white(self) -> None:
        photo, _ = redraw(saved(picture(mode="RGBA", colour=(0, 0, 0, 0)), "PNG"))
        assert near(opened(photo.content).getpixel((5, 5)), (255, 255, 255))

    @pytest.mark.parametrize("mode", ["L", "1", "CMYK"])
    def test_other_kinds_of_colour_are_understood(self, mode: str) -> None:
        photo, _ = redraw(saved(picture(mode=mode, colour=0), "JPEG" if mode == "CMYK" else "PNG"))
        assert opened(photo.content).mode == "RGB"

    def test_a_picture_of_one_pixel_is_a_picture(self) -> None:
        photo, thumbnail = redraw(saved(picture(1, 1)))
        assert (photo.width, thumbnail.height) == (1, 1)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int) -> io.BytesIO:
    """Return a PNG of a few bytes that claims to be very large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


class TestRefused:
    def refused(self, upload: io.BytesIO) -> str:
        with pytest.raises(UnusablePhoto) as caught:
            redraw(upload)
        return str(caught.value)

    @pytest.mark.parametrize(
        "content",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"%PDF-1.7 ...",
            b"MZ\x90\x00" * 40,
            b"GIF89a",
            b"\xff\xd8\xff\xe0",
        ],
    )
    def test_what_is_no_photo_is_refused_whatever_its_name(self, content: bytes) -> None:
        upload = io.BytesIO(content)
        upload.name = "holiday.jpg"
        assert "JPEG" in self.refused(upload)

    @pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO"])
    def test_formats_with_a_long_history_of_faults_are_not_opened(self, kind: str) -> None:
        assert "JPEG" in self.refused(saved(picture(64, 64), kind))

    def test_half_a_photo_is_refused(self) -> None:
        content = saved(picture(800, 600)).getvalue()
        assert "JPEG" in self.refused(io.BytesIO(content[: len(content) // 2]))

    @pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
    def test_apple_s_format_is_named_with_a_way_out(self, brand: bytes) -> None:
        assert "HEIC" in self.refused(io.BytesIO(b"\0\0\0\x18ftyp" + brand + b"\0" * 40))

    def test_an_empty_file_is_named(self) -> None:
        assert "empty" in self.refused(io.BytesIO(b""))

    def test_a_file_of_more_than_ten_megabytes_is_named_with_the_limit(self) -> None:
        assert "10 MB" in self.refused(io.BytesIO(b"\xff\xd8" + b"\0" * (10 * 1024 * 1024)))

    @pytest.mark.parametrize("side", [8_001, 10_000, 12_000, 60_000])
    def test_a_bomb_is_refused_by_its_header_without_decoding(self, side: int) -> None:
        assert "64 million" in self.refused(claiming(side, side))

    def test_pillow_s_own_guard_stands_at_the_same_limit(self) -> None:
        assert images.MAX_PIXELS == Image.MAX_IMAGE_PIXELS
