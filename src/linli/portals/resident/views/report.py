"""The report: one form, one POST, works as one long page too. Whatever goes wrong, what was typed comes back."""

import hashlib
import json
import secrets
from http import HTTPStatus
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.design.moments import say_moment
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import become
from linli.foundation.scope.reader import Reader
from linli.portals.resident import community as communities
from linli.portals.resident import danger
from linli.portals.resident.addresses import caller_of
from linli.portals.resident.forms import HERE, PHOTO_COUNT, WORDS, ReportForm

CHANNEL = "web"
TOKEN_BYTES = 18


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, community: str) -> HttpResponse:
    """Show the form, or take the report and go on to its page of thanks."""
    found = communities.community_of(community)
    if request.method != "POST":
        return show_form(request, community=found, form=form_of(found))
    if "known" in request.POST:
        return _asked(request, found)
    form = form_of(found, request.POST, request.FILES)
    if form.is_valid():
        become(Reader())  # who reports here does so as a resident, whoever is logged in in this browser
        try:
            opened = cases.open_case(_order(request, found, form))
        except cases.CaseRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(_thanks_address(opened))
    return show_form(request, community=found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@never_cache
@require_POST
def known(request: HttpRequest, community: str) -> HttpResponse:
    """Answer what is known already of such a matter at the place chosen; by POST, so no address holds the words."""
    found = communities.community_of(community)
    return JsonResponse({"lines": _known(request, found)})


def _asked(request: HttpRequest, community: communities.Community) -> HttpResponse:
    """Come back with what is known already and everything typed; nothing is sent and nothing complained about."""
    form = form_of(community, kept=request.POST)
    notice = _("Nothing was sent yet; all you wrote is still here.")
    return show_form(request, community=community, form=form, notice=notice, known=_known(request, community))


def _known(request: HttpRequest, community: communities.Community) -> list[str]:
    form = form_of(community, request.POST)
    form.is_valid()  # what cannot be read is left out; it is complained about when the report is sent
    data = form.cleaned_data
    text, building = data.get("text", ""), data.get("building")
    if not text:
        return []
    become(Reader())
    sought = cases.Sought(
        community=community.code,
        kind=cases.kind_for(text, community=community.code).code,
        building=UUID(building) if building and data.get("place") == HERE else None,
        longitude=data.get("lon") if data.get("lat") is not None and data.get("place") != WORDS else None,
        latitude=data.get("lat"),
    )
    return list(dict.fromkeys(_line(one) for one in cases.known_already(sought)))


def _line(one: cases.KnownLine) -> str:
    day = _("reported on %(day)s") % {"day": say_moment(one.opened_at, form="day")}
    return " · ".join(part for part in (one.place, one.kind_words, one.state_words, day) if part)


def form_of(
    community: communities.Community,
    data: QueryDict | None = None,
    files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    *,
    kept: QueryDict | None = None,
) -> ReportForm:
    """Return the form of a community: filled with what was sent, or empty with a token of its own.

    What is ``kept`` comes back as it was typed, unchecked.
    """
    return ReportForm(
        data,
        files,
        initial={"token": secrets.token_urlsafe(TOKEN_BYTES), **(kept.dict() if kept else {})},
        buildings=places.buildings_of(community.code),
        units=orgs.units_serving(community.code),
    )


def show_form(
    request: HttpRequest,
    *,
    community: communities.Community,
    form: ReportForm,
    status: HTTPStatus = HTTPStatus.OK,
    notice: str = "",
    known: list[str] | None = None,
) -> HttpResponse:
    """Render the form as it stands; ``notice`` says above it what happened, ``known`` what others told already."""
    buildings = places.buildings_of(community.code)
    context = {
        **communities.page_of(community),
        "form": form,
        "token": form["token"].value() or secrets.token_urlsafe(TOKEN_BYTES),
        "buildings": buildings,
        "stairs": range(1, max((one.stairs or 1 for one in buildings), default=1) + 1),
        "plan": places.plan_of(community.code),
        "danger_words": json.dumps(danger.words_for(community.code), ensure_ascii=False),
        "has_lost_photos": bool(request.FILES),
        "photo_count": PHOTO_COUNT,
        "notice": notice,
        "known": known or [],
        "is_asked": known is not None,
    }
    return render(request, "resident/report.html", context, status=status)


def _order(request: HttpRequest, community: communities.Community, form: ReportForm) -> cases.OpenCase:
    data = form.cleaned_data
    return cases.OpenCase(
        community=community.code,
        text=data["text"],
        token=_bound_token(data["token"] or secrets.token_urlsafe(TOKEN_BYTES), data["text"]),
        channel=CHANNEL,
        place=form.place_input(),
        contact=form.contact_input(),
        photos=data["photos"],
        caller=caller_of(request),
        about_unit=form.named_unit(),
    )


def _bound_token(token: str, text: str) -> str:
    """Bind the form's token to its words.

    Sending the same words twice is one matter; a page found again with the back button and filled with other words is
    a second one, which a bare token would swallow.
    """
    return hashlib.sha256(f"{token}\n{text}".encode()).hexdigest()


def _thanks_address(opened: cases.Opened) -> str:
    address = reverse("resident:received", kwargs={"code": opened.code, "key": opened.key})
    return f"{address}?held=1" if opened.is_held else address
