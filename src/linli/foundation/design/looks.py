"""The reader's choice of size, theme and single keys: kept in cookies of the browser, never with a person."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

MODES: Final = ("standard", "elder")
SIZES: Final = ("large", "larger", "largest")
THEMES: Final = ("auto", "light", "dark")
KEYS: Final = ("on", "off")
"""Whether single keys do something; whoever speaks to the computer turns them off (WCAG 2.1.4)."""
COOKIES: Final = {"mode": "linli_mode", "size": "linli_size", "theme": "linli_theme", "keys": "linli_keys"}
CHOICES: Final = {"mode": MODES, "size": SIZES, "theme": THEMES, "keys": KEYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the root element of a page says about itself; each field is one of the tuples above, ``theme`` as chosen."""

    mode: str = "standard"
    size: str = "large"
    theme: str = "auto"
    keys: str = "on"

    @property
    def is_elder(self) -> bool:
        """Whether the large-type edition is on."""
        return self.mode == "elder"

    @property
    def shown_theme(self) -> str:
        """The theme to serve: the large-type edition is light unless the reader chose dark (ink deepest on white)."""
        return "light" if self.is_elder and self.theme != "dark" else self.theme

    @property
    def attributes(self) -> SafeString:
        """Attributes of ``<html>`` that the style sheet reads."""
        keys = format_html(' data-keys="{}"', self.keys) if self.keys != KEYS[0] else ""
        if not self.is_elder:
            return format_html('data-theme="{}"{}', self.shown_theme, keys)
        return format_html('data-theme="{}" data-mode="elder" data-size="{}"{}', self.shown_theme, self.size, keys)


def look_of(request: HttpRequest | None) -> Look:
    """Read the look from the request's cookies; unknown values count as not chosen."""
    if request is None:
        return Look()
    chosen = {
        field: value
        for field, cookie in COOKIES.items()
        if (value := request.COOKIES.get(cookie, "")) in CHOICES[field]
    }
    return Look(**chosen)
