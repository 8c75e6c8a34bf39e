"""Says in words what is wrong with a chain, which action a row records, and what a chain is called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.foundation.audit.chain import Fault, FaultKind
from linli.foundation.audit.verify import Report

_SENTENCES = {
    FaultKind.ALTERED: gettext_lazy("Row %(number)d was altered after it was written."),
    FaultKind.REMOVED: gettext_lazy("Row %(number)d is missing: it was taken out."),
    FaultKind.INSERTED: gettext_lazy("Row %(number)d was put in by hand; the program did not write it."),
    FaultKind.CUT_TAIL: gettext_lazy("Row %(number)d and what came after it were cut off the end."),
    FaultKind.HEAD_MISMATCH: gettext_lazy(
        "Row %(number)d does not match what was signed: the chain was computed anew."
    ),
    FaultKind.HEAD_FORGED: gettext_lazy("Line %(number)d of the signed heads was changed."),
}
_RANGES = {
    FaultKind.REMOVED: gettext_lazy("Rows %(number)d to %(until)d are missing: they were taken out."),
    FaultKind.INSERTED: gettext_lazy(
        "Rows %(number)d to %(until)d were put in by hand; the program did not write them."
    ),
    FaultKind.CUT_TAIL: gettext_lazy("Rows %(number)d to %(until)d were cut off the end."),
    FaultKind.HEAD_MISMATCH: gettext_lazy(
        "Among rows %(number)d to %(until)d the chain was computed anew: it no longer matches what was signed."
    ),
}


def sentence(fault: Fault) -> str:
    """Return one sentence that names the row."""
    template = _RANGES.get(fault.kind, _SENTENCES[fault.kind]) if fault.until else _SENTENCES[fault.kind]
    return str(template) % {"number": fault.number, "until": fault.until}


def chain_name(community: str) -> str:
    """Return how a chain is called: the division's code, or the whole system."""
    return community or _("Whole system")


def checked_so_far(rows: int) -> str:
    """Return how far a check has come."""
    return ngettext("%(count)d row checked so far", "%(count)d rows checked so far", rows) % {"count": rows}


def report_lines(report: Report) -> list[str]:
    """Return a report as lines to print: each fault with its chain, then what was checked."""
    lines = [f"{chain_name(fault.community)}: {sentence(fault)}" for fault in report.faults]
    if report.torn_lines:
        lines.append(
            ngettext(
                "%(count)d line of the signed heads was torn by a power cut.",
                "%(count)d lines of the signed heads were torn by a power cut.",
                report.torn_lines,
            )
            % {"count": report.torn_lines}
        )
    summary = (
        _("%(rows)d rows in %(chains)d chains are as they were written.")
        if report.ok
        else _("%(rows)d rows in %(chains)d chains were checked; the faults are above.")
    )
    return [*lines, summary % {"rows": report.rows, "chains": report.chains}]
