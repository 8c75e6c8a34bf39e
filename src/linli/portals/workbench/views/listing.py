"""The plain list of matters with its filters in the address, and the month's register as a workbook."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.foundation.audit import log as audit
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.kernel.periods import Month
from linli.portals.workbench.forms.filters import address_query, filters_of
from linli.portals.workbench.rail import DISPATCHERS, HANDLERS, desk, frame
from linli.portals.workbench.showing.register import write_register
from linli.portals.workbench.showing.rows import row_lines

COMMUNITY_DIGITS = 12
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAITING_FOR_DISPATCH = "accepted"


@require_safe
@desk(*HANDLERS)
def case_list(request: HttpRequest) -> HttpResponse:
    """Show a page of matters, the newest first."""
    now, reader = timezone.now(), reader_of(request)
    filters = filters_of(request.GET)
    found = cases.case_list(filters, cursor=request.GET.get("cursor", ""), at=now)
    home = reverse("workbench:cases")
    can_choose = reader.role in DISPATCHERS and filters.state == WAITING_FOR_DISPATCH
    context = {
        **frame(request, current="cases"),
        **choices_of(reader, filters),
        "filters": filters,
        "is_filtered": bool(address_query(filters)),
        "rows": row_lines(found.rows, territory_code=reader.territory, now=now, calendar=work_calendar()),
        "count": found.count,
        "newer_url": f"{home}{address_query(filters, cursor=found.newer)}" if found.newer else "",
        "older_url": f"{home}{address_query(filters, cursor=found.older)}" if found.older else "",
        "can_choose": can_choose,
        "can_dispatch": reader.role in DISPATCHERS,
        "can_register": reader.role in DISPATCHERS,
        "month": str(Month.of(now)),
        "clear_url": home,
    }
    return render(request, "workbench/cases.html", context)


def choices_of(reader: Reader, filters: cases.CaseFilters) -> dict[str, object]:
    """Return what the filters let one choose, from what is published (no statement when cached)."""
    communities = territory.communities_within(reader.territory[:COMMUNITY_DIGITS])
    community = filters.community or (communities[0].code if len(communities) == 1 else "")
    example = community or (communities[0].code if communities else "")
    return {
        "states": (cases.Choice(code="open", words=_("All open ones")), *cases.states()),
        "kinds": cases.kinds(example) if example else (),
        "grids": territory.grids_of(community) if community else (),
        "units": orgs.units_serving(community) if community else orgs.units_within(reader.territory),
        "communities": communities if len(communities) > 1 else (),
        "dues": (
            cases.Choice(code="overdue", words=_("Overdue")), cases.Choice(code="soon", words=_("Within a day")),
        ),
    }  # fmt: skip


@require_safe
@desk(*DISPATCHERS)
def register(request: HttpRequest) -> HttpResponseBase:
    """Send the register of a month (``?month=2026-10``, else this one): titles masked; who took it is on record."""
    try:
        month = Month.parse(request.GET.get("month", ""))
    except ValueError:
        month = Month.of(timezone.now())
    reader = reader_of(request)
    audit.record(
        "case.register_taken", community=reader.territory[:COMMUNITY_DIGITS], subject_type="register",
        subject_id=str(month),
    )  # fmt: skip
    book = write_register(
        cases.register(month), month=month, place=territory.division_name(reader.territory), now=timezone.now()
    )
    name = _("Register %(month)s.xlsx") % {"month": month}
    response = FileResponse(book, as_attachment=True, filename=name, content_type=WORKBOOK)
    response["Cache-Control"] = "no-store, private"
    return response


def chosen_ids(values: list[str], *, most: int) -> list[UUID]:
    """Read the matters chosen in a list, each once, at most so many; what is no id is passed over."""
    found: dict[UUID, None] = {}
    for value in values:
        try:
            found[UUID(value)] = None
        except ValueError:
            continue
    return list(found)[:most]
