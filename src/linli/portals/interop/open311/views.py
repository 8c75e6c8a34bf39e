"""The views of Open311: each lets the caller in, calls one thing, and answers in the form that was asked for."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.domains.cases import facade as cases
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks.queries import NoRule
from linli.foundation.territory import queries as territory
from linli.portals.interop.open311 import handing_in, showing
from linli.portals.interop.open311.asking import MOST, filter_of, request_id, span_of
from linli.portals.interop.open311.door import Call, enter
from linli.portals.interop.open311.failures import too_large
from linli.portals.interop.open311.forms import Document, answer, failure, form_of
from linli.portals.interop.open311.problems import Problem, missing
from linli.portals.interop.open311.sending import kind_of

MOST_BYTES: Final = 64 * 1024
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
View = Callable[..., Document]
Answered = Callable[..., HttpResponseBase]


def open311(*methods: str) -> Callable[[View], Answered]:
    """Answer a view's document in the form asked for, or its problem.

    No cookie counts here, so there is nothing that another site could send in somebody's name.
    """

    def decorated(view: View) -> Answered:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, *, form: str | None = None, **named: str) -> HttpResponseBase:
            chosen = form_of(request, form)
            try:
                _require_method(request, methods)
                return answer(request, view(request, **named), form=chosen)
            except Problem as problem:
                response = failure(problem, form=chosen)
            except NoRule:
                sentence = _("The rules of this interface are not in force yet: run “linli init” once.")
                response = failure(Problem(HTTPStatus.SERVICE_UNAVAILABLE, sentence), form=chosen)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response.headers["Allow"] = ", ".join(methods)
            return response

        return answered

    return decorated


def _require_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        sentence = _("This address does not take %(method)s.") % {"method": request.method}
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, sentence)
    if request.method == "POST":
        _require_body(request)


def _require_body(request: HttpRequest) -> None:
    """Turn away what is too large or no form before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise too_large()
    if request.content_type not in FORMS:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            _("A report is sent as a form (application/x-www-form-urlencoded), neither as XML nor as JSON."),
        )


@open311("GET", "HEAD")
def discovery(request: HttpRequest) -> Document:
    """Say where the interface is, for any community, and who gives keys."""
    given = request.GET.get("jurisdiction_id", "")
    known = territory.communities_within("")
    community = given or (known[0].code if len(known) == 1 else "")
    stations = orgs.units_of_kind(community, kind=UnitKind.SERVICE_STATION) if community else ()
    contact = f"{stations[0].name} {stations[0].phone}".strip() if stations else ""
    endpoint = request.build_absolute_uri(reverse("interop:endpoint"))
    key_service = _("The administrator of the community gives keys in Set-up.")
    return showing.discovery(endpoint, contact=contact, key_service=key_service)


@open311("GET", "HEAD")
def services(request: HttpRequest) -> Document:
    """List the kinds of matters."""
    return showing.services(_enter(request).community)


@open311("GET", "HEAD")
def service(request: HttpRequest, code: str) -> Document:
    """Return the definition of one kind."""
    community = _enter(request).community
    return showing.definition(community, kind_of(code, offered=cases.offered_kinds(community)))


@open311("GET", "HEAD", "POST")
def all_requests(request: HttpRequest) -> Document:
    """List public matters, or take a report."""
    if request.method == "POST":
        return handing_in.hand_in(request, enter(request, request.POST, is_write=True), request.POST)
    call, wanted = _enter(request), filter_of(request.GET.dict(), now=timezone.now())
    return showing.requests(cases.published_cases(call.community, wanted))


@open311("GET", "HEAD")
def one_request(request: HttpRequest, code: str) -> Document:
    """Return one public matter; one that is not public is not there."""
    call, wanted = _enter(request), request_id(code)
    found = cases.published_cases(call.community, cases.PublishedFilter(ids=(wanted,))) if wanted else ()
    if not found:
        raise missing(_("No public request has this service_request_id."))
    return showing.requests(found)


@open311("GET", "HEAD")
def token(request: HttpRequest, code: str) -> Document:
    """Return the request that a caller's own token became."""
    return handing_in.by_token(_enter(request), code)


@open311("GET", "HEAD", "POST")
def updates(request: HttpRequest) -> Document:
    """List how public matters went on, or take words that a reporter adds."""
    if request.method == "POST":
        return handing_in.add_words(enter(request, request.POST, is_write=True), request.POST)
    call = _enter(request)
    start, end = (request.GET.get(name, "").strip() for name in ("start_date", "end_date"))
    span = span_of(start, end, now=timezone.now())
    steps = cases.published_steps(call.community, since=span.since, until=span.until, most=MOST)
    return showing.updates(steps)


def _enter(request: HttpRequest) -> Call:
    return enter(request, request.GET, is_write=False)
