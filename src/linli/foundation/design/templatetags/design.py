"""Tags and filters every page may use: icons, state shapes, door plates, moments, codes, drawings, built assets.

``{% icon "inbox" %}``, ``{% glyph "late" %}``, ``{% plate place %}``, ``{% status "doing" %}``, ``{{ moment|when }}``,
``{{ count|capped }}``, ``{{ code|spaced }}``, ``{% qr url %}``, ``{% elevation houses %}``, ``{% draw_plan plan %}``,
``{% built_files "resident" %}``, ``{% hx_nonce %}``, ``{% root_attributes %}``.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.foundation.design import csp, glyphs
from linli.foundation.design import plan as plan_drawing
from linli.foundation.design.assets import assets_of
from linli.foundation.design.elevation import House, draw_elevation
from linli.foundation.design.looks import Look, look_of
from linli.foundation.design.moments import say_moment
from linli.foundation.design.plan import Plan
from linli.foundation.design.qr import draw_qr
from linli.kernel.tokens import format_code

register = template.Library()

_MOST: Final = 999


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw a line icon; ``css`` adds classes: ``{% icon "chevron-right" "go" %}``."""
    return glyphs.draw_icon(name, css=css)


@register.simple_tag
def glyph(name: str) -> SafeString:
    """Draw a state shape: ``{% glyph "late" %}``."""
    return glyphs.draw_glyph(name)


@register.simple_tag
def mark() -> SafeString:
    """Draw Linli's mark."""
    return glyphs.MARK


@register.simple_tag
def plate(place: str | None, size: str = "") -> SafeString:
    """Draw a door plate; without a place it says so, quietly. ``size="lg"`` for the head of a page."""
    css = "plate plate-lg" if size == "lg" else "plate"
    if not place:
        return format_html('<span class="{} plate-quiet">{}</span>', css, _("Place not known yet"))
    return format_html('<span class="{}">{}</span>', css, place)


@register.simple_tag
def status(look: str, words: str = "", *, chip: bool = False) -> SafeString:
    """Draw a state as shape and words; ``look`` is a key of ``glyphs.LOOKS``, which also has the usual words."""
    css = f"status status-{look}" + (" status-chip" if chip else "")
    return format_html(
        '<span class="{}">{}{}</span>', css, glyphs.draw_glyph(look), words or glyphs.LOOKS.get(look, "")
    )


@register.filter
def when(moment: datetime | date | None, form: str = "full") -> SafeString | str:
    """Write a moment inside ``<time>``; forms: full, near, short, day, clock. Nothing for no moment."""
    if not moment:
        return ""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), say_moment(moment, form=form))


@register.filter
def capped(count: int) -> str:
    """Write a count: exact to 999, then ``999+``."""
    return f"{_MOST}+" if count > _MOST else str(count)


@register.filter
def spaced(code: str) -> SafeString:
    """Write a case code in groups, as one reads it aloud."""
    return format_html('<span class="code">{}</span>', format_code(code))


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """Draw ``text`` as a QR code; ``label`` is what it opens, for those who cannot see it."""
    return draw_qr(text, label=label or _("QR code"))


@register.simple_tag
def elevation(houses: Sequence[House]) -> SafeString:
    """Draw the street from counts."""
    return draw_elevation(houses)


@register.simple_tag
def draw_plan(plan: Plan) -> SafeString:
    """Draw the flat plan of a community."""
    return plan_drawing.draw_plan(plan)


@register.simple_tag
def mouth(position: int) -> SafeString:
    """Draw the face of a rating: 1 is the happiest, 5 the unhappiest."""
    return glyphs.draw_mouth(position)


@register.simple_tag
def glyph_templates() -> SafeString:
    """All state shapes as ``<template data-glyph>``, for cards the browser draws itself."""
    shapes = ((name, glyphs.draw_glyph(name)) for name in glyphs.GLYPHS)
    return format_html_join("", '<template data-glyph="{}">{}</template>', shapes)


@register.simple_tag(takes_context=True)
def built_files(context: Context, portal: str) -> SafeString:
    """Link the built style sheet and script of a portal."""
    built = assets_of(portal)
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in built.styles))
    request = _request(context)
    nonce = format_html(' nonce="{}"', csp.page_nonce(request)) if request else ""
    return format_html('{}<script type="module" src="{}"{}></script>', styles, static(built.script), nonce)


@register.simple_tag(takes_context=True)
def hx_nonce(context: Context) -> SafeString | str:
    """Attribute that lets htmx trust an element: ``<form hx-get="…" {% hx_nonce %}>``."""
    request = _request(context)
    return format_html('hx-nonce="{}"', csp.page_nonce(request)) if request else ""


@register.simple_tag(takes_context=True)
def root_attributes(context: Context) -> SafeString:
    """Attributes of ``<html>``; works on pages rendered without context processors."""
    look = context.get("look")
    return (look if isinstance(look, Look) else look_of(_request(context))).attributes


@register.simple_tag
def page_language() -> str:
    """Name the page's language for browsers and screen readers: Chinese is ``zh-CN``, which picks the right faces."""
    language = get_language() or "zh-hans"
    return "zh-CN" if language.startswith("zh") else language


def _request(context: Context) -> HttpRequest | None:
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None
