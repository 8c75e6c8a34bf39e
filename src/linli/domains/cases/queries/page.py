"""All that the workbench shows of a matter, in few statements: the matter, its words and contact, its time line."""

import json
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from linli.domains.cases.contracts import CasePage, RatingLine, UnitLine
from linli.domains.cases.models import Case, Rating
from linli.domains.cases.models.case import Channel
from linli.domains.cases.models.party import PartyRole, PartyState
from linli.domains.cases.policies import corrects_place, sees_contact, standing_roles, takes_looks
from linli.domains.cases.queries.entries import entries_of, entry_lines
from linli.domains.cases.queries.explain import explanation_of
from linli.domains.cases.queries.offers import offers_of
from linli.domains.cases.queries.quality.looks import earlier_there, looks_at
from linli.domains.cases.queries.requests import paused_until, request_lines, say_end
from linli.domains.cases.queries.snapshot import Loaded
from linli.domains.cases.queries.suggesting import suggested_kind
from linli.domains.cases.queries.supervision import supervision_lines
from linli.domains.cases.queries.words import kind_words, procedure_of
from linli.domains.places import facade as places
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.kinds import Suggestion
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.foundation.workflow.outcome import Fact
from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.words import say

_WORD_COLUMNS = ("title", "body", "place_words", "source")
_WORDS = """
SELECT w.title, w.body, w.place_words, w.source,
    (SELECT jsonb_build_object('name', c.name_masked, 'phone', c.phone_masked)
        FROM cases_contact c WHERE %s AND c.case_id = w.case_id)
FROM cases_wording w WHERE w.case_id = %s
"""
"""Written out, because every page reads it: building it from expressions costs more than its answer."""


def case_page(loaded: Loaded, *, reader: Reader, reopen: Fact, at: datetime) -> CasePage:
    """Return the page of a matter for a reader; the contact is masked, and absent where the reader may not see it."""
    case, snapshot = loaded.case, loaded.snapshot
    procedure = procedure_of(case.procedure, case.procedure_version)
    state = procedure.state(case.state)
    knows_reporter = sees_contact(reader, case=case)
    wording, contact = _words_of(case, with_contact=knows_reporter)
    suggestion = _suggestion(case, wording)
    return CasePage(
        id=case.id,
        community=case.community,
        code=case.code,
        title=wording["title"],
        body=wording["body"],
        place=case.place,
        building=case.building_id,
        spot=spot_at(case),
        can_correct_place=corrects_place(reader, snapshot=snapshot),
        place_words=wording["place_words"],
        kind=case.kind,
        kind_words=kind_words(case.community, case.kind),
        is_kind_confirmed=case.is_kind_confirmed,
        suggestion=suggestion if suggestion and suggestion.code == case.kind and suggestion.words else None,
        grid=case.grid,
        grid_name=_grid_name(case),
        channel_words=str(Channel(case.channel).label),
        source=wording["source"] if knows_reporter else "",  # whose words they are is who reports
        state=case.state,
        state_words=say(state.internal),
        shape=str(state.shape),
        opened_at=case.opened_at,
        due_at=case.due_at,
        reply_due_at=case.reply_due_at,
        closed_at=case.closed_at,
        is_sealed=case.is_sealed,
        is_held=case.is_held,
        is_danger=case.is_danger,
        version=case.version,
        contact_name=contact.get("name", ""),
        contact_phone=contact.get("phone", ""),
        can_reveal=bool(contact),
        units=unit_lines(loaded, reader=reader, at=at),
        entries=entry_lines(list(entries_of(case.id)), community=case.community, procedure=procedure),
        requests=request_lines(snapshot, at=at),
        supervisions=supervision_lines(snapshot, at=at),
        main=(case.main_id, loaded.main_code) if case.main_id and loaded.main_code else None,
        followers=loaded.followers,
        looks=looks_at(loaded, at=at) if loaded.has_looks and takes_looks(reader) else (),
        earlier=earlier_there(loaded, at=at) if "dispatcher" in standing_roles(reader) else (),
        explanation=explanation_of(loaded, at=at),
        offers=offers_of(loaded, procedure=procedure, reader=reader, reopen=reopen, at=at),
        undo_until=_undo_until(snapshot, procedure=procedure, at=at),
        rating=_rating(case, reader=reader, at=at),
        longitude=case.longitude,
        latitude=case.latitude,
    )


