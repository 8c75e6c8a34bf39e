"""Pages of text templates: a community's list, one template with its preview and versions, the usual ones to begin."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.domains.phrases import facade as phrases
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.design.moments import say_moment
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.words import say
from linli.portals.setup.forms.phrases import PhraseForm
from linli.portals.setup.frame import community_or_404, frame, whole_number

UNPROCESSABLE = 422
SAMPLE_CODE = "1234 5678 90"
NOT_STAFF = frozenset({"reporter", "clock"})


@staff(Role.SYSTEM_ADMIN)
@require_safe
def phrase_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show a community's templates with the step, kind and state they are for."""
    place = community_or_404(request, code)
    actions, kinds, states = _actions(), dict(_kinds(code)), dict(_states())
    rows = [
        {
            "phrase": line,
            "action": dict(actions).get(line.action, line.action),
            "kind": kinds.get(line.kind, line.kind) or _("every kind"),
            "state": states.get(line.state, line.state) or _("any state"),
        }
        for line in phrases.phrases_of(code)
    ]
    return render(request, "setup/phrases.html", {**frame(), "place": place, "rows": rows})


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_phrase(request: HttpRequest, code: str) -> HttpResponse:
    """Write a new template, after a look at it if wished."""
    community_or_404(request, code)
    return _write(request, code, form=_form(request, code), line=None)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def phrase(request: HttpRequest, code: str, line: UUID) -> HttpResponse:
    """Write the next version of a template; its earlier versions stand below."""
    community_or_404(request, code)
    versions = phrases.versions_of(line, community=code)
    if not versions:
        raise Http404
    return _write(request, code, form=_form(request, code, versions[0]), line=line, versions=versions)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def retire_phrase(request: HttpRequest, code: str, line: UUID) -> HttpResponse:
    """Take a template away; nothing that was written with it changes."""
    community_or_404(request, code)
    version = whole_number(request.POST.get("version", ""), other=0)
    try:
        phrases.retire_phrase(code, line, version=version)
    except phrases.PhraseRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The template was taken away."))
    return redirect("setup:phrases", code)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def seed(request: HttpRequest, code: str) -> HttpResponse:
    """Begin with the usual templates, those that are not there yet."""
    community_or_404(request, code)
    messages.success(request, _("%(count)d templates were added.") % {"count": phrases.seed_usual(code)})
    return redirect("setup:phrases", code)


def _write(
    request: HttpRequest,
    code: str,
    *,
    form: PhraseForm,
    line: UUID | None,
    versions: tuple[phrases.PhraseLine, ...] = (),
) -> HttpResponse:
    preview = ""
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" in request.POST:
                preview = _preview(form, code)
            else:
                phrases.write_phrase(code, form.draft(**({"line": line} if line else {})))
                messages.success(request, _("Saved."))
                return redirect("setup:phrases", code)
        except phrases.PhraseRefused as refused:
            form.add_error(refused.field, refused.sentence)
    standing = versions[0] if versions and not versions[0].is_retired else None
    context = {
        **frame(),
        "place": community_or_404(request, code),
        "form": form,
        "preview": preview,
        "versions": versions,
        "standing": standing,
        "hidden": [("version", standing.version)] if standing else [],
        "places": [(place.value, meaning) for place, meaning in phrases.MEANINGS.items()],
    }
    return render(request, "setup/phrase_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _preview(form: PhraseForm, code: str) -> str:
    """Return the words as a matter of today would show them."""
    said, now = form.cleaned_data, timezone.now()
    kinds, states = _kinds(code), _states()
    values = {
        phrases.Place.CODE: SAMPLE_CODE,
        phrases.Place.KIND: dict(kinds).get(said["kind"]) or kinds[0][1],
        phrases.Place.UNIT: _("Unit"),
        phrases.Place.STATE: dict(states).get(said["state"]) or states[0][1],
        phrases.Place.DUE: say_moment(now + timedelta(days=1)),
        phrases.Place.TODAY: say_moment(now, form="day"),
    }
    return phrases.filled(phrases.checked(said["text"]), values)


def _form(request: HttpRequest, code: str, standing: phrases.PhraseLine | None = None) -> PhraseForm:
    initial = (
        {name: getattr(standing, name) for name in ("version", "name", "action", "kind", "state", "text")}
        if standing
        else {}
    )
    return PhraseForm(request.POST or None, initial=initial, actions=_actions(), kinds=_kinds(code), states=_states())


def _actions() -> list[tuple[str, str]]:
    """Return the steps of staff that take words."""
    return [
        (action.code, say(action.words))
        for action in workflow.published(workflow.USUAL).actions
        if action.by - NOT_STAFF and any(field.type == "text" for field in action.form)
    ]


def _kinds(code: str) -> list[tuple[str, str]]:
    return [(kind.code, kind.words) for kind in cases.kinds(code)]


def _states() -> list[tuple[str, str]]:
    return [(state.code, state.words) for state in cases.states()]
