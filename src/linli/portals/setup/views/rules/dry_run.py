"""The dry run of a draft over past matters: as far as one request comes, and what would have gone another way."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.cases import facade as cases
from linli.foundation.accounts.gate import staff
from linli.foundation.orgs import queries as orgs
from linli.portals.setup.dry_runs import DryRun
from linli.portals.setup.forms.rules import PeriodForm
from linli.portals.setup.views.rules.shared import READERS, draft_or_404, frame, line_of, shown_of


@staff(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def dry_run(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Run a draft over the matters of a period, as long as the page asks; nothing is written."""
    found = draft_or_404(request, draft_id)
    if shown_of(found).is_faulty:
        messages.error(request, _("Please mend the rows first; then the draft can be tried."))
        return _elsewhere(request, reverse("setup:draft", args=[draft_id]))
    token, run, form = request.POST.get("state", ""), None, PeriodForm(request.POST or None)
    if token:
        run = DryRun.from_token(token, found)
        if run is None:
            messages.error(request, _("The draft was changed meanwhile. Please begin the dry run again."))
            return _elsewhere(request, reverse("setup:dry_run", args=[draft_id]))
    elif form.is_valid():
        run = DryRun.begin(found, **form.cleaned_data)
    run = run.go_on(found) if run else None
    lines = [_difference(one) for one in run.tally.lines] if run else []
    context = {
        **frame(request),
        **line_of(found),
        "run": run,
        "token": run.token() if run and not run.tally.is_over else "",
        "lines": lines,
        "left_out": run.tally.differing - len(lines) if run else 0,
        "form": form,
    }
    return render(request, "setup/parts/dry_run.html" if _is_part(request) else "setup/dry_run.html", context)


def _is_part(request: HttpRequest) -> bool:
    """Return whether the page asks by itself for how far the run has come."""
    return request.headers.get("HX-Request") == "true"


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to another page; a page that asked for its part goes there whole."""
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if _is_part(request) else redirect(url)


def _difference(one: cases.Difference) -> dict[str, object]:
    try:
        url = reverse("workbench:case", args=[one.case_id])
    except NoReverseMatch:  # an installation without the workbench
        url = ""
    return {
        "one": one,
        "url": url,
        "was_unit": orgs.unit_name(one.was.unit) if one.was.unit else "",
        "would_unit": orgs.unit_name(one.would.unit) if one.would.unit else "",
        "clock": cases.clock_words(one.moved.clock) if one.moved else "",
    }
