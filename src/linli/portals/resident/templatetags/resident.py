"""Tags of residents' pages: the community's plan, short words cut where people would cut them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.domains.places.facade import PlanMap
from linli.portals.resident.plan import draw_plan, plan_title

register = template.Library()

SHORTEST_CUT = 4


@register.simple_tag
def community_plan(plan: PlanMap, community: str) -> SafeString:
    """Draw the plan of a community for the place step."""
    return draw_plan(plan, title=plan_title(community))


@register.filter
def two_lines(words: str) -> SafeString | str:
    """Cut the words of a narrow button in two: at the first space, or after the second of four or more characters."""
    first, space, rest = words.partition(" ")
    if not space and len(words) >= SHORTEST_CUT:
        first, rest = words[:2], words[2:]
    return format_html("{}<br>{}", first, rest) if rest else words
