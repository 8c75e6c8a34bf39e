"""Writes what stands beside the procedure, and steps that a second look alone opens."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from linli.domains.cases.actions.rows import entry_rows, text_rows
from linli.domains.cases.actions.take_step import (
    StepRefused,
    limits_basis,
    stale_page,
    think,
    unless_out_of_sight,
)
from linli.domains.cases.actions.write import Groups, SomebodyWasFaster, announce, record, write_rows, write_step
from linli.domains.cases.models import Entry, EntryText
from linli.domains.cases.queries.snapshot import Loaded, load
from linli.domains.cases.queries.words import procedure_of
from linli.foundation.scope.context import current_reader
from linli.foundation.workflow.outcome import EntryDraft, Step
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.step import after

LONGEST = 1000


def reason_of(text: str) -> str:
    """Return a reason without its blanks. Raises :class:`StepRefused` for none or too long a one."""
    reason = words_of(text)
    if not reason:
        raise StepRefused(_("Please give the reason in a sentence; the second person will read it."))
    return reason


def words_of(text: str) -> str:
    """Return words without the blanks around them, whole. Raises :class:`StepRefused` for too many."""
    words = text.strip()
    if len(words) > LONGEST:
        raise StepRefused(_("The reason has room for %(most)d characters. Nothing was cut off.") % {"most": LONGEST})
    return words


def write_beside(
    loaded: Loaded,
    *,
    since: int,
    action: str,
    text: str = "",
    audience: Audience = Audience.INTERNAL,
    data: Mapping[str, object] | None = None,
    besides: tuple[str, ...] = (),
    at: datetime,
) -> Entry:
    """Write an entry that moves nothing on, from a page of version ``since``; returns it.

    ``besides`` are columns of the matter's row that were changed. Raises :class:`StalePage`.
    """
    reader, case = current_reader(), loaded.case
    if since != loaded.snapshot.version:
        unless_out_of_sight(loaded, since=since)
    held = {"state": case.state, **(data or {})}
    drafts = [
        EntryDraft(action=action, audience=audience, data=held, text=text, actor=reader.account_id, at=at),
    ]
    entries = entry_rows(drafts, case=case, reader=reader, first=loaded.snapshot.version + 1)
    case.version = loaded.snapshot.version + 1
    groups: Groups = {Entry: entries, EntryText: text_rows(drafts, entries=entries, case=case)}
    try:
        write_rows(case, expected=loaded.snapshot.version, groups=groups, besides=besides)
    except SomebodyWasFaster:
        raise stale_page(load(case.id), since=since) from None
    record(case, entries)
    announce(case, step=Step(state=case.state), entries=entries)
    return entries[0]


def take_as(loaded: Loaded, *, since: int, action: str, role: str, form: Mapping[str, object], at: datetime) -> None:
    """Take a step of the procedure in a role that a second look alone gives, such as ``rechecker``.

    Raises :class:`StepRefused` and :class:`StalePage`.
    """
    reader, snapshot, case = current_reader(), loaded.snapshot, loaded.case
    if since != snapshot.version:
        unless_out_of_sight(loaded, since=since)
    procedure = procedure_of(case.procedure, case.procedure_version)
    if all(one.code != action for one in procedure.actions):
        raise StepRefused(_("This matter runs on an older procedure, which does not know this step."))
    taken = think(snapshot, procedure=procedure, action=action, form=form, at=at, role=role)
    basis = limits_basis(case.community, procedure=procedure.code, at=case.opened_at)
    try:
        write_step(loaded, step=taken, after=after(snapshot, taken), reader=reader, basis=basis, bases={})
    except SomebodyWasFaster:
        raise stale_page(load(case.id), since=since) from None
