"""Shows one masked value to one person for a stated purpose: recorded first, shown for a minute, kept nowhere.

The record is written in the request's transaction, whose commit comes before the answer leaves; a value that could
not be recorded is never sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SHOWN_S = 60
ACTION = "privacy.revealed"


class RevealPurpose(models.TextChoices):
    """Why somebody needs the full value: a closed list, each with its ground in law (:data:`BASIS`)."""

    CONTACT = "contact_about_matter", _("Contact the person about this matter")
    VERIFY = "verify_on_site", _("Find or check the place on site")
    HAND_OVER = "hand_over", _("Hand the matter to the body in charge by telephone")
    CORRECTION = "correction", _("Correct the value as the person asked")
    ACCESS = "access_request", _("Tell the person what we hold about them")
    EMERGENCY = "emergency", _("Protect life, health or property in an emergency")


BASIS: dict[RevealPurpose, Promise | str] = {
    RevealPurpose.CONTACT: _("Personal Information Protection Law, articles 13(3), 34 and 37: statutory duty"),
    RevealPurpose.VERIFY: _("Personal Information Protection Law, articles 13(3), 34 and 37: statutory duty"),
    RevealPurpose.HAND_OVER: _("Personal Information Protection Law, articles 13(3), 34 and 37: statutory duty"),
    RevealPurpose.CORRECTION: _("Personal Information Protection Law, article 46: correction on request"),
    RevealPurpose.ACCESS: _("Personal Information Protection Law, article 45: access on request"),
    RevealPurpose.EMERGENCY: _(
        "Personal Information Protection Law, article 13(4), and Emergency Response Law, article 84: emergency"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealSubject:
    """Whose value is shown: the community's chain it is recorded in, and the row it belongs to."""

    community: str
    type: str
    id: UUID


class Recorder(Protocol):
    """Writes an audit row; the room of the audit stands above this one, so the caller hands its ``record`` in."""

    def __call__(self, action: str, /, *, community: str, subject_type: str, subject_id: UUID, data: Any) -> None:
        """Record an action in the running transaction."""


def reveal_response(
    request: HttpRequest,
    *,
    subject: RevealSubject,
    field: str,
    purpose: str,
    read: Callable[[], str],
    record: Recorder,
    back_url: str,
) -> HttpResponse:
    """Answer a POST with the full value, never to be stored.

    A script that asks for JSON gets ``{"value", "note", "seconds"}``; a form without script gets a page of its own
    that goes to ``back_url`` after a minute. ``purpose`` is what the form sent: anything but a
    :class:`RevealPurpose` is answered with 400 and a sentence, another method with 405, and then nothing is read or
    recorded. ``read`` is called after the record was made; errors of either pass through and take all back.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if purpose not in RevealPurpose.values:
        return _answer(request, {"problem": gettext("Say first what you need it for. Nothing was shown.")}, back_url)
    chosen = RevealPurpose(purpose)
    record(
        ACTION,
        community=subject.community,
        subject_type=subject.type,
        subject_id=subject.id,
        data={"field": field, "purpose": chosen.value},
    )
    shown: dict[str, str | int] = {"value": read(), "note": str(BASIS[chosen]), "seconds": SHOWN_S}
    return _answer(request, shown, back_url)


def purposes() -> list[tuple[str, Promise | str]]:
    """Return value and words of each purpose, in the order of the form."""
    return [(purpose.value, purpose.label) for purpose in RevealPurpose]


def _answer(request: HttpRequest, content: dict[str, str | int], back_url: str) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if "problem" in content else HTTPStatus.OK
    response: HttpResponse
    if "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse(content, status=status)
    else:
        response = render(request, "privacy/revealed.html", {**content, "back_url": back_url}, status=status)
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"  # for proxies that know nothing else
    return response
