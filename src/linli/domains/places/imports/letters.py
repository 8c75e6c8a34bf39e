"""Which letters a Shapefile's bytes are: what somebody says, else what its .cpg file says, else UTF-8 if it is.

Chinese offices still write GBK. Read as something else it gives no error but other characters, so nothing is tried out.
"""

from pathlib import Path

from django.utils.translation import gettext as _

from linli.foundation.territory.geojson import UnreadableFile

ENCODINGS = ("utf-8", "gbk")
_WIDEST = "gb18030"
"""GB 18030 holds all of GB 2312 and GBK."""
_BY_NAME = {
    "utf8": "utf-8",
    "65001": "utf-8",
    "gbk": _WIDEST,
    "gb2312": _WIDEST,
    "gb18030": _WIDEST,
    "936": _WIDEST,
    "cp936": _WIDEST,
    "ansi936": _WIDEST,
    "54936": _WIDEST,
    "big5": "big5",
    "950": "big5",
    "iso88591": "latin-1",
    "88591": "latin-1",
    "1252": "cp1252",
    "ansi1252": "cp1252",
}
_LONGEST_LETTER_BYTES = 4


class Decode:
    """Decodes texts that came through as ISO-8859-1, which is their bytes; raises :class:`UnreadableFile`."""

    def __init__(self, encoding: str, *, is_stated: bool) -> None:
        self.encoding = encoding
        self._is_stated = is_stated

    def __call__(self, text: str) -> str:
        """Return the text; a letter that was cut in two at a column's end is left out."""
        data = text.encode("latin-1", errors="replace")
        try:
            return data.decode(self.encoding)
        except UnicodeDecodeError as error:
            if error.start > 0 and error.end == len(data) and len(data) - error.start < _LONGEST_LETTER_BYTES:
                return data[: error.start].decode(self.encoding)
            raise UnreadableFile(self._sentence()) from None

    def _sentence(self) -> str:
        if self._is_stated:
            return _("The texts are not in %(encoding)s. Say which encoding they have.") % {"encoding": self.encoding}
        return _(
            "The texts are not UTF-8, and no .cpg file says what they are. Say which encoding they have: gbk or utf-8."
        )


def decoder_for(shapefile: Path, *, asked: str) -> Decode:
    """Return how a Shapefile's texts are decoded; raises :class:`UnreadableFile` for an encoding nobody knows."""
    page = shapefile.with_suffix(".cpg")
    if asked:
        return Decode(encoding_named(asked), is_stated=True)
    if page.exists():
        name = page.read_bytes()[:40].decode("ascii", errors="replace").strip()
        return Decode(encoding_named(name), is_stated=True)
    return Decode("utf-8", is_stated=False)


def encoding_named(name: str) -> str:
    """Return Python's name of an encoding; raises :class:`UnreadableFile`."""
    plain = "".join(letter for letter in name.lower() if letter.isalnum())
    if plain not in _BY_NAME:
        raise UnreadableFile(_("%(encoding)s is no encoding known here: say gbk or utf-8.") % {"encoding": name[:20]})
    return _BY_NAME[plain]
