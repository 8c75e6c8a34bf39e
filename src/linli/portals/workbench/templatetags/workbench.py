"""Small filters of the workbench's templates: a weekday's name, a share of a whole, an item of a mapping."""

from datetime import date

from django import template

from linli.foundation.design.moments import weekday_name

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """Write the short name of a day of the week."""
    return weekday_name(day)


@register.filter
def without(word: str, part: str) -> str:
    """Take a part out of a word."""
    return word.replace(part, "")
