"""The to-do list: what waits for this reader, the earliest due first."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.foundation.accounts.roles import ADMINISTRATORS
from linli.foundation.design.rail import address_of
from linli.foundation.lists import queries as lists
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import DISPATCHERS, EVERYBODY, TAKERS, desk, frame
from linli.portals.workbench.showing.rows import row_lines
from linli.portals.workbench.views.lists.shown import LIST

GROUPS: dict[str, str | Promise] = {
    "overdue": _("Overdue"),
    "today": _("Due today"),
    "later": _("Tomorrow and later"),
    "no_limit": _("Without a limit"),
}
OTHER_DESKS = {
    "system_admin": "workbench:calendar",
    "security_admin": "accounts:accounts",
    "audit_admin": "audit:entries",
}


@require_safe
@desk(*EVERYBODY)
def todo(request: HttpRequest) -> HttpResponse:
    """Show a tab of the list; administrators, who handle no matters, are shown to their own pages."""
    role = reader_of(request).role
    if role in ADMINISTRATORS:
        return HttpResponseRedirect(address_of(OTHER_DESKS[role]) or reverse("accounts:log_in"))
    found = list_of(request)
    context = {**frame(request, current="todo", show="list", todo=mine_of(found)), **found}
    return render(request, "workbench/todo.html", context)


def list_of(request: HttpRequest) -> dict[str, object]:
    """Return the list pane: tabs with their counts, groups of rows, and where earlier and later ones are."""
    now, reader, calendar = timezone.now(), reader_of(request), work_calendar()
    found = cases.todo_list(tab=request.GET.get("tab", ""), cursor=request.GET.get("cursor", ""), at=now)
    groups = [
        {
            "words": GROUPS[group.code],
            "rows": row_lines(group.rows, territory_code=reader.territory, now=now, calendar=calendar),
        }
        for group in found.groups
    ]
    return {
        "tab": found.tab,
        "tabs": found.tabs,
        "groups": groups,
        "list_query": _query(tab=found.tab, cursor=request.GET.get("cursor", "")),
        "first_url": f"{reverse('workbench:todo')}{_query(tab=found.tab)}" if request.GET.get("cursor") else "",
        "later_url": f"{reverse('workbench:todo')}{_query(tab=found.tab, cursor=found.older)}" if found.older else "",
        "kept": lists.shelf(LIST).all,
        "can_take_in": reader.role in TAKERS,
        "can_dispatch": reader.role in DISPATCHERS,
    }


def mine_of(found: dict[str, object]) -> int:
    """Return the count of the first tab, for the rail."""
    tabs = found["tabs"]
    assert isinstance(tabs, tuple)
    return next((tab.count for tab in tabs if tab.code == "mine"), 0)


def _query(**values: str) -> str:
    return f"?{urlencode({name: value for name, value in values.items() if value})}"
