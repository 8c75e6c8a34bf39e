"""Takes one step of a matter's procedure: checks, thinks, writes, records, announces, in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.actions.facts import facts_for
from linli.domains.cases.actions.merging import BESIDE
from linli.domains.cases.actions.photos import attach_photos
from linli.domains.cases.actions.write import SomebodyWasFaster, write_step
from linli.domains.cases.contracts import EntryLine, StepDone, StepOrder
from linli.domains.cases.policies import actor_of
from linli.domains.cases.queries.entries import entries_of, entry_lines
from linli.domains.cases.queries.snapshot import Loaded, NoSuchCase, load
from linli.domains.cases.queries.words import procedure_of
from linli.domains.duties import facade as duties
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.scope.context import current_reader, standing_as
from linli.foundation.scope.reader import job_reader
from linli.foundation.workflow.outcome import Refusal, Step
from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.step import NO_FORM, after, merge, step
from linli.foundation.workflow.words import sentence


class StepRefused(Exception):
    """A step may not be taken; the sentence is fit for the person who asked, the basis names the rule behind it."""

    def __init__(self, words: str, *, basis: str = "", code: str = "") -> None:
        super().__init__(words)
        self.sentence, self.basis, self.code = words, basis, code


class StalePage(Exception):
    """Somebody was faster: ``entries`` are what happened since the page was made, ``version`` is the matter's now."""

    def __init__(self, *, entries: tuple[EntryLine, ...], version: int) -> None:
        super().__init__(str(version))
        self.entries, self.version = entries, version


def take_step(order: StepOrder, *, at: datetime | None = None, matter: object = None) -> StepDone:
    """Take a step as the running transaction's reader. ``matter`` is what ``pending_step`` read in this transaction.

    Raises :class:`NoSuchCase`, :class:`StalePage` when the matter has moved since the page was made, and
    :class:`StepRefused` with the reason. In each case nothing is written.
    """
    reader, now = current_reader(), at or timezone.now()
    loaded = matter if isinstance(matter, Loaded) and matter.case.id == order.case_id else load(order.case_id)
    if order.version != loaded.snapshot.version:
        unless_out_of_sight(loaded, since=order.version)
    followed = loaded.snapshot.main
    procedure = procedure_of(loaded.case.procedure, loaded.case.procedure_version)
    taken = think(loaded.snapshot, procedure=procedure, action=order.action, form=order.form, at=now)
    for following in order.then:
        next_step = think(after(loaded.snapshot, taken), procedure=procedure, action=following, form={}, at=now)
        taken = merge(taken, next_step)
    later = after(loaded.snapshot, taken)
    try:
        entries = write_step(
            loaded,
            step=taken,
            after=later,
            reader=reader,
            basis=limits_basis(loaded.case.community, procedure=procedure.code, at=loaded.case.opened_at),
            bases=duty_bases(later, units=[c.party.unit for c in taken.party_changes if c.is_new]),
        )
    except SomebodyWasFaster:
        raise stale_page(load(order.case_id), since=order.version) from None
    attach_photos(loaded.case, entry=entries[0], photos=order.photos)
    if order.action in BESIDE:
        _write_beside(
            BESIDE[order.action],
            community=loaded.case.community,
            on=later.main or followed,
            duplicate=loaded.case.code,
            at=now,
        )
    held = max((tell.hold_seconds for tell in taken.tell), default=0)
    return StepDone(
        case_id=order.case_id,
        action=order.action,
        state=later.state,
        version=later.version,
        undo_until=now + timedelta(seconds=held) if held else None,
    )


def step_by_itself(case_id: UUID, action: str, *, at: datetime, form: Mapping[str, object] = NO_FORM) -> bool:
    """Take a step as the engine, in a job; says whether it was taken.

    One that the guards refuse is left, and a matter that moves at this moment waits for the next run.
    """
    try:
        version = load(case_id).snapshot.version
        take_step(StepOrder(case_id=case_id, action=action, version=version, form=form), at=at)
    except (NoSuchCase, StalePage, StepRefused):
        return False
    return True


