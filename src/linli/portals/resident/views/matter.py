"""A matter by its code (the state alone) or by code and key (the public time line, rating, reopening)."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.foundation.files import web as files
from linli.kernel.tokens import BadCode, parse_code
from linli.portals.resident import community as communities
from linli.portals.resident import sentences
from linli.portals.resident.addresses import caller_of, confidential, mistake_words
from linli.portals.resident.forms import ObjectForm, RatingForm, ReopenForm, ReplyForm, SupplementForm, rating_levels
from linli.portals.resident.lookups import lookups

MOST_STATES = 20
TRIED_LENGTH = 40


def _page(request: HttpRequest) -> dict[str, object]:
    """Return the frame of a page that knows no matter: the community of this browser, if any."""
    code = communities.chosen_code(request)
    return communities.page_of(communities.community_of(code) if code else None)


def _not_found(request: HttpRequest, *, tried: str, problem: str, status: HTTPStatus) -> HttpResponse:
    context = {**_page(request), "tried": tried, "problem": problem}
    return render(request, "resident/find.html", context, status=status)


def missed(request: HttpRequest, tried: str, *, has_key: bool = False) -> HttpResponse:
    """Count a miss and say that nothing was found, in the same words whatever the reason."""
    lookups.note_miss(caller_of(request))
    words = (
        _("This link does not open a matter. Perhaps a part of it was cut off: please scan the QR code again.")
        if has_key
        else _("There is no matter with this code. Please compare it with the slip once more.")
    )
    return _not_found(request, tried=tried, problem=words, status=HTTPStatus.NOT_FOUND)


def _held(request: HttpRequest, tried: str) -> HttpResponse:
    words = _("Many codes were tried from here. Please wait ten minutes, or call the service station: they look it up.")
    return _not_found(request, tried=tried, problem=words, status=HTTPStatus.TOO_MANY_REQUESTS)


@require_safe
@confidential
def find(request: HttpRequest) -> HttpResponse:
    """Take a code as somebody typed it (``?code=``) to its page, or say what is wrong with it."""
    tried = request.GET.get("code", "").strip()[:TRIED_LENGTH]
    if not tried:
        return _not_found(request, tried="", problem="", status=HTTPStatus.OK)
    try:
        return redirect("resident:state", code=parse_code(tried))
    except BadCode as bad:
        return _not_found(request, tried=tried, problem=mistake_words(bad), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@confidential
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the code alone shows: the state, no words, no place, no unit."""
    if lookups.is_held(caller_of(request)):
        return _held(request, code)
    try:
        found = cases.state_by_code(code)
    except BadCode as bad:
        return _not_found(request, tried=code, problem=mistake_words(bad), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except cases.NoSuchCase:
        return missed(request, code)
    now = timezone.now()
    context = {
        **_page(request),
        "case": found,
        "look_name": sentences.look_of_state(found, now=now),
        "due": sentences.due_words(found, now=now),
        "line": sentences.next_line(found, now=now),
    }
    return render(request, "resident/state.html", context)


@require_safe
@confidential
def states(request: HttpRequest) -> HttpResponse:
    """Answer the states of the matters this phone remembers (``?code=…&code=…``), as far as there are any."""
    if lookups.is_held(caller_of(request)):
        return JsonResponse({"cases": []}, status=HTTPStatus.TOO_MANY_REQUESTS)
    now, lines = timezone.now(), []
    for code in request.GET.getlist("code")[:MOST_STATES]:
        try:
            found = cases.state_by_code(code)
        except (BadCode, cases.NoSuchCase):
            lookups.note_miss(caller_of(request))
            continue
        lines.append(
            {
                "code": found.code,
                "plate": "",
                "look": sentences.look_of_state(found, now=now),
                "label": found.state_words,
                "line": sentences.next_line(found, now=now),
            }
        )
    return JsonResponse({"cases": lines})


@require_safe
@confidential
def track(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a matter to whoever holds its code and key: facts, rating, public time line, reopening."""
    return _track(request, code=code, key=key)


def _track(request: HttpRequest, *, code: str, key: str, sent: forms.Form | None = None) -> HttpResponse:
    """Render the page of a matter; ``sent`` is the form that came back with a problem."""
    try:
        case = cases.case_by_key(code, key)
    except cases.NoSuchCase:
        return missed(request, code, has_key=True)
    now, (marks, can_object) = timezone.now(), cases.marks_at(case.case_id)
    context = {
        **communities.page_of(communities.community_of(case.community)),
        "case": case,
        "key": key,
        "entries": case.entries[::-1],
        "look_name": sentences.look_of_state(case, now=now),
        "due": sentences.due_words(case, now=now),
        "levels": rating_levels(),
        "rated": dict(rating_levels()).get(case.rating or 0, ""),
        "rating": sent if isinstance(sent, RatingForm) else RatingForm(),
        "reopening": sent if isinstance(sent, ReopenForm) else ReopenForm(),
        "replying": sent if isinstance(sent, ReplyForm) else ReplyForm(),
        "supplement": sent if isinstance(sent, SupplementForm) else SupplementForm(),
        "said": request.GET.get("done", ""),
        "marks": marks,
        "can_object": can_object,
        "objection": sent if isinstance(sent, ObjectForm) else ObjectForm(),
    }
    status = HTTPStatus.OK if sent is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "resident/track.html", context, status=status)


@require_POST
@confidential
def rate(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take one of the five levels; afterwards the same page says thank you."""
    return _take(request, RatingForm(request.POST), cases.rate, code=code, key=key)


@require_POST
@confidential
def reopen(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Ask for the matter to be done again, once and within its days; the second time the street looks at it."""
    return _take(request, ReopenForm(request.POST), cases.reopen, code=code, key=key)


@require_POST
@confidential
def supplement(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Add something to an open matter."""
    return _take(request, SupplementForm(request.POST), cases.supplement, code=code, key=key)


@require_POST
@confidential
def reply(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take the answer to a question that staff asked."""
    return _take(request, ReplyForm(request.POST, request.FILES), cases.reply, code=code, key=key)


@require_POST
@confidential
def object_to_mark(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Object to a mark on the report; the street decides."""
    return _take(request, ObjectForm(request.POST), cases.object_to_mark, code=code, key=key)


def _take(
    request: HttpRequest, form: forms.Form, action: Callable[..., cases.StepDone], *, code: str, key: str
) -> HttpResponse:
    """Do what the form asks and go back to the page, or show the page again with the problem and the words."""
    if form.is_valid():
        try:
            done = action(code, key, **form.cleaned_data)
        except cases.NoSuchCase:
            return missed(request, code, has_key=True)
        except cases.StepRefused as refused:
            form.add_error(None, refused.sentence)
        except cases.StalePage:
            form.add_error(
                None, _("Something happened in the meantime; it stands below. Please look, then send it again.")
            )
        else:
            response = redirect("resident:track", code=code, key=key)
            response["Location"] += f"?done={done.action}"
            return response
    return _track(request, code=code, key=key, sent=form)


@require_safe
def photo(request: HttpRequest, code: str, key: str, photo: UUID) -> HttpResponseBase:
    """Serve one public photo of the matter that code and key open, with ``?small=1`` its thumbnail."""
    try:
        cases.case_by_key(code, key)
    except cases.NoSuchCase as missing:
        raise Http404 from missing
    response = files.serve(request, photo, is_thumbnail=request.GET.get("small") == "1")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
