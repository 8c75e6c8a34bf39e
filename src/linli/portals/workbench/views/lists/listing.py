"""The plain list of matters with its filters in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.foundation.lists import rules
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.kernel.periods import Month
from linli.portals.workbench.rail import DISPATCHERS, HANDLERS, desk, frame
from linli.portals.workbench.showing.columns import COLUMNS
from linli.portals.workbench.showing.rows import row_lines
from linli.portals.workbench.views.lists.choices import choices_of
from linli.portals.workbench.views.lists.choosing import chosen_of
from linli.portals.workbench.views.lists.shown import PLAIN, Shown, shown_of


@require_safe
@desk(*HANDLERS)
def case_list(request: HttpRequest) -> HttpResponse:
    """Show a page of matters in the order, with the filters and columns that the reader asked for."""
    now, reader, shown = timezone.now(), reader_of(request), shown_of(request)
    cursor = request.GET.get("cursor", "")
    found = cases.case_list(shown.filters, order=shown.sort, cursor=cursor, at=now)
    home = reverse("workbench:cases")
    rows = row_lines(found.rows, territory_code=reader.territory, now=now, calendar=work_calendar())
    context = {
        **frame(request, current="cases"),
        **kept_context(shown),
        **chosen_of(request, shown, rows=rows),
        "choices": choices_of(reader, shown.filters),
        "columns": [COLUMNS[code] for code in shown.columns],
        "rows": rows,
        "count": found.count,
        "cursor": cursor,
        "newer": found.newer,
        "older": found.older,
        "newer_url": f"{home}{shown.query(cursor=found.newer)}" if found.newer else "",
        "older_url": f"{home}{shown.query(cursor=found.older)}" if found.older else "",
        "can_dispatch": reader.role in DISPATCHERS,
        "can_take_out": reader.role in DISPATCHERS,
        "audiences": rules.audiences(reader.role, has_unit=reader.unit is not None),
        "month": str(Month.of(now)),
    }
    return render(request, "workbench/cases.html", context)


def kept_context(shown: Shown) -> dict[str, object]:
    """Return what the row of kept filters and the forms beside the list need."""
    home = reverse("workbench:cases")
    return {
        "shown": shown,
        "filters": shown.filters,
        "sort": shown.sort,
        "list_query": shown.query(),
        "clear_url": f"{home}?kept={PLAIN}" if shown.shelf.opener else home,
        "can_keep": not shown.is_plain and (shown.named is None or shown.is_changed),
    }
