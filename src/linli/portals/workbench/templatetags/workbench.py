"""Small filters of the workbench's templates: a weekday's name, a recent moment, a word without a part of it."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.domains.residents.facade import MOST_COUNTED
from linli.foundation.design.moments import weekday_name
from linli.foundation.territory import queries as territory
from linli.portals.workbench.showing.clocks import say_recent

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


@register.filter
def grid_name(code: str) -> str:
    """Write a grid's name as it is today; nothing for a matter without one."""
    return territory.grid_name(code) if code else ""


@register.filter
def recent(moment: datetime) -> SafeString:
    """Write a moment of the last days as short as it stays clear, inside ``<time>``."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), say_recent(moment, now=timezone.now()))
