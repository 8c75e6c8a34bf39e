"""Pages of units: those that serve a community, one unit with its posts, and what changes them."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import actions, queries
from linli.foundation.orgs.models import UnitKind
from linli.foundation.territory import queries as territory
from linli.portals.setup.forms.units import HolderForm, NewUnitForm, PostForm, UnitForm
from linli.portals.setup.frame import community_or_404, frame, may_touch, unit_or_404

UNPROCESSABLE = 422


@staff(Role.SYSTEM_ADMIN)
@require_safe
def units(request: HttpRequest, code: str) -> HttpResponse:
    """Show the units that serve a community; those of a wider place can be read, not changed, from below."""
    place = community_or_404(request, code)
    rows = [
        {"unit": ref, "serves": territory.division_name(ref.scope), "may_change": may_touch(request, ref.scope)}
        for ref in queries.units_serving(code)
    ]
    return render(request, "setup/units.html", {**frame(), "place": place, "rows": rows})


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Set up a unit for a community, or for a wider place of the territory that holds it."""
    place = community_or_404(request, code)
    scopes = [(ref.code, ref.name) for ref in reversed(territory.ancestry(code)) if may_touch(request, ref.code)]
    form = NewUnitForm(request.POST or None, scopes=scopes)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            unit = actions.create_unit(
                scope=said["scope"],
                name=said["name"],
                kind=UnitKind(said["kind"]),
                from_on=timezone.localdate(),
                phone=said["phone"],
                email=said["email"],
            )
        except actions.UnitRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("%(name)s was set up. Add its posts here.") % {"name": unit.name})
            return redirect("setup:unit", code, unit.id)
    context = {**frame(), "place": place, "form": form}
    return render(request, "setup/unit_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, code: str, unit_id: UUID) -> HttpResponse:
    """Show a unit with its posts, and change what it is called and how it is reached."""
    place, found = community_or_404(request, code), unit_or_404(request, unit_id)
    initial = {"name": found.name, "kind": found.kind, "phone": found.phone, "email": found.email}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_unit(
                unit_id, name=said["name"], kind=UnitKind(said["kind"]), phone=said["phone"], email=said["email"]
            )
        except actions.UnitRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("setup:unit", code, unit_id)
    context = {
        **frame(),
        "place": place,
        "unit": found,
        "form": form,
        "serves": territory.division_name(found.scope),
        "posts": queries.posts_of(unit_id),
        "post_form": PostForm(prefix="post"),
        "today": timezone.localdate(),
    }
    return render(request, "setup/unit.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def end_unit(request: HttpRequest, code: str, unit_id: UUID) -> HttpResponse:
    """End a unit with today; its matters must go to others by hand."""
    community_or_404(request, code)
    found = unit_or_404(request, unit_id)
    try:
        actions.end_unit(unit_id, on=timezone.localdate())
    except actions.UnitRefused as refused:
        messages.error(request, str(refused))
        return redirect("setup:unit", code, unit_id)
    messages.success(request, _("%(name)s ends today.") % {"name": found.name})
    return redirect("setup:units", code)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def add_post(request: HttpRequest, code: str, unit_id: UUID) -> HttpResponse:
    """Add a post, and put somebody into it where a name is given."""
    community_or_404(request, code)
    unit_or_404(request, unit_id)
    form = PostForm(request.POST, prefix="post")
    if form.is_valid():
        said = form.cleaned_data
        try:
            post = actions.create_post(unit_id, title=said["title"], from_on=said["from_on"])
            if said["person_name"]:
                actions.hold_post(post, person_name=said["person_name"], from_on=said["from_on"])
        except actions.UnitRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(title)s was added.") % {"title": said["title"]})
    else:
        messages.error(request, _("A post needs a title and a day. Nothing was changed."))
    return redirect("setup:unit", code, unit_id)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def hold_post(request: HttpRequest, code: str, unit_id: UUID, post_id: UUID) -> HttpResponse:
    """Put somebody into a post from a day on; who held it ends the day before."""
    _check_post(request, code, unit_id, post_id)
    form = HolderForm(request.POST)
    if form.is_valid():
        try:
            actions.hold_post(
                post_id, person_name=form.cleaned_data["person_name"], from_on=form.cleaned_data["from_on"]
            )
        except actions.UnitRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Who holds the post needs a name and a day. Nothing was changed."))
    return redirect("setup:unit", code, unit_id)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def end_post(request: HttpRequest, code: str, unit_id: UUID, post_id: UUID) -> HttpResponse:
    """End a post with today."""
    _check_post(request, code, unit_id, post_id)
    today: date = timezone.localdate()
    actions.end_post(post_id, on=today)
    messages.success(request, _("The post ends today."))
    return redirect("setup:unit", code, unit_id)


def _check_post(request: HttpRequest, code: str, unit_id: UUID, post_id: UUID) -> None:
    community_or_404(request, code)
    unit_or_404(request, unit_id)
    if post_id not in {post.id for post in queries.posts_of(unit_id)}:
        raise Http404
