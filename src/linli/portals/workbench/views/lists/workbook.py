"""Takes lists of matters out as workbooks: the list as it is filtered, and a month's register; on record, masked."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.foundation.audit import log as audit
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.kernel.periods import Month
from linli.portals.workbench.forms.filters import codes_of
from linli.portals.workbench.rail import DISPATCHERS, desk
from linli.portals.workbench.showing import columns
from linli.portals.workbench.showing.register import write_workbook
from linli.portals.workbench.views.lists.choices import COMMUNITY_DIGITS
from linli.portals.workbench.views.lists.shown import Shown, shown_of

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 10_000
"""So many rows of a list go into a workbook: written in some ten seconds. A part of a list would be taken for all."""


@require_safe
@desk(*DISPATCHERS)
def take_out(request: HttpRequest) -> HttpResponseBase:
    """Send the list as it is filtered, with its columns; one that is too long is refused with a way out of it."""
    reader, shown, now = reader_of(request), shown_of(request), timezone.now()
    count = cases.count_to(shown.filters, limit=MOST_ROWS, at=now)
    if count > MOST_ROWS:
        said = _(
            "More than %(most)d matters fit these filters. Nothing was taken; please choose a month or a state, too."
        )
        messages.warning(request, said % {"most": MOST_ROWS})
        response = redirect("workbench:cases")
        response["Location"] += shown.query()
        return response
    _note(reader, shown, count=count)
    day = timezone.localdate(now)
    return _sent(
        cases.whole_list(shown.filters, order=shown.sort, at=now),
        columns=columns.for_workbook(shown.columns, has_several=len(reader.territory) < COMMUNITY_DIGITS),
        name=_("Matters %(day)s.xlsx") % {"day": day},
        sheet=str(day),
        reader=reader,
    )


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
    return _sent(
        cases.register(month),
        columns=columns.REGISTER,
        name=_("Register %(month)s.xlsx") % {"month": month},
        sheet=str(month),
        reader=reader,
    )


def _note(reader: Reader, shown: Shown, *, count: int) -> None:
    """Write down who takes what: the filters as codes, the words as a digest, because they may name somebody."""
    words = {"words": audit.text_digest(shown.filters.words)} if shown.filters.words else {}
    data = {**codes_of(shown.filters), **words, "sort": shown.sort, "columns": list(shown.columns), "rows": count}
    audit.record(
        "case.list_taken", community=reader.territory[:COMMUNITY_DIGITS], subject_type="list", subject_id="cases",
        data=data,
    )  # fmt: skip


def _sent(
    rows: Iterable[cases.CaseRow], *, columns: Sequence[columns.Column], name: str, sheet: str, reader: Reader
) -> FileResponse:
    book = write_workbook(
        rows,
        columns=columns,
        title=name.removesuffix(".xlsx"),
        sheet_name=sheet,
        place=territory.division_name(reader.territory),
        now=timezone.now(),
        calendar=work_calendar(),
    )
    response = FileResponse(book, as_attachment=True, filename=name, content_type=WORKBOOK)
    response["Cache-Control"] = "no-store, private"
    return response
