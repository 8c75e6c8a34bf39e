"""Takes a report down for somebody: the kind is suggested from the words, and a person confirms it."""

import base64
import binascii
import hashlib
import json
import secrets
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.orgs import queries as orgs
from linli.foundation.privacy.sealing import CannotOpen, open_sealed, seal
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.danger import danger_in
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.portals.workbench.forms.intake import TEXT_LENGTH, IntakeForm
from linli.portals.workbench.forms.where import WhereForm
from linli.portals.workbench.rail import TAKERS, desk, frame
from linli.portals.workbench.views.alike import alike_to
from linli.portals.workbench.views.case import missing, slip_of

TOKEN_BYTES: Final = 18
COMMUNITY_DIGITS: Final = 12
SLIP_COOKIE: Final = "linli_slip"
SLIP_SECONDS: Final = 900
"""How long the key of a matter just taken down can be printed; afterwards nobody here knows it."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*TAKERS)
def intake(request: HttpRequest) -> HttpResponse:
    """Show the form; suggest a kind; or open the matter and go on to its slip."""
    community = _community(request)
    if not community:
        return render(
            request, "workbench/intake_where.html", {**frame(request, current="intake"), "communities": _all(request)}
        )
    units = orgs.units_serving(community)
    if request.method != "POST":
        form = IntakeForm(initial={"token": secrets.token_urlsafe(TOKEN_BYTES)}, community=community, units=units)
        return _show(request, form, community=community)
    form = IntakeForm(request.POST, request.FILES, community=community, units=units)
    if "suggest" in request.POST or "look_up" in request.POST:
        return _suggested(request, community=community)
    if form.is_valid():
        try:
            opened = cases.open_case(form.order(token=_bound(form)))
        except cases.CaseRefused as refused:
            form.add_error(None, str(refused))
        except cases.StepRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _with_slip(request, opened)
    return _show(request, form, community=community, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _all(request: HttpRequest) -> tuple[territory.DivisionRef, ...]:
    return territory.communities_within(reader_of(request).territory[:COMMUNITY_DIGITS])


def _community(request: HttpRequest) -> str:
    """Return the community the report is for: the reader's own, or the one chosen of several."""
    known = [one.code for one in _all(request)]
    asked = request.GET.get("community", "")
    if asked in known:
        return asked
    return known[0] if len(known) == 1 else ""


def _bound(form: IntakeForm) -> str:
    """Bind the form's token to its words: the same form twice is one matter, other words on it are another."""
    return hashlib.sha256(f"{form.cleaned_data['token']}\n{form.cleaned_data['text']}".encode()).hexdigest()


def _suggested(request: HttpRequest, *, community: str) -> HttpResponse:
    """Come back with the kind, or with what the words name in the building, and nothing complained about."""
    data = request.POST.copy()
    initial: dict[str, object] = {**data.dict(), "assist": data.getlist("assist")}
    units, found = orgs.units_serving(community), None
    if "suggest" in data:
        found = cases.kind_for(data.get("text", ""), community=community)
        initial["kind"] = found.code
    said = IntakeForm(initial=initial, community=community, units=units).suggested()
    form = IntakeForm(initial={**initial, **said}, community=community, units=units)
    return _show(request, form, community=community, suggestion=found)


def _show(
    request: HttpRequest,
    form: IntakeForm,
    *,
    community: str,
    suggestion: cases.Suggestion | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **frame(request, current="intake"),
        "form": form,
        "community": territory.division_name(community),
        "buildings": places.buildings_of(community),
        "suggestion": _words_of(suggestion, community=community) if suggestion else None,
        "has_danger": bool(_danger(str(form["text"].value() or ""), community=community)),
        "action": request.get_full_path(),
        "suggest_url": reverse("workbench:suggest") + f"?community={community}",
        "spot_url": spot_url(community),
        "alike_url": reverse("workbench:alike_words") + f"?community={community}",
        "alike": alike_to(request, community=community) if suggestion else (),
        "lost_photos": form.is_bound and bool(request.FILES),
    }
    return render(request, "workbench/intake.html", context, status=status)


def _words_of(found: cases.Suggestion, *, community: str) -> dict[str, object]:
    words = {kind.code: kind.words for kind in cases.kinds(community)}
    told = {"told": list(found.words), "percent": found.percent}
    return {"code": found.code, "kind": words.get(found.code, ""), **told}


def _danger(text: str, *, community: str) -> tuple[str, ...]:
    pack = rulepacks.danger(scope=community, on=timezone.localdate())
    return tuple(dict.fromkeys(hit.phone for hit in danger_in(text, pack)))


@require_POST
@desk(*TAKERS)
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer the kind a text sounds like. By POST, so that what somebody said never stands in an address."""
    community = _community(request)
    text = request.POST.get("text", "")[:TEXT_LENGTH]
    if not community:
        return JsonResponse({"code": "", "kind": "", "told": [], "percent": 0, "danger": []})
    found = _words_of(cases.kind_for(text, community=community), community=community)
    return JsonResponse({**found, "danger": list(_danger(text, community=community))})


@require_POST
@desk(*TAKERS)
def spot(request: HttpRequest) -> HttpResponse:
    """Answer with the stairs, floors and rooms of the building, and with what the words name. By POST, as above."""
    community = _community(request)
    if not community:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    words = [request.POST.get(name, "")[:TEXT_LENGTH] for name in ("place_words", "text")]
    given = request.POST.dict()
    said = WhereForm(initial=given, community=community, words=words).suggested()
    form = WhereForm(initial={**given, **said}, community=community, words=words)
    return render(request, "workbench/_spot.html", {"form": form, "spot_url": spot_url(community)})


def spot_url(community: str) -> str:
    """Return where a form asks for the stairs and rooms of a building."""
    return reverse("workbench:spot") + f"?community={community}"


def _with_slip(request: HttpRequest, opened: cases.Opened) -> HttpResponse:
    """Go on to the slip; the key travels sealed in a cookie of this page alone, never in an address."""
    response = redirect("workbench:received")
    kept = {"case": str(opened.case_id), "code": opened.code, "key": opened.key, "danger": opened.danger_phones}
    response.set_cookie(
        SLIP_COOKIE,
        base64.urlsafe_b64encode(seal(json.dumps(kept), context=_context(request))).decode(),
        max_age=SLIP_SECONDS,
        path=reverse("workbench:received"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _context(request: HttpRequest) -> str:
    return f"workbench.slip:{reader_of(request).id}"


@require_safe
@desk(*TAKERS)
def received(request: HttpRequest) -> HttpResponse:
    """Show the code large and the slip to print, with the QR code while the key is still known.

    Read with code and key, as the reporter will: a grid worker may take in what happened in another grid.
    """
    try:
        blob = base64.urlsafe_b64decode(request.COOKIES.get(SLIP_COOKIE, ""))
        note = json.loads(open_sealed(blob, context=_context(request)))
        found = cases.case_by_key(note["code"], note["key"])
    except (binascii.Error, ValueError, CannotOpen, LookupError):
        return missing(request)
    link = reverse("resident:track", kwargs={"code": note["code"], "key": note["key"]})
    context = {
        **frame(request, current="intake"),
        **slip_of(
            found.community,
            code=found.code,
            opened_at=found.opened_at,
            answer_by=None if found.closed_at else found.due_at,
        ),
        "state_words": found.state_words,
        "address": request.build_absolute_uri(link),
        "danger": note["danger"],
        "back_url": reverse("workbench:case", args=[found.case_id]),
    }
    return render(request, "workbench/received.html", context)
