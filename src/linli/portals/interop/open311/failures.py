"""Errors that no view could answer, in the protocol's own words."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.portals.interop.open311.forms import JSON, XML, failure, form_of
from linli.portals.interop.open311.problems import Problem, missing, refuse

PREFIX = "/open311/"


def is_here(request: HttpRequest) -> bool:
    """Whether a request was meant for this interface."""
    return request.path_info.startswith(PREFIX)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read: too large, without its length, or damaged."""
    if isinstance(exception, RequestDataTooBig):
        return _said(request, too_large())
    return _said(request, refuse(_("What was sent is incomplete or damaged, and nothing was changed.")))


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _said(request, missing(_("There is no such address here; /open311/discovery.xml names those there are.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke on our side; nothing was saved."""
    sentence = _("Something broke on our side, and nothing was changed. Please send it again in a minute.")
    return _said(request, Problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence))


def too_large() -> Problem:
    """Return the problem of a body that no report needs."""
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("That is more than a report needs: 64 kB at most. Nothing was read.")
    )


def _said(request: HttpRequest, problem: Problem) -> HttpResponse:
    ending = request.path_info.rpartition(".")[2]
    return failure(problem, form=form_of(request, ending if ending in {XML, JSON} else None))
