"""Shapes that stand beside every state, so that a state is known without its colour; and the icons, which are Lucide's.

A state's *look* is one of :data:`LOOKS`; which look a case's state has is the portal's decision.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

_RING: Final = "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z"
_HOLLOW: Final = "m0 2a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z"

GLYPHS: Final[dict[str, str]] = {
    "new": f'<path fill-rule="evenodd" d="{_RING}{_HOLLOW}"/>',
    "doing": f'<path fill-rule="evenodd" d="{_RING}m0 2a4.5 4.5 0 0 0 0 9Z"/>',
    "verify": f'<path fill-rule="evenodd" d="{_RING}{_HOLLOW}"/><circle cx="8" cy="8" r="2.25"/>',
    "done": f'<path fill-rule="evenodd" d="{_RING}m3.9 4.6-4.4 5.2a.9.9 0 0 1-1.3.1L4 9.3l1.2-1.3 1.5 1.4 3.8-4.5Z"/>',
    "soon": '<path fill-rule="evenodd" d="M8.9 2a1 1 0 0 0-1.8 0L.9 12.9a1 1 0 0 0 .9 1.6h12.4a1 1 0 0 0 .9-1.6Z'
    'M7.1 6h1.8v4.2H7.1Zm0 5.2h1.8V13H7.1Z"/>',
    "late": '<path fill-rule="evenodd" d="M8.8.9a1.1 1.1 0 0 0-1.6 0L.9 7.2a1.1 1.1 0 0 0 0 1.6l6.3 6.3a1.1 1.1 0 0 0'
    ' 1.6 0l6.3-6.3a1.1 1.1 0 0 0 0-1.6ZM7.1 4h1.8v4.8H7.1Zm0 5.9h1.8v1.8H7.1Z"/>',
    "pause": f'<path fill-rule="evenodd" d="{_RING}M5.3 5h1.9v6H5.3Zm3.5 0h1.9v6H8.8Z"/>',
    "again": '<path d="M8 2.5a5.5 5.5 0 1 1-5.2 3.8l1.9.6A3.5 3.5 0 1 0 8 4.5v2.2L4 3.5 8 .3Z"/>',
    "back": f'<path fill-rule="evenodd" d="{_RING}M7.4 4.9v2.2h4v1.8h-4v2.2L4.2 8Z"/>',
    "offline": f'<path fill-rule="evenodd" d="{_RING}M4.5 7.1h7v1.8h-7Z"/>',
    "lock": '<path fill-rule="evenodd" d="M4.5 6.5V5a3.5 3.5 0 1 1 7 0v1.5h.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H4a1 1 0 0'
    ' 1-1-1v-6a1 1 0 0 1 1-1Zm1.7 0h3.6V5a1.8 1.8 0 1 0-3.6 0Z"/>',
    "dot": '<circle cx="8" cy="8" r="4"/>',
}

LOOKS: Final = {
    "new": _("Waiting for receipt"),
    "doing": _("In progress"),
    "verify": _("To be verified"),
    "done": _("Closed"),
    "soon": _("Due soon"),
    "late": _("Overdue"),
    "pause": _("Paused"),
    "again": _("Being done again"),
    "back": _("Handed back"),
}

MARK: Final = mark_safe(
    '<svg viewBox="0 0 32 32" aria-hidden="true"><rect x="1" y="1" width="30" height="30" rx="6" fill="var(--plate)"/>'
    '<rect x="3.25" y="3.25" width="25.5" height="25.5" rx="4" fill="none" stroke="var(--plate-ink)"'
    ' stroke-opacity=".45"/><g fill="none" stroke="var(--plate-ink)" stroke-width="2" stroke-linecap="round"'
    ' stroke-linejoin="round"><path d="M8 24V12.5l5.25-4 5.25 4V24M18.5 16.2l2.75-2.1L24.5 16.6V24"/>'
    '<path d="M11.75 24v-5.5h3V24"/></g></svg>'
)

_MOUTHS: Final = (
    '<path d="M10.5 18c1.4 3.4 9.6 3.4 11 0Z" fill="currentColor"/>',
    '<path d="M11 18.6c2 2.9 8 2.9 10 0"/>',
    '<path d="M11.5 20c2.6.8 6.4.8 9 0"/>',
    '<path d="M11 21.6c2-2.9 8-2.9 10 0"/>',
    '<path d="M10.6 22.4c1-4.6 9.8-4.6 10.8 0"/><path d="m10 10.4 3.2 1.4M22 10.4l-3.2 1.4"/>',
)

_SYMBOL: Final = re.compile(r'<symbol id="([\w-]+)">(.*?)</symbol>', re.DOTALL)


@cache
def draw_glyph(name: str) -> SafeString:
    """Return the state shape ``name`` as inline SVG. Raises ``KeyError`` for an unknown name."""
    body = mark_safe(GLYPHS[name])  # noqa: S308 - a constant of this file
    return format_html('<svg class="g" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', body)


@cache
def draw_icon(name: str, *, css: str = "") -> SafeString:
    """Return the line icon ``name`` as inline SVG; ``css`` adds classes. Raises ``KeyError`` for an unknown name."""
    body = mark_safe(_icons()[name])  # noqa: S308 - our own file
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', f" {css}" if css else "", body
    )


def draw_mouth(position: int) -> SafeString:
    """Return the face of a five-level rating; 1 is the happiest. Raises ``ValueError`` outside 1 to 5."""
    body = mark_safe(_MOUTHS[range(1, 6).index(position)])  # noqa: S308 - a constant of this file
    return format_html(
        '<svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="12.5"/>'
        '<path d="M12 13.2v.6M20 13.2v.6" stroke-width="2.6"/>{}</svg>',
        body,
    )


@lru_cache(maxsize=1)
def _icons() -> dict[str, str]:
    text = (Path(__file__).resolve().parent / "lucide.svg").read_text(encoding="utf-8")
    return dict(_SYMBOL.findall(text))
