"""Pages of outside receivers: which systems hear what, their deliveries, and what is done about them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.foundation.webhooks import actions, offers, queries
from linli.foundation.webhooks.actions import NoSuchReceiver, Refused
from linli.foundation.webhooks.models import State
from linli.foundation.webhooks.queries import DeliveryLine, ReceiverLine
from linli.portals.setup.forms.receivers import ReceiverForm, RepeatForm
from linli.portals.setup.frame import frame, places_of

PAGE: Final = 50
UNPROCESSABLE: Final = 422
LOOKS: Final = {"sent": "done", "waiting": "soon", "parked": "late", "withdrawn": "back", "dropped": "back"}
PROBLEMS: Final = {
    "redirects": gettext_lazy("It sends on to another address; redirects are not followed."),
    "refuses": gettext_lazy("The receiver refuses it."),
    "fails": gettext_lazy("The receiver has a fault of its own."),
    "too_slow": gettext_lazy("No answer within fifteen seconds."),
    "certificate": gettext_lazy("Its certificate does not hold for this name."),
    "nobody_there": gettext_lazy("Nobody listens at this address."),
    "broke_off": gettext_lazy("The connection broke off."),
    "unknown_name": gettext_lazy("Nobody here knows this name."),
    "private_address": gettext_lazy("The name leads into a private network that this site does not allow."),
    "address": gettext_lazy("This is not an address on the web."),
}


@staff(Role.SYSTEM_ADMIN)
@require_safe
def receivers(request: HttpRequest) -> HttpResponse:
    """List the receivers of the territory."""
    return render(request, "setup/receivers.html", {**frame(), "rows": [_row(one) for one in queries.receivers()]})


@never_cache
@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_receiver(request: HttpRequest) -> HttpResponse:
    """Enter a receiver; its secret is shown in this answer and nowhere again."""
    reader = reader_of(request)
    form = ReceiverForm(
        request.POST or None,
        kinds=list(offers.kinds().items()),
        scopes=places_of(reader.territory),
        units=[(str(ref.id), ref.name) for ref in orgs.units_within(reader.territory)] if reader.territory else [],
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entered = actions.subscribe(
                name=said["name"],
                url=said["url"],
                kinds=said["kinds"],
                scope=said["scope"],
                unit=UUID(said["unit"]) if said["unit"] else None,
                actor=reader,
            )
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return render(request, "setup/receiver_secret.html", {**frame(), "entered": entered})
    context = {**frame(), "form": form}
    return render(request, "setup/receiver_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def receiver(request: HttpRequest, receiver_id: UUID) -> HttpResponse:
    """Show one receiver with its deliveries, newest first."""
    found = _receiver_or_404(receiver_id)
    state = State(request.GET["state"]) if request.GET.get("state", "") in State.values else None
    lines = queries.deliveries(receiver_id, state=state, before=_place(request.GET.get("below", "")), limit=PAGE + 1)
    shown = lines[:PAGE]
    older = {"state": state or "", "below": f"{shown[-1].created_at.isoformat()}~{shown[-1].id}"} if shown else {}
    context = {
        **frame(),
        **_row(found),
        "lines": [(one, _label(one.kind), LOOKS[one.state], _problem(one)) for one in shown],
        "state": state or "",
        "states": [(one.value, one.label) for one in (State.WAITING, State.SENT, State.PARKED)],
        "older_url": f"?{urlencode(older)}" if len(lines) > PAGE else "",
        "form": RepeatForm(),
    }
    return render(request, "setup/receiver.html", context)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def act(request: HttpRequest, receiver_id: UUID, deed: str) -> HttpResponse:
    """Test, pause, resume or revoke a receiver."""
    deeds: dict[str, tuple[Callable[[UUID], int | None], str]] = {
        "test": (actions.test, _("A test is on its way. Reload this page in a moment.")),
        "pause": (actions.pause, _("Paused. What happens meanwhile is kept.")),
        "resume": (actions.resume, _("Resumed. %(count)d deliveries go out now.")),
        "revoke": (actions.revoke, _("Revoked. %(count)d waiting deliveries were dropped.")),
    }
    if deed not in deeds:
        raise Http404
    does, words = deeds[deed]
    return _answer(request, receiver_id, does, words)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def repeat(request: HttpRequest, receiver_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Send one delivery again."""
    deed = partial(actions.repeat, delivery_id=delivery_id)
    return _answer(request, receiver_id, deed, _("It goes out again, under the same id."))


@staff(Role.SYSTEM_ADMIN)
@require_POST
def repeat_since(request: HttpRequest, receiver_id: UUID) -> HttpResponse:
    """Send everything since a day again, or what of it is parked."""
    form = RepeatForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a day. Nothing was sent."))
        return redirect("setup:receiver", receiver_id)
    said = form.cleaned_data
    deed = partial(actions.repeat_since, day=said["since_on"], only_parked=said["which"] == "parked")
    return _answer(request, receiver_id, deed, _("%(count)d deliveries go out again."))


def _answer(request: HttpRequest, receiver_id: UUID, deed: Callable[[UUID], int | None], words: str) -> HttpResponse:
    """Do something about a receiver and say so, with how many deliveries it was about where the deed counts them."""
    try:
        messages.success(request, words % {"count": deed(receiver_id)})
    except NoSuchReceiver:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("setup:receiver", receiver_id)


def _receiver_or_404(receiver_id: UUID) -> ReceiverLine:
    try:
        return queries.receiver(receiver_id)
    except NoSuchReceiver:
        raise Http404 from None


def _row(line: ReceiverLine) -> dict[str, object]:
    is_resting = line.rest_until is not None and line.rest_until > timezone.now()
    look = {"active": "late" if line.failures else "done", "paused": "pause"}.get(line.standing, "back")
    return {
        "receiver": line,
        "hears": [_label(kind) for kind in line.kinds],
        "place": territory.division_name(line.scope),
        "unit": orgs.unit_name(line.unit) if line.unit else "",
        "look": look,
        "problem": PROBLEMS.get(line.problem, line.problem),
        "is_resting": is_resting,
    }


def _label(kind: str) -> str:
    return str(offers.kinds().get(kind, _("Test") if kind == offers.TEST_KIND else kind))


def _problem(line: DeliveryLine) -> str:
    return str(PROBLEMS.get(line.problem, line.problem)) if line.problem else ""


def _place(text: str) -> tuple[datetime, UUID] | None:
    """Return where to go on; anything that is not a place begins at the top."""
    at, _sep, key = text.partition("~")
    try:
        place = datetime.fromisoformat(at), UUID(key)
    except ValueError:
        return None
    return None if place[0].tzinfo is None else place
