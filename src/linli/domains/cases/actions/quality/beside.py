"""Writes what stands beside the procedure, and steps that a second look alone opens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from linli.domains.cases.actions.facts import facts_for
from linli.domains.cases.actions.rows import entry_rows, text_rows
from linli.domains.cases.actions.take_step import (
    StepRefused,
    limits_basis,
    limits_table,
    stale_page,
    unless_out_of_sight,
)
from linli.domains.cases.actions.write import Groups, SomebodyWasFaster, announce, record, write_rows, write_step
from linli.domains.cases.models import Entry, EntryText
from linli.domains.cases.policies import actor_of
from linli.domains.cases.queries.snapshot import Loaded, load
from linli.domains.cases.queries.words import procedure_of
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.context import current_reader
from linli.foundation.workflow.outcome import EntryDraft, Refusal, Step
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.step import after, step
from linli.foundation.workflow.words import sentence

LONGEST = 1000


def reason_of(text: str) -> str:
    """Return a reason without its blanks. Raises :class:`StepRefused` for none or too long a one."""
    reason = text.strip()
    if not reason:
        raise StepRefused(_("Please give the reason in a sentence; the second person will read it."))
    if len(reason) > LONGEST:
        raise StepRefused(_("The reason has room for %(most)d characters. Nothing was cut off.") % {"most": LONGEST})
    return reason


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
    actor = actor_of(reader, snapshot=snapshot)
    try:
        wanted = procedure.action(action)
    except KeyError:
        raise StepRefused(_("This matter runs on an older procedure, which does not know this step.")) from None
    outcome = step(
        procedure,
        snapshot,
        action,
        actor=replace(actor, roles=actor.roles | {role}),
        form={name: value for name, value in form.items() if wanted.form_field(name) is not None},
        at=at,
        calendar=work_calendar(),
        limits=limits_table(case.community, procedure=procedure.code, at=at),
        facts=facts_for(wanted, snapshot=snapshot, form=form, at=at),
    )
    if isinstance(outcome, Refusal):
        raise StepRefused(sentence(outcome, procedure=procedure), basis=outcome.basis, code=outcome.code)
    basis = limits_basis(case.community, procedure=procedure.code, at=at)
    try:
        write_step(loaded, step=outcome, after=after(snapshot, outcome), reader=reader, basis=basis, bases={})
    except SomebodyWasFaster:
        raise stale_page(load(case.id), since=since) from None
