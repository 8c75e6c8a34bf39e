"""Pages of decision tables: drafts as rows, what is wrong with them, the dry run, and publishing by a second person."""

import json
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import drafts, tables
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.actions import NotADraft, RuleUnclear
from linli.foundation.rulepacks.drafts import Draft, NoSuchDraft, SecondPersonNeeded, SomebodyWasFaster
from linli.foundation.rulepacks.tables import Around, Finding
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.words import say
from linli.portals.setup.dry_runs import DryRun
from linli.portals.setup.forms import DraftFileForm, PeriodForm, PublishForm

PROCEDURE: Final = "grid_event"
READERS: Final = (Role.SYSTEM_ADMIN, Role.STREET_OFFICIAL)
UNPROCESSABLE: Final = 422
MOST_ROWS, EMPTY_ROWS = 75, 3
NAMES: Final = {
    "limits": gettext_lazy("Time limits"),
    "kinds": gettext_lazy("Kinds of matter: what is taken, how urgent, and what leads there"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A draft's table as it stands on the page."""

    draft: Draft
    table: str
    rows: list[dict[str, str]]
    findings: list[Finding]

    @property
    def is_faulty(self) -> bool:
        """Whether something keeps it from being tried and published."""
        return any(one.is_fault for one in self.findings)


@staff(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """List the open drafts of the territory; begin one from what is in force."""
    reader = reader_of(request)
    if request.method == "POST":
        code, scope = request.POST.get("code", ""), request.POST.get("scope", "")
        if reader.role != Role.SYSTEM_ADMIN or scope not in dict(_scopes(reader.territory)):
            raise Http404
        if code not in {f"{table}.{PROCEDURE}" for table in tables.TABLES}:
            raise Http404
        return redirect("setup:draft", drafts.begin_draft(code, scope=scope, actor=reader))
    context = {
        **_frame(request),
        "rows": [_line(one) for one in drafts.drafts(reader.territory)],
        "codes": [(f"{table}.{PROCEDURE}", NAMES[table]) for table in tables.TABLES],
        "scopes": _scopes(reader.territory),
        "may_draft": reader.role == Role.SYSTEM_ADMIN,
    }
    return render(request, "setup/rules.html", context)


@staff(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft's table with what is wrong with it; keep changed rows."""
    found = _draft_or_404(request, draft_id)
    if request.method != "POST":
        return _page(request, _shown(found, tables.rows_of(_table(found), found.pack.body)))
    if reader_of(request).role != Role.SYSTEM_ADMIN:
        raise Http404
    rows = _posted(request, _table(found))
    body = tables.body_of(_table(found), rows)
    said = _kept(request, found, body=body, basis=request.POST.get("basis", ""), seen=request.POST.get("seen", ""))
    if said:
        messages.error(request, said)
        return _page(request, _shown(found, rows), status=UNPROCESSABLE)
    return redirect("setup:draft", draft_id)


@staff(*READERS)
@require_safe
def download(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft as JSON, in the form in which packs are shipped."""
    pack = _draft_or_404(request, draft_id).pack
    given = {"code": pack.code, "title": pack.title, "basis": pack.basis, "body": pack.body}
    answer = HttpResponse(json.dumps(given, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{pack.code}.json"'
    return answer


@staff(Role.SYSTEM_ADMIN)
@require_POST
def bring(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take a draft's rows from a JSON file; what cannot be read changes nothing."""
    found = _draft_or_404(request, draft_id)
    form = DraftFileForm(request.POST, request.FILES)
    said = _("Please choose a JSON file of at most 300 kB. Nothing was changed.")
    if form.is_valid():
        try:
            given = json.loads(form.cleaned_data["file"].read().decode())
            rows = [{k: str(v) for k, v in row.items()} for row in tables.rows_of(_table(found), given["body"])]
            is_ours = given.get("code") == found.pack.code and len(rows) <= MOST_ROWS
        except (ValueError, KeyError, TypeError, AttributeError):
            is_ours = False
        said = _("The file is not a table of these rules. Nothing was changed.")
        if is_ours:
            body = tables.body_of(_table(found), rows)
            said = _kept(
                request, found, body=body, basis=str(given.get("basis", "")), seen=request.POST.get("seen", "")
            )
    if said:
        messages.error(request, said)
    return redirect("setup:draft", draft_id)


@staff(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def dry_run(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Run a draft over the matters of a period, as long as the page asks; nothing is written."""
    found = _draft_or_404(request, draft_id)
    shown = _shown(found, tables.rows_of(_table(found), found.pack.body))
    if shown.is_faulty:
        messages.error(request, _("Please mend the rows first; then the draft can be tried."))
        return redirect("setup:draft", draft_id)
    run, form = None, PeriodForm(request.POST or None)
    if request.method == "POST":
        run = DryRun.from_token(request.POST["state"], found) if request.POST.get("state") else None
        if run is None and not request.POST.get("state") and form.is_valid():
            run = DryRun.begin(found, **form.cleaned_data)
        elif run is None and request.POST.get("state"):
            messages.error(request, _("The draft was changed meanwhile. Please begin the dry run again."))
            form = PeriodForm()
        run = run.go_on(found) if run else None
    lines = [_difference(one) for one in run.tally.lines] if run else []
    context = {
        **_frame(request),
        **_line(found),
        "run": run,
        "token": run.token() if run and not run.tally.is_over else "",
        "lines": lines,
        "left_out": run.tally.differing - len(lines) if run else 0,
        "form": form,
    }
    only_part = request.headers.get("HX-Request") == "true"
    return render(request, "setup/parts/dry_run.html" if only_part else "setup/dry_run.html", context)


@staff(*READERS)
@require_POST
def publish(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft in force from a day on; somebody else than its drafter does."""
    found = _draft_or_404(request, draft_id)
    form = PublishForm(request.POST)
    if _shown(found, tables.rows_of(_table(found), found.pack.body)).is_faulty:
        messages.error(request, _("Please mend the rows first. Nothing was published."))
        return redirect("setup:draft", draft_id)
    if not form.is_valid():
        messages.error(request, _("Please give a day. Nothing was published."))
        return redirect("setup:draft", draft_id)
    day = form.cleaned_data["from_on"]
    try:
        drafts.publish_draft(draft_id, from_on=day, seen=form.cleaned_data["seen"], actor=reader_of(request))
    except (SecondPersonNeeded, SomebodyWasFaster, NotADraft, RuleUnclear) as refused:
        messages.error(request, str(refused))
        return redirect("setup:draft", draft_id)
    messages.success(
        request, _("Published: it holds from %(day)s on. Matters that run keep their rules.") % {"day": day}
    )
    return redirect("setup:rules")


@staff(Role.SYSTEM_ADMIN)
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft away."""
    _draft_or_404(request, draft_id)
    try:
        drafts.discard_draft(draft_id, actor=reader_of(request))
    except NotADraft as refused:
        messages.error(request, str(refused))
    return redirect("setup:rules")


def _kept(request: HttpRequest, found: Draft, *, body: dict[str, Any], basis: str, seen: str) -> str:
    """Keep a draft's content; returns why not, empty when it was kept."""
    try:
        drafts.change_draft(found.pack.id, body=body, basis=basis, seen=seen, actor=reader_of(request))
    except (SomebodyWasFaster, NotADraft) as refused:
        return str(refused)
    messages.success(request, _("Kept as a draft. Nothing is in force yet."))
    return ""


def _draft_or_404(request: HttpRequest, draft_id: UUID) -> Draft:
    try:
        found = drafts.draft(draft_id, territory=reader_of(request).territory)
    except NoSuchDraft:
        raise Http404 from None
    if not _table(found):
        raise Http404
    return found


def _table(found: Draft) -> str:
    return tables.table_of(found.pack.code)


def _posted(request: HttpRequest, table: str) -> list[dict[str, str]]:
    """Return the rows of the form in their order; a row left empty is no row."""
    columns = tables.COLUMNS[table]
    told = "amount" if table == tables.LIMITS else "code"
    rows = [
        {name: request.POST.get(f"{name}-{number}", "").strip()[:2000] for name in columns}
        for number in takewhile(lambda number: f"{told}-{number}" in request.POST, count())
    ]
    return [row for row in rows if row[told] or (table == tables.LIMITS and row["kind"])]


def _shown(found: Draft, rows: list[dict[str, str]]) -> Shown:
    kinds = _kinds(found)
    procedures = tuple(body.code for body in workflow.every_version())
    words = {**kinds, **dict(_names(dict.fromkeys(_clocks())))}
    around = Around(kinds=kinds, clocks=_clocks(), procedures=procedures, words=words)
    table = _table(found)
    return Shown(draft=found, table=table, rows=rows, findings=tables.findings(table, rows, around=around))


def _kinds(found: Draft) -> dict[str, str]:
    known = rulepacks.kinds(PROCEDURE, scope=found.pack.scope, on=timezone.localdate())
    return {kind.code: say(kind.words) for kind in known}


def _clocks() -> list[str]:
    return list(dict.fromkeys(clock for state in workflow.published(PROCEDURE).states for clock in state.clocks))


def _page(request: HttpRequest, shown: Shown, *, status: int = 200) -> HttpResponse:
    reader, found = reader_of(request), shown.draft
    empty = dict.fromkeys(tables.COLUMNS[shown.table], "")
    faulty = {number for one in shown.findings if one.is_fault for number in one.rows}
    rows = [*shown.rows, *[empty] * EMPTY_ROWS]
    is_open = found.status == "draft"
    context = {
        **_frame(request),
        **_line(found),
        "rows": [
            {"number": at + 1, "index": at, "row": row, "is_faulty": at + 1 in faulty} for at, row in enumerate(rows)
        ],
        "findings": shown.findings,
        "is_faulty": shown.is_faulty,
        "may_change": is_open and reader.role == Role.SYSTEM_ADMIN,
        "may_publish": is_open and found.drafted_by != reader.account_id,
        "is_open": is_open,
        "clocks": _names(dict.fromkeys([*_clocks(), *(row["clock"] for row in shown.rows if "clock" in row)])),
        "kinds": _kinds(found),
        "urgencies": tables.URGENCIES,
        "procedures": [(code, workflow.name_of(code)) for code in sorted({b.code for b in workflow.every_version()})],
        "publish_form": PublishForm(initial={"seen": found.digest}),
        "file_form": DraftFileForm(),
    }
    return render(request, f"setup/draft_{shown.table}.html", context, status=status)


def _names(codes: dict[str, None]) -> list[tuple[str, str]]:
    return [(code, cases.clock_words(code)) for code in codes]


def _frame(request: HttpRequest) -> dict[str, object]:
    role = reader_of(request).role
    return rail.frame(role, current="setup" if role == Role.SYSTEM_ADMIN else "rules")


def _line(found: Draft) -> dict[str, object]:
    return {
        "draft": found,
        "name": NAMES[_table(found)],
        "place": territory.division_name(found.pack.scope),
    }


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


def _scopes(top: str) -> list[tuple[str, str]]:
    """Return the places of an administrator: the whole territory, then its communities."""
    if not top:
        return []
    below = [(ref.code, ref.name) for ref in territory.communities_within(top) if ref.code != top]
    return [(top, territory.division_name(top)), *below]
