"""Rates of the work by unit and by kind over a period; each number opens to its matters, and nothing is ranked."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.foundation.accounts.roles import Role
from linli.foundation.audit import log as audit
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.kernel.periods import Month
from linli.portals.workbench.rail import RATE_READERS, RATE_TAKERS, desk, frame
from linli.portals.workbench.showing import rates as showing
from linli.portals.workbench.showing.register import write_table
from linli.portals.workbench.views.lists.choices import COMMUNITY_DIGITS
from linli.portals.workbench.views.lists.workbook import WORKBOOK


@require_safe
@desk(*RATE_READERS)
def rates(request: HttpRequest) -> HttpResponse:
    """Show the rates of a period (``?period=2026-09``), of the reader's place, one community or one's own grid."""
    reader, asked = reader_of(request), _asked(request)
    try:
        table = cases.rate_table(period=asked["period"], community=asked["community"], grid=asked["grid"])
    except cases.GridRatesNotYours:
        return render(request, "workbench/rates.html", {**_frame(request, asked), "is_refused": True}, status=403)
    context = {
        **_frame(request, asked),
        "table": table,
        "total": table.total,
        "totals": showing.lines_of(table, (table.total,), **asked),
        "units": showing.lines_of(table, table.units, key="answers", **asked),
        "kinds": showing.lines_of(table, table.kinds, key="kind", **asked),
        "is_grid": bool(asked["grid"]) or reader.role == Role.GRID_WORKER,
        "can_take_out": reader.role in RATE_TAKERS and not asked["grid"],
    }
    return render(request, "workbench/rates.html", context)


@require_safe
@desk(*RATE_TAKERS)
def take_out(request: HttpRequest) -> HttpResponseBase:
    """Send the rates of a period as a workbook of exact counts; never those of one grid. Who took it is on record."""
    reader, asked = reader_of(request), _asked(request)
    table = cases.rate_table(period=asked["period"], community=asked["community"])
    audit.record(
        "case.rates_taken", community=reader.territory[:COMMUNITY_DIGITS], subject_type="rates",
        subject_id=asked["period"], data={"community": asked["community"]},
    )  # fmt: skip
    name = _("Rates %(period)s.xlsx") % {"period": asked["period"]}
    book = write_table(
        showing.sheet_lines(table),
        head=showing.sheet_head(table),
        title=name.removesuffix(".xlsx"),
        sheet_name=asked["period"],
        place=territory.division_name(reader.territory),
    )
    response = FileResponse(book, as_attachment=True, filename=name, content_type=WORKBOOK)
    response["Cache-Control"] = "no-store, private"
    return response


def _asked(request: HttpRequest) -> dict[str, str]:
    """Read period, community and grid from the address; what means nothing is this month, everything, no grid."""
    reader = reader_of(request)
    period = cases.period_of(request.GET.get("period", ""))
    community, grid = request.GET.get("community", ""), request.GET.get("grid", "")
    is_within = grid.isdigit() and grid.startswith(reader.territory[:COMMUNITY_DIGITS])
    return {
        "period": str(period or Month.of(timezone.now())),
        "community": community if community in {one.code for one in _communities(reader)} else "",
        "grid": grid if is_within else "",
    }


def _communities(reader: Reader) -> tuple[territory.DivisionRef, ...]:
    found = territory.communities_within(reader.territory[:COMMUNITY_DIGITS])
    return found if len(found) > 1 else ()


def _frame(request: HttpRequest, asked: dict[str, str]) -> dict[str, object]:
    reader, offered = reader_of(request), showing.choices(timezone.localdate())
    if asked["period"] not in dict(offered):
        offered.append((asked["period"], showing.words_of(asked["period"])))
    grids = territory.grids_of(reader.territory) if reader.role == Role.CLERK else ()
    return {
        **frame(request, current="rates"),
        "asked": asked,
        "periods": offered,
        "communities": _communities(reader),
        "grids": grids,
        "place": territory.grid_name(asked["grid"]) if asked["grid"] else "",
    }