def _write_beside(action: str, *, community: str, on: UUID | None, duplicate: str, at: datetime) -> None:
    """Write the entry on the matter that a duplicate follows, as the engine; where that moves now, once more."""
    if on is None:
        return
    with standing_as(job_reader(community)):
        for attempt in (1, 2):
            seen = load(on).snapshot.version
            try:
                take_step(StepOrder(case_id=on, action=action, version=seen, form={"duplicate": duplicate}), at=at)
            except StalePage:
                if attempt == 1:
                    continue
                raise
            return


def think(
    snapshot: Snapshot, *, procedure: ProcedureBody, action: str, form: Mapping[str, object], at: datetime,
    role: str = "",
) -> Step:  # fmt: skip
    """Return what an action changes; ``role`` is one that the reader has for this step alone.

    Raises :class:`StepRefused`.
    """
    try:
        wanted = procedure.action(action)
    except KeyError:
        refusal = Refusal(guard="by", code="not_your_action", params={"action": action})
        raise StepRefused(sentence(refusal, procedure=procedure), code=refusal.code) from None
    actor = actor_of(current_reader(), snapshot=snapshot)
    given = {name: value for name, value in form.items() if wanted.form_field(name) is not None}
    outcome = step(
        procedure,
        snapshot,
        action,
        actor=replace(actor, roles=actor.roles | {role}) if role else actor,
        form=given,
        at=at,
        calendar=work_calendar(),
        limits=limits_table(snapshot.community, procedure=procedure.code, at=snapshot.opened_at),
        facts=facts_for(wanted, snapshot=snapshot, form=given, at=at),
    )
    if isinstance(outcome, Refusal):
        raise StepRefused(sentence(outcome, procedure=procedure), basis=outcome.basis, code=outcome.code)
    return outcome


def limits_table(community: str, *, procedure: str, at: datetime) -> LimitsTable:
    """Return how long each clock of a procedure runs in a community on a day."""
    return rulepacks.limits(procedure, scope=community, on=timezone.localdate(at))


def limits_basis(community: str, *, procedure: str, at: datetime) -> str:
    """Return what the limits rest on, for a clock's explanation."""
    return rulepacks.rules(f"limits.{procedure}", scope=community, on=timezone.localdate(at)).basis


def duty_bases(snapshot: Snapshot, *, units: list[UUID]) -> dict[UUID, dict[str, str]]:
    """Return what the part of a newly asked unit rests on, where the duty list gives it: its item and basis."""
    duty = duties.lead_for(snapshot.kind, duties.Place(community=snapshot.community, grid=snapshot.grid))
    if duty is None:
        return {}
    return {unit: {"item": str(duty.item_id), "basis": duty.basis} for unit in units if unit == duty.unit_id}


def unless_out_of_sight(loaded: Loaded, *, since: int) -> None:
    """Stop a step from a page of before, unless nothing this reader may see has happened: then the guards decide.

    Raises :class:`StalePage`.
    """
    stale = stale_page(loaded, since=since)
    if stale.entries or since > stale.version:
        raise stale


def stale_page(loaded: Loaded, *, since: int) -> StalePage:
    """Return what has happened since a page of this version was made, as far as the reader may see."""
    newer = entries_of(loaded.case.id, since=since)
    return StalePage(
        entries=entry_lines(list(newer), community=loaded.case.community, procedure=procedure_of(
            loaded.case.procedure, loaded.case.procedure_version
        )),
        version=loaded.snapshot.version,
    )  # fmt: skip


__all__ = [
    "StalePage",
    "StepRefused",
    "duty_bases",
    "limits_basis",
    "limits_table",
    "stale_page",
    "step_by_itself",
    "take_step",
    "think",
    "unless_out_of_sight",
]
