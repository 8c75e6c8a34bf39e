"""What residents see: the state by code alone; title, place, time line and what they may do by code and key."""

from datetime import datetime

from django.utils import timezone

from linli.domains.cases.contracts import PublicCase, PublicState
from linli.domains.cases.models import Case, Rating, Wording
from linli.domains.cases.queries.entries import entries_of, entry_lines
from linli.domains.cases.queries.snapshot import Loaded, NoSuchCase
from linli.domains.cases.queries.words import kind_words, procedure_of, state_of
from linli.foundation.design.moments import say_moment
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import narrow, standing_as
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.workflow.outcome import ActorSnap, Fact
from linli.foundation.workflow.snapshot import PartyRole
from linli.foundation.workflow.step import offered
from linli.foundation.workflow.vocabulary.guards import last_reopen_day
from linli.foundation.workflow.words import say
from linli.kernel.tokens import parse_code

REPORTER = ActorSnap(roles=frozenset({"reporter"}))


def state_by_code(code: str) -> PublicState:
    """Return a matter's state for whoever holds its code: no words, no place, no unit.

    Raises :class:`NoSuchCase`, and ``BadCode`` for a code that was mistyped.
    """
    wanted = parse_code(code)
    narrow(purpose=Purpose.STATE, grant=wanted)
    case = Case.objects.filter(code=wanted).first()
    if case is None:
        raise NoSuchCase
    state = state_of(case.procedure, case.procedure_version, case.state)
    return PublicState(
        code=case.code,
        state=case.state,
        state_words=say(state.public),
        shape=str(state.shape),
        kind=kind_words(case.community, case.kind),
        opened_at=case.opened_at,
        due_at=case.reply_due_at,
        closed_at=case.closed_at,
    )


def public_case(loaded: Loaded, *, reopen: Fact, at: datetime | None = None) -> PublicCase:
    """Return what the reporter sees of a matter already opened with its key.

    ``reopen`` brings the days and times within which it may be asked for again.
    """
    case, snapshot, now = loaded.case, loaded.snapshot, at or timezone.now()
    procedure = procedure_of(case.procedure, case.procedure_version)
    state = procedure.state(case.state)
    wording = Wording.objects.get(pk=case.id)
    rating = Rating.objects.filter(case=case.id, round=case.reopened_count).first() if case.is_rated else None
    actions = {a.code for a in offered(procedure, snapshot, actor=REPORTER, at=now, facts={"reopen": reopen})}
    can_reopen = bool(actions & {"reopen", "reopen_to_street", "appeal"})
    last_day = last_reopen_day(case.closed_at, days=reopen.numbers["days"]) if case.closed_at and can_reopen else None
    parties = list(snapshot.workers())
    entries = entry_lines(list(entries_of(case.id)), community=case.community, procedure=procedure)
    asked = next((entry.text for entry in reversed(entries) if entry.action == "ask_reporter"), "")
    main = _followed(case)
    if main is not None:
        case.reply_due_at = main.reply_due_at
    return PublicCase(
        case_id=case.id,
        community=case.community,
        code=case.code,
        title=wording.title,
        body=wording.body,
        place=case.place or wording.place_words,
        state=case.state,
        state_words=say(state.public),
        promise=say(state.promise, values={"lead": _lead(case), "due": _due(case)}),
        followed_state=_words_followed(main),
        shape=str(state.shape),
        kind=kind_words(case.community, case.kind),
        lead=_lead(main or case),
        assists=tuple(orgs.unit_name(p.unit) for p in parties if p.role is PartyRole.ASSIST),
        opened_at=case.opened_at,
        due_at=case.reply_due_at,
        closed_at=case.closed_at,
        is_due_provisional=case.is_due_provisional,
        version=case.version,
        entries=entries,
        can_rate="rate" in actions,
        rating=rating.level if rating else None,
        can_reopen=can_reopen,
        reopen_goes_to_street="appeal" in actions,
        can_supplement="supplement" in actions,
        question=asked if "reply" in actions else "",
        reopen_until=last_day,
    )


def _followed(case: Case) -> Case | None:
    """Return the matter that an open duplicate is handled with: its state and day alone are shown, never its words."""
    if case.main_id is None or case.closed_at is not None:
        return None
    with standing_as(job_reader(case.community)):
        return Case.objects.filter(pk=case.main_id).first()


def _words_followed(main: Case | None) -> str:
    return say(state_of(main.procedure, main.procedure_version, main.state).public) if main else ""


def _lead(case: Case) -> str:
    return orgs.unit_name(case.lead_unit_id) if case.lead_unit_id else ""


def _due(case: Case) -> str:
    return "" if case.reply_due_at is None else say_moment(case.reply_due_at)
