"""Says what follows a division that ended (区划调整), from a table of two columns: old code, new code."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from linli.foundation.territory.models import Division
from linli.foundation.territory.national import table
from linli.foundation.territory.national.package import UnreadableList
from linli.foundation.territory.national.rules import Break, break_between
from linli.kernel.divisions import UnknownDivision, scope_of

MOST_BYTES = 50_000_000
COLUMNS = ("old_code", "new_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """One row that was not taken: its file, its number from 1 below the header, and why."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What the table of successors did: new links by old code, and the refused rows."""

    linked: Mapping[str, str]
    refused: tuple[RefusedLine, ...]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of codes of a table of successors (CSV in UTF-8 with the columns old_code and new_code).

    Raises :class:`~linli.foundation.territory.national.package.UnreadableList`.
    """
    name = {"file": path.name}
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableList(_("%(file)s is too large for a list of divisions.") % name)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                raise UnreadableList(_("%(file)s does not have the columns old_code and new_code.") % name)
            return [((row["old_code"] or "").strip(), (row["new_code"] or "").strip()) for row in reader]
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableList(_("%(file)s is not a CSV file in UTF-8.") % name) from None
    except OSError as error:
        reason = {"path": path, "reason": error.strerror or type(error).__name__}
        raise UnreadableList(_("%(path)s cannot be read: %(reason)s") % reason) from None


def link(pairs: Sequence[tuple[str, str]], *, file: str) -> Succession:
    """Name the successors of ended divisions in the running transaction; what cannot follow is refused row by row."""
    known = table.standings(code for pair in pairs for code in map(_scope, pair))
    said: dict[str, str] = {}
    refused = []
    for row, (old, new) in enumerate(pairs, start=1):
        fault = break_between(old, new, known=known)
        if fault is not None:
            refused.append(RefusedLine(file=file, row=row, reason=_words(fault) % {"old": old[:20], "new": new[:20]}))
        elif said.setdefault(_scope(old), _scope(new)) != _scope(new):
            refused.append(RefusedLine(file=file, row=row, reason=_("%(code)s stands twice.") % {"code": old}))
    there = dict(Division.objects.filter(code__in=said).values_list("code", "successor_id"))
    linked = {old: new for old, new in said.items() if there[old] != new}
    for old, new in linked.items():
        Division.objects.filter(code=old).update(successor=new)
    return Succession(linked=linked, refused=tuple(refused))


def _scope(code: str) -> str:
    try:
        return scope_of(code)
    except UnknownDivision:
        return ""


def _words(fault: Break) -> str:
    return {
        Break.NOT_A_CODE: _("%(old)s or %(new)s is not a division code."),
        Break.ITSELF: _("%(old)s cannot follow itself."),
        Break.OTHER_LEVEL: _("%(old)s and %(new)s are not of the same level."),
        Break.OLD_UNKNOWN: _("%(old)s is not known."),
        Break.NEW_UNKNOWN: _("%(new)s is not known."),
        Break.OLD_IN_USE: _("%(old)s is in use here and does not end by a list."),
        Break.OLD_GOES_ON: _("%(old)s has not ended."),
        Break.NEW_ENDED_FIRST: _("%(new)s ended no later than %(old)s."),
    }[fault]
