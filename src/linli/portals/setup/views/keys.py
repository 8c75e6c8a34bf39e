"""Keys for other systems: those that reach a community, a new one shown once, and the end of one."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.apikeys import actions, queries
from linli.foundation.orgs import queries as orgs
from linli.foundation.territory import queries as territory
from linli.kernel.uuid7 import new_id
from linli.portals.setup.forms.keys import KeyForm
from linli.portals.setup.frame import community_or_404, frame, may_touch

UNPROCESSABLE = 422
USUAL_LIFE = timedelta(days=365)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def keys(request: HttpRequest, code: str) -> HttpResponse:
    """Show the keys that reach a community; those of a wider place can be read, not ended, from below."""
    place = community_or_404(request, code)
    rows = [
        {
            "key": ref,
            "place": territory.division_name(ref.scope),
            "may_revoke": ref.is_good and may_touch(request, ref.scope),
        }
        for ref in queries.keys_for(code)
    ]
    address = request.build_absolute_uri(reverse("interop:endpoint"))
    return render(request, "setup/keys.html", {**frame(), "place": place, "rows": rows, "address": address})


@never_cache
@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest, code: str) -> HttpResponse:
    """Make a key; it is shown in this answer and nowhere again."""
    place = community_or_404(request, code)
    form = _form(request, code)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.create_key(
                name=said["name"],
                scope=said["scope"],
                unit=UUID(said["unit"]),
                can_read="read" in said["may"],
                can_write="write" in said["may"],
                expires_on=said["expires_on"],
                request=said["request"],
            )
        except actions.KeyRefused as refused:
            form.add_error("may" if refused.field == "can_read" else refused.field, str(refused))
        else:
            if made is not None:
                context = {**frame(), "place": place, "key": made, "name": said["name"]}
                return render(request, "setup/key_shown.html", context)
            said_before = _(
                "This key was made already and is not shown again. If it is lost, revoke it and make another."
            )
            messages.error(request, said_before)
            return redirect("setup:keys", code)
    context = {**frame(), "place": place, "form": form}
    return render(request, "setup/key_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def revoke(request: HttpRequest, code: str, key_id: UUID) -> HttpResponse:
    """End a key at once and for good."""
    community_or_404(request, code)
    found = next((ref for ref in queries.keys_for(code) if ref.id == key_id), None)
    if found is None or not may_touch(request, found.scope):
        raise Http404
    actions.revoke_key(key_id)
    messages.success(request, _("The key of %(name)s no longer opens anything.") % {"name": found.name})
    return redirect("setup:keys", code)


def _form(request: HttpRequest, code: str) -> KeyForm:
    scopes = [(ref.code, ref.name) for ref in reversed(territory.ancestry(code)) if may_touch(request, ref.code)]
    units = [(str(ref.id), ref.name) for ref in orgs.units_serving(code)]
    initial = {"request": new_id(), "expires_on": timezone.localdate() + USUAL_LIFE, "may": ["read"]}
    return KeyForm(request.POST or None, initial=initial, scopes=scopes, units=units)
