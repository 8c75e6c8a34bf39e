"""Words that cannot wait and the numbers to call at once: shown while somebody writes, and again after sending."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.danger import danger_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A number of the country's emergency services with what it is for."""

    number: str
    words: str


def emergencies() -> tuple[Emergency, ...]:
    """Return the three national emergency numbers, always shown together: who is afraid does not choose a service."""
    return (
        Emergency(number="119", words=_("fire, rescue")),
        Emergency(number="120", words=_("ambulance")),
        Emergency(number="110", words=_("police")),
    )


def words_for(community: str) -> tuple[str, ...]:
    """Return the danger words valid for a community today, for the page that shows the numbers while one writes."""
    pack = rulepacks.danger(scope=community, on=timezone.localdate())
    return tuple(word for group in pack.groups for word in group.words)


def advice_for(text: str, *, community: str) -> tuple[str, ...]:
    """Return what to do first about the dangers a report speaks of, the most urgent first; empty when there are none.

    The same rules alert the duty desk when the report arrives; harmless phrases (起火锅) are told apart here too.
    """
    hits = danger_in(text, rulepacks.danger(scope=community, on=timezone.localdate()))
    language = "zh-Hans" if (get_language() or "zh").startswith("zh") else "en"
    return tuple(dict.fromkeys(hit.advice.get(language, "") for hit in hits))
