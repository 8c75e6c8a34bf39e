"""Opens a matter: grid, kind, deadline, duty, parties and the first entries, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.actions.facts import facts_for
from linli.domains.cases.actions.intake import (
    Look,
    danger_phones,
    flood_check,
    key_of,
    look_at,
    sealed_contact,
)
from linli.domains.cases.actions.photos import attach_photos
from linli.domains.cases.actions.rows import apply_to_row, clock_row, entry_rows, party_row, text_rows
from linli.domains.cases.actions.take_step import duty_bases, limits_basis, limits_table
from linli.domains.cases.actions.whereabouts import Located, place_of, put_spot
from linli.domains.cases.actions.write import insert_case, insert_rows, record
from linli.domains.cases.contracts import OpenCase, Opened
from linli.domains.cases.events import CaseOpened
from linli.domains.cases.models import Case, Clock, Contact, Entry, EntryText, Party, Wording
from linli.domains.cases.policies import actor_of
from linli.domains.cases.queries.words import PROCEDURE
from linli.domains.cases.rules import title_of
from linli.foundation.events import outbox
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.context import become, current_reader, narrow, standing_as
from linli.foundation.scope.reader import JOB, Purpose, Reader
from linli.foundation.search import index as search
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.outcome import ENGINE, ActorSnap, Refusal, Step
from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.step import after, begin, merge, step
from linli.foundation.workflow.words import sentence
from linli.kernel.tokens import new_case_code
from linli.kernel.uuid7 import new_id

DISTRICT_DIGITS, STREET_DIGITS, COMMUNITY_DIGITS = 6, 9, 12


_BY_KEY = "SELECT * FROM cases_case WHERE key_digest = %s AND community = %s"
"""Written out, as it is asked with every report."""


class CaseRefused(ValueError):
    """A report cannot be taken as it is; the sentence says what is missing and that nothing was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A matter before it is written: its row, what the engine made of it, and the words for the time line."""

    case: Case
    step: Step
    after: Snapshot


def open_case(order: OpenCase, *, at: datetime | None = None) -> Opened:
    """Open a matter as the running transaction's reader; the same form sent again finds the matter it opened.

    The resident's own network never decides whether a report is taken: beyond the count it is held for a look.
    Raises :class:`CaseRefused` for a report without words, and for one "done on the spot" that may not be.
    """
    if not order.text.strip():
        raise CaseRefused(_("Please say in a few words what happened. Everything else you filled in is kept."))
    now = at or timezone.now()
    key, key_digest = key_of(order.token, text=order.text)
    if not current_reader().is_staff:
        narrow(purpose=Purpose.REPORT, grant=key_digest, territory=order.community)  # who holds a post there is read
    case = next(iter(Case.objects.raw(_BY_KEY, [key_digest, order.community])), None)
    is_new = False
    if case is None:
        plan = _plan(order, key_digest=key_digest, is_held=flood_check(order, at=now), at=now)
        with standing_as(_as_wide_as(plan.case)):
            case, is_new = _write(order, plan=plan)
    return Opened(
        case_id=case.id,
        code=case.code,
        key=key,
        is_new=is_new,
        is_held=case.is_held,
        danger_phones=danger_phones(order, at=now),
    )


def _opened_meanwhile(case: Case) -> Case | None:
    """Return the matter that the same form, sent twice at once, opened a moment ago; its key opens it to anybody."""
    reader = current_reader()
    narrow(purpose=Purpose.REPORT, grant=case.key_digest)
    twin = Case.objects.filter(key_digest=case.key_digest, community=case.community).first()
    become(reader)
    return twin


def _as_wide_as(case: Case) -> Reader:
    """Return the reader that writes a matter: as far as it reaches.

    A grid worker may take down what lies in a neighbouring grid: its own worker and the station go on with it. A
    clerk may take down what names a unit, also the clerk's own: the street goes on with it, and the clerk's list does
    not show it.
    """
    reader = current_reader()
    needed = STREET_DIGITS if case.is_sealed else COMMUNITY_DIGITS
    unit = None if reader.unit in case.about_units else reader.unit
    wide = replace(reader, territory=reader.territory[:needed], unit=unit)
    return wide if reader.purpose is Purpose.HANDLE else reader


def _plan(order: OpenCase, *, key_digest: str, is_held: bool, at: datetime) -> _Plan:
    """Think a matter through before anything is written."""
    place = place_of(order)
    look = look_at(order, grid=place.grid, at=at)
    procedure = _procedure(order, look=look)
    case = _row(order, look=look, place=place, procedure=procedure, at=at)
    case.key_digest, case.is_held = key_digest, is_held
    empty = Snapshot(
        case_id=case.id, community=case.community, grid=case.grid, kind=case.kind, urgency=case.urgency,
        procedure=procedure.code, state=procedure.initial, opened_at=at, is_sealed=case.is_sealed,
        sealed_against=frozenset(case.about_units),
    )  # fmt: skip
    reader = current_reader()
    actor = actor_of(reader, snapshot=empty) if reader.is_staff else ActorSnap(roles=frozenset({"reporter"}))
    table = limits_table(case.community, procedure=procedure.code, at=at)
    first = begin(procedure, empty, actor=actor, calendar=work_calendar(), limits=table)
    taken = _followed(order, first, empty, procedure=procedure, look=look, actor=actor, at=at, is_held=is_held)
    later = after(empty, taken)
    apply_to_row(case, step=taken, after=later)
    case.is_kind_confirmed = look.is_confirmed
    return _Plan(case=case, step=taken, after=later)


def _procedure(order: OpenCase, *, look: Look) -> ProcedureBody:
    """Return the procedure a matter takes: the one staff named, else its kind's, else the usual one.

    Raises :class:`CaseRefused` where that one takes no new matters.
    """
    reader = current_reader()
    named = order.procedure if reader.is_staff or reader.id == JOB else ""
    code = named or look.procedure or PROCEDURE
    try:
        return workflow.published(code)
    except workflow.NoProcedure:
        raise CaseRefused(
            _("“%(name)s” takes no new matters any more. Choose another one; everything you filled in is kept.")
            % {"name": workflow.name_of(code)}
        ) from None


def _row(order: OpenCase, *, look: Look, place: Located, procedure: ProcedureBody, at: datetime) -> Case:
    case = Case(
        id=new_id(at),
        community=order.community,
        district=order.community[:DISTRICT_DIGITS],
        street=order.community[:STREET_DIGITS],
        grid=place.grid,
        code=new_case_code(),
        kind=look.kind,
        urgency=look.urgency,
        procedure=procedure.code,
        procedure_version=procedure.version,
        channel=order.channel,
        building_id=place.building,
        place=place.label,
        longitude=place.longitude,
        latitude=place.latitude,
        about_units=sorted(look.about_units, key=str),
        is_sealed=look.is_sealed,
        is_danger=look.is_danger,
        opened_at=at,
    )
    put_spot(case, place.spot)
    return case


def _followed(
    order: OpenCase, first: Step, empty: Snapshot, *, procedure: ProcedureBody, look: Look, actor: ActorSnap,
    at: datetime, is_held: bool,
) -> Step:  # fmt: skip
    """Go on at once where nobody has to think: done on the spot, or to the unit whose duty it is."""
    forms: list[tuple[str, ActorSnap, Mapping[str, object]]]
    if order.done_words:
        forms = [("close_on_the_spot", actor, {"text": order.done_words})]
    elif is_held or empty.is_sealed or look.lead is None or not look.is_sure:
        forms = []
    else:
        named: dict[str, object] = {"lead": look.lead}
        if order.assist:
            named["assist"] = list(order.assist)
        forms = [("accept", ENGINE, {}), ("dispatch", ENGINE, named)]
    taken = first
    for code, who, form in forms:
        if not _has(procedure, code):
            break
        snapshot = after(empty, taken)
        outcome = step(
            procedure, snapshot, code, actor=who, form=form, at=at, calendar=work_calendar(),
            limits=limits_table(empty.community, procedure=procedure.code, at=at),
            facts=facts_for(procedure.action(code), snapshot=snapshot, form=form, at=at),
        )  # fmt: skip
        if isinstance(outcome, Refusal) and order.done_words:
            raise CaseRefused(sentence(outcome, procedure=procedure))
        if isinstance(outcome, Refusal):
            break
        taken = merge(taken, outcome)
    return taken


def _has(procedure: ProcedureBody, code: str) -> bool:
    return any(action.code == code for action in procedure.actions)


def _write(order: OpenCase, *, plan: _Plan) -> tuple[Case, bool]:
    """Write the matter, or find that the same form has just opened it; a code that is taken is drawn again."""
    while not insert_case(plan.case):
        twin = _opened_meanwhile(plan.case)
        if twin is not None:
            return twin, False
        plan.case.code = new_case_code()
    _write_parts(order, plan=plan)
    return plan.case, True


def _write_parts(order: OpenCase, *, plan: _Plan) -> None:
    """Write all that belongs to a matter whose row stands."""
    case, reader = plan.case, current_reader()
    basis = limits_basis(case.community, procedure=case.procedure, at=case.opened_at)
    bases = duty_bases(plan.after, units=[c.party.unit for c in plan.step.party_changes])
    entries = entry_rows(plan.step.entries, case=case, reader=reader, first=1)
    insert_rows(
        {
            Wording: [
                Wording(
                    case_id=case.id, community=case.community, title=title_of(order.text), body=order.text.strip(),
                    place_words=order.place.words.strip(), source=order.source, is_read_back=order.is_read_back,
                )
            ],
            Contact: sealed_contact(order, case_id=case.id),
            Party: [party_row(c, case=case, known={c.party.id: bases.get(c.party.unit, {})}, after=plan.after,
                              reader=reader)
                    for c in plan.step.party_changes],
            Clock: [clock_row(c, case=case, basis=basis, known={}) for c in plan.step.clock_changes],
            Entry: entries,
            EntryText: text_rows(plan.step.entries, entries=entries, case=case),
        }
    )  # fmt: skip
    search.put("case", case.id, case.community, f"{order.text}\n{case.place}\n{order.place.words}")
    attach_photos(case, entry=entries[0], photos=order.photos)
    record(case, entries)
    outbox.announce(_opened(case, plan=plan))


def _opened(case: Case, *, plan: _Plan) -> CaseOpened:
    lead = plan.after.lead
    return CaseOpened(
        community=case.community,
        case=str(case.id),
        code=case.code,
        kind=case.kind,
        grid=case.grid,
        lead=str(lead.unit) if lead else "",
        units=tuple(str(party.unit) for party in plan.after.workers()),
        state=case.state,
        is_danger=case.is_danger,
        is_sealed=case.is_sealed,
        is_held=case.is_held,
    )
