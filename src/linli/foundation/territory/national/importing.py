"""Reads an edition of the national list into the table of divisions: everything that fits, or nothing and why.

Names and ends of what a community here hangs on are left alone; nothing is ever deleted. Reading the same list again
changes nothing and leaves no trace in the record.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.audit import log
from linli.foundation.scope.published import publish
from linli.foundation.territory.models import DivisionList, Level
from linli.foundation.territory.national import table
from linli.foundation.territory.national.package import Package
from linli.foundation.territory.national.rows import rows_of
from linli.foundation.territory.national.rules import Fate, Fault, Listed, fate_of, is_cut_off, judge
from linli.foundation.territory.national.successors import RefusedLine, Succession, link

REFUSALS_KEPT = 1000
"""So many refused rows are named; all of them are counted."""


class ListRefused(ValueError):
    """Raised when a whole list cannot be taken; the sentence is fit for the operator, and nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReport:
    """What became of the rows of one level; ``fillers`` name nothing new, such as 441900 for 东莞."""

    level: Level
    taken: int
    fillers: int
    refused: int
    added: int
    renamed: int
    returned: int
    ended: int
    digest: str

    @property
    def is_changed(self) -> bool:
        """Whether a row of the table changed."""
        return bool(self.added or self.renamed or self.returned or self.ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """What reading a list did; ``unlisted`` are codes in use here that it does not name."""

    as_of_on: date
    levels: tuple[LevelReport, ...]
    refused: tuple[RefusedLine, ...]
    unlisted: tuple[str, ...]
    succession: Succession


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What is known of a list while its rows stream by."""

    as_of_on: date
    update_names: bool
    listed: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    refused: list[RefusedLine] = field(default_factory=list)
    moved: int = 0

    def read(self, level: Level, path: Path) -> LevelReport:
        """Read the file of one level into the table; the wider levels have been read."""
        faults, changes, digest, before = Counter[str](), table.Changes(), sha256(), len(self.listed)
        batch: list[Listed] = []
        for number, code, name in rows_of(path):
            found = judge(code, name, digits=level.digits, above=self.listed)
            if isinstance(found, Listed) and code in self.listed:
                found = Fault.TWICE
            if isinstance(found, Listed):
                self.listed.add(found.code)
                digest.update(f"{found.code}\t{found.name}\n".encode())
                batch.append(found)
                if len(batch) == table.BATCH:
                    self._write(batch, level, changes)
            elif found is None:
                faults["filler"] += 1
            else:
                faults["refused"] += 1
                self.doubtful.add(code[: Level.COMMUNITY.digits])  # what a row names that does not fit has not ended
                if len(self.refused) < REFUSALS_KEPT:
                    reason = _words(found) % {"code": code[:20]}
                    self.refused.append(RefusedLine(file=path.name, row=number, reason=reason))
        self._write(batch, level, changes)
        if len(self.listed) == before:
            raise ListRefused(_("%(file)s holds no division that fits. Nothing was changed.") % {"file": path.name})
        self.moved += changes.moved
        return LevelReport(
            level=level,
            taken=len(self.listed) - before,
            fillers=faults["filler"],
            refused=faults["refused"],
            added=changes.added,
            renamed=changes.renamed,
            returned=changes.returned,
            ended=0,
            digest=digest.hexdigest(),
        )

    def _write(self, batch: list[Listed], level: Level, changes: table.Changes) -> None:
        if batch:
            table.write(batch, level=level, as_of_on=self.as_of_on, update_names=self.update_names, changes=changes)
            batch.clear()


@transaction.atomic
def import_list(
    package: Package,
    *,
    as_of_on: date,
    successors: Sequence[tuple[str, str]] = (),
    update_names: bool = False,
    end_many: bool = False,
) -> ListReport:
    """Read a list of a day in the running transaction, whose purpose is ADMINISTER.

    A list speaks for the provinces it names: what it lacks there ends the day before, unless a community here hangs on
    it. ``update_names`` gives divisions in use the list's names too; ``end_many`` lets more than a tenth end. Raises
    :class:`ListRefused`, and
    :class:`~linli.foundation.territory.national.package.UnreadableList` for a file that cannot be read.
    """
    table.take_turns()
    _check_day(as_of_on)
    reading = _Reading(as_of_on=as_of_on, update_names=update_names)
    levels = [reading.read(level, path) for level, path in package.files.items()]
    moved = reading.moved + table.use_above_used()
    ended, unlisted = _end_missing(reading, as_of_on, end_many=end_many)
    report = ListReport(
        as_of_on=as_of_on,
        levels=tuple(replace(level, ended=ended.get(level.level, 0)) for level in levels),
        refused=tuple(reading.refused),
        unlisted=unlisted,
        succession=link(successors, file="successors"),
    )
    _note(report, is_moved=moved > 0)
    return report


def _check_day(as_of_on: date) -> None:
    if as_of_on > timezone.localdate():
        raise ListRefused(_("%(day)s has not come yet; a list is of a day in the past.") % {"day": as_of_on})
    newest = DivisionList.objects.order_by("as_of_on").last()
    if newest is not None and as_of_on < newest.as_of_on:
        days = {"day": as_of_on, "newest": newest.as_of_on}
        raise ListRefused(_("The list here is of %(newest)s; one of %(day)s is older. Nothing was changed.") % days)


def _end_missing(reading: _Reading, as_of_on: date, *, end_many: bool) -> tuple[dict[Level, int], tuple[str, ...]]:
    provinces = sorted(code for code in reading.listed if len(code) == Level.PROVINCE.digits)
    absent = table.absent_from(reading.listed | reading.doubtful, provinces=provinces)
    fates = {code: fate_of(one, as_of_on=as_of_on) for code, one in sorted(absent.standings.items())}
    ending = [code for code, fate in fates.items() if fate is Fate.END]
    if not end_many and is_cut_off(ending=len(ending), known=absent.known):
        text = _("%(count)d divisions are not on this list, more than a tenth. Nothing was changed: see --end-many.")
        raise ListRefused(text % {"count": len(ending)})
    unlisted = tuple(code for code, fate in fates.items() if fate is Fate.IN_USE)
    return (table.end(ending, as_of_on=as_of_on) if ending else {}), unlisted


def _note(report: ListReport, *, is_moved: bool) -> None:
    """Keep the edition and write one line a level into the record; a list that changed nothing leaves neither."""
    whole = sha256("".join(level.digest for level in report.levels).encode()).hexdigest()
    edition = DivisionList.objects.filter(as_of_on=report.as_of_on).first()
    if edition is None or edition.digest != whole:
        values = {"digest": whole, "divisions": sum(one.taken for one in report.levels), "read_at": timezone.now()}
        DivisionList.objects.update_or_create(as_of_on=report.as_of_on, defaults=values)
    elif not is_moved and not report.succession.linked and not any(level.is_changed for level in report.levels):
        return
    publish("territory")
    for level in report.levels:
        counts = {name: getattr(level, name) for name in ("taken", "refused", "added", "renamed", "returned", "ended")}
        _record("divisions.listed", report.as_of_on, {"level": level.level.value, "digest": level.digest, **counts})
    if report.succession.linked:
        lines = "".join(f"{old}\t{new}\n" for old, new in sorted(report.succession.linked.items()))
        facts = {"linked": len(report.succession.linked), "digest": sha256(lines.encode()).hexdigest()}
        _record("divisions.succeeded", report.as_of_on, facts)


def _record(action: str, as_of_on: date, facts: dict[str, object]) -> None:
    log.record(action, community="", subject_type="division_list", subject_id=as_of_on.isoformat(), data=facts)


def _words(fault: Fault) -> str:
    return {
        Fault.NOT_A_CODE: _("%(code)s is not a division code."),
        Fault.OTHER_LEVEL: _("%(code)s is the code of another level."),
        Fault.NO_NAME: _("%(code)s has no name that can be shown, or one of more than 100 characters."),
        Fault.NO_PARENT: _("%(code)s lies in a division that the list does not name."),
        Fault.TWICE: _("%(code)s stands twice."),
    }[fault]