def _suggestion(case: Case, wording: dict[str, str]) -> Suggestion | None:
    """Return what the words sound like while nobody has confirmed the kind."""
    if case.is_kind_confirmed:
        return None
    return suggested_kind(f"{wording['title']}\n{wording['body']}", community=case.community)


def spot_at(case: Case) -> places.Spot:
    """Return where in its building a matter is (one statement where that is a room)."""
    door = places.dwelling(case.dwelling_id) if case.dwelling_id else None
    return places.spot_of(door) if door else places.Spot(stair=case.stair, floor=case.floor)


def _words_of(case: Case, *, with_contact: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Read the matter's words, and its masked contact where the reader may see one, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [with_contact, case.id])
        *words, contact = cursor.fetchone() or ("", "", "", "", None)
    masked: dict[str, str] = json.loads(contact) if contact else {}
    return dict(zip(_WORD_COLUMNS, words, strict=True)), {name: value for name, value in masked.items() if value}


def _rating(case: Case, *, reader: Reader, at: datetime) -> RatingLine | None:
    """Return the rating for the street, which calls back after a low one; nobody else sees it on a matter."""
    if not case.is_rated or "street" not in standing_roles(reader):
        return None
    found = Rating.objects.filter(case=case.id, round=case.reopened_count).first()
    if found is None:
        return None
    rule = rulepacks.ratings(scope=case.community, on=timezone.localdate(at))
    words = next(say(level.words) for level in rule.levels if level.level == found.level)
    return RatingLine(level=found.level, level_words=words, words=found.words, is_low=rule.is_low(found.level))


def _grid_name(case: Case) -> str:
    grid = next((g for g in territory.grids_of(case.community) if g.code == case.grid), None)
    return grid.name if grid else ""


def unit_lines(loaded: Loaded, *, reader: Reader, at: datetime) -> tuple[UnitLine, ...]:
    """Return the units of a matter, the lead first, those released last."""
    bases = {row["id"]: row["basis"] for row in loaded.party_rows}
    clocks = {c.party_id: c.due.at for c in loaded.snapshot.running_clocks() if c.party_id}
    standing = {party.id: paused_until(loaded.snapshot, party.id, at=at) for party in loaded.snapshot.parties}
    pauses = {party: until for party, until in standing.items() if until is not None}
    order = {PartyRole.LEAD: 0, PartyRole.ASSIST: 1}
    lines = [
        UnitLine(
            party_id=party.id,
            unit_id=party.unit,
            unit=orgs.unit_name(party.unit),
            role=party.role.value,
            role_words=str(PartyRole(party.role.value).label),
            state=party.state.value,
            state_words=str(PartyState(party.state.value).label),
            basis=bases.get(str(party.id), ""),
            asked_at=party.asked_at,
            received_at=party.received_at,
            answered_at=party.answered_at,
            signed_at=party.signed_at,
            is_released=not party.is_active,
            due_at=clocks.get(party.id),
            is_mine=party.unit == reader.unit,
            paused_until=pauses.get(party.id),
            paused_words=say_end(pauses[party.id]) if party.id in pauses else "",
        )
        for party in loaded.snapshot.parties
    ]
    return tuple(sorted(lines, key=lambda line: (line.is_released, order.get(PartyRole(line.role), 2), line.asked_at)))


def _undo_until(snapshot: Snapshot, *, procedure: ProcedureBody, at: datetime) -> datetime | None:
    lead = snapshot.lead
    if lead is None or lead.received_at is not None:
        return None
    until = lead.asked_at + timedelta(seconds=procedure.hold_seconds)
    return until if until > at else None
