"""Small tags of the workbench's templates: a weekday's name, a recent moment, a row's cells, a word without a part."""

from collections.abc import Collection
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.domains.residents.facade import MOST_COUNTED
from linli.foundation.design.moments import weekday_name
from linli.portals.workbench.showing.cells import draw_cells
from linli.portals.workbench.showing.clocks import say_recent
from linli.portals.workbench.showing.rows import RowLine

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """Write the short name of a day of the week."""
    return weekday_name(day)


@register.filter
def without(word: str, part: str) -> str:
    """Take a part out of a word."""
    return word.replace(part, "")


@register.filter
def counted(count: int) -> str:
    """Write how many residents there are: exact as far as they are counted, then ``9999+``."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


@register.simple_tag
def cells(row: RowLine, columns: Collection[str]) -> SafeString:
    """Draw the cells of one row of the list of matters."""
    return draw_cells(row, columns=columns)


@register.filter
def recent(moment: datetime) -> SafeString:
    """Write a moment of the last days as short as it stays clear, inside ``<time>``."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), say_recent(moment, now=timezone.now()))
