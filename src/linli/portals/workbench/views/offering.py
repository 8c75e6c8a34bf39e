"""Text templates in the form of a step: those that fit the matter, filled, and one put in where no script does it."""

from django.http import HttpRequest
from django.utils import timezone

from linli.domains.cases import facade as cases
from linli.domains.phrases import facade as phrases
from linli.foundation.design.moments import say_moment
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of
from linli.kernel.tokens import format_code
from linli.portals.workbench.forms.steps import StepForm


def phrases_for(request: HttpRequest, found: cases.CasePage, *, offer: cases.ActionOffer) -> dict[str, object]:
    """Return for a step's page the templates that fit and the field they are for; nothing where it takes no words."""
    field = next((field.name for field in offer.fields if field.type == "text"), "")
    if not field:
        return {"phrases": (), "phrase_field": ""}
    return {"phrases": _offered(request, found, action=offer.code), "phrase_field": field}


def with_phrase(request: HttpRequest, found: cases.CasePage, *, offer: cases.ActionOffer) -> StepForm:
    """Return the form as it was typed with the chosen template at the end of its words; nothing else changes."""
    initial: dict[str, object] = {"version": request.POST.get("version", "")}
    for field in offer.fields:
        many = field.type == "units"
        initial[field.name] = request.POST.getlist(field.name) if many else request.POST.get(field.name, "")
    into = next((field.name for field in offer.fields if field.name == request.POST["insert"]), "")
    offered = {str(one.line): one for one in _offered(request, found, action=offer.code)}
    chosen = offered.get(request.POST.get("phrase", ""))
    if into and chosen is not None:
        typed = str(initial[into]).rstrip()
        initial[into] = f"{typed}\n{chosen.words}" if typed else chosen.words
    return StepForm(initial=initial, offer=offer, draft=f"case:{found.id}")


def _offered(request: HttpRequest, found: cases.CasePage, *, action: str) -> tuple[phrases.Offered, ...]:
    now, unit = timezone.now(), reader_of(request).unit
    values = {
        phrases.Place.CODE: format_code(found.code),
        phrases.Place.KIND: found.kind_words,
        phrases.Place.UNIT: orgs.unit_name(unit) if unit else "",
        phrases.Place.STATE: found.state_words,
        phrases.Place.DUE: say_moment(found.reply_due_at, now=now) if found.reply_due_at else "",
        phrases.Place.TODAY: say_moment(now, form="day"),
    }
    return phrases.offered(found.community, action=action, kind=found.kind, state=found.state, values=values)
