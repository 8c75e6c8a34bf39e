"""Random re-checks: the street draws, and everybody who works here sees seed, numbers and what came of it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.cases import facade as cases
from linli.foundation.accounts.roles import Role
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.middleware import reader_of
from linli.kernel.periods import Month
from linli.portals.workbench.rail import LOOKERS, desk, frame
from linli.portals.workbench.showing import rates as showing


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*LOOKERS)
def rechecks(request: HttpRequest) -> HttpResponse:
    """Show the draws, or make one for the period of the form."""
    problem = ""
    if request.method == "POST":
        try:
            cases.draw_rechecks(request.POST.get("period", ""))
        except cases.StepRefused as refused:
            problem = refused.sentence
        else:
            messages.success(request, _("Drawn. The matters are in the to-do lists of those who did not work on them."))
            return redirect("workbench:rechecks")
    reader, today = reader_of(request), timezone.localdate()
    rule = rulepacks.quality(scope=reader.territory, on=today).recheck
    context = {
        **frame(request, current="rates"),
        "draws": [(draw, showing.words_of(draw.period)) for draw in cases.draws_here()],
        "can_draw": reader.role == Role.STREET_OFFICIAL,
        "periods": showing.choices(today),
        "period": request.POST.get("period", str(Month.on(today).previous())),
        "rule": rule,
        "basis": rulepacks.rules("quality", scope=reader.territory, on=today).basis,
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/rechecks.html", context, status=status)
