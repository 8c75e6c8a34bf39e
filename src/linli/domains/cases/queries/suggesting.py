"""Which kind a text sounds like: by the site's trained model where there is a sure one, else by the lexicon."""

from typing import Final

from django.conf import settings
from django.utils import timezone

from linli.domains.cases.queries.words import kinds
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.kinds import OTHER, Suggestion, suggest_kind
from linli.foundation.triage.model import predict
from linli.foundation.triage.sitemodel import SiteModel

_site: Final = SiteModel()


def suggested_kind(text: str, *, community: str) -> Suggestion:
    """Return the kind a text sounds like, how sure that is, and the words; a person confirms it (no statement)."""
    known = kinds(community)
    model = _site.get(settings.KINDS_MODEL)
    if model is not None and text.strip():
        found = predict(model, text)
        rule = rulepacks.suggestion(scope=community, on=timezone.localdate())
        if found.confidence >= rule.shown and found.label in known and found.label != OTHER:
            return Suggestion(
                code=found.label,
                words=found.words,
                confidence=found.confidence,
                runner_up=found.runner_up if found.runner_up in known else "",
                is_learned=True,
            )
    return suggest_kind(text, known.values())


def may_route(found: Suggestion, *, community: str) -> bool:
    """Whether a report that named no kind may go to the unit on duty by this suggestion, before a person saw it."""
    if found.code == OTHER:
        return False
    rule = rulepacks.suggestion(scope=community, on=timezone.localdate())
    return not found.is_learned or found.confidence >= rule.sure
