"""The steps a reader may take in a matter now, with their forms and what each field lets one choose."""

from datetime import datetime

from linli.domains.cases.contracts import ActionField, ActionOffer
from linli.domains.cases.models.party import PartyState
from linli.domains.cases.policies import actor_of
from linli.domains.cases.queries.closed import closed_choices
from linli.domains.cases.queries.requests import reason_choices, request_words
from linli.domains.cases.queries.snapshot import Loaded
from linli.domains.cases.queries.words import kinds, procedure_of
from linli.domains.duties import facade as duties
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.reader import Reader
from linli.foundation.workflow.outcome import Fact
from linli.foundation.workflow.procedure import Action, FormField, ProcedureBody
from linli.foundation.workflow.requests import RequestKind
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.step import offered
from linli.foundation.workflow.vocabulary.fields import GROUND_TYPES
from linli.foundation.workflow.words import say

MAIN_ACTIONS = (
    "receive",
    "answer",
    "sign_off",
    "grant_time",
    "accept",
    "dispatch",
    "verify",
    "uphold_refusal",
    "review_close",
    "note",
)
DANGER_ACTIONS = frozenset({"refuse", "hand_back", "leave", "verify_fail", "undo_dispatch", "refuse_time", "unmerge"})
"""Steps that give work back, shown apart from those that go on."""


def offers_of(
    loaded: Loaded, *, procedure: ProcedureBody, reader: Reader, reopen: Fact, at: datetime
) -> tuple[ActionOffer, ...]:
    """Return the steps this reader may take now; the first of those that move the matter on is the filled button.

    Their fields have no choices: a page shows buttons, and :func:`offer_of` fills the one form that somebody opens.
    """
    snapshot = loaded.snapshot
    actor = actor_of(reader, snapshot=snapshot)
    actions = offered(procedure, snapshot, actor=actor, at=at, facts={"reopen": reopen})
    main = next((code for code in MAIN_ACTIONS if any(a.code == code for a in actions)), "")
    return tuple(_offer(action, main=main) for action in actions)


def offer_of(loaded: Loaded, *, action: str, reader: Reader, reopen: Fact, at: datetime) -> ActionOffer | None:
    """Return one step with its form, or none where this reader may not take it now."""
    snapshot = loaded.snapshot
    procedure = procedure_of(loaded.case.procedure, loaded.case.procedure_version)
    actions = offered(procedure, snapshot, actor=actor_of(reader, snapshot=snapshot), at=at, facts={"reopen": reopen})
    found = next((one for one in actions if one.code == action), None)
    return _offer(found, main=action, snapshot=snapshot) if found else None


def _offer(action: Action, *, main: str, snapshot: Snapshot | None = None) -> ActionOffer:
    return ActionOffer(
        code=action.code,
        words=say(action.words),
        is_main=action.code == main,
        is_danger=action.code in DANGER_ACTIONS,
        fields=tuple(_field(f, action=action, snapshot=snapshot) for f in action.form),
    )


def _field(field: FormField, *, action: Action, snapshot: Snapshot | None) -> ActionField:
    return ActionField(
        name=field.name,
        type=field.type,
        label=say(field.words),
        required=field.is_required,
        longest=field.longest,
        choices=_choices(field, action=action, snapshot=snapshot) if snapshot else (),
        closed=closed_choices(field.type, snapshot=snapshot) if snapshot else (),
    )


def _choices(field: FormField, *, action: Action, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Return what a field lets one choose: kinds, units the duty register allows, parties that refused, requests."""
    if field.type in GROUND_TYPES:
        return reason_choices(
            RequestKind(GROUND_TYPES[field.type]), community=snapshot.community, procedure=snapshot.procedure
        )
    match field.type:
        case "choice":
            found = [(code, say(words)) for code, words in field.choices.items()]
        case "kind":
            found = [(kind.code, say(kind.words)) for kind in kinds(snapshot.community).values()]
        case "unit":
            found = [(str(u.id), u.name) for u in _possible_leads(snapshot, place=_place(snapshot))]
        case "units":
            helpers = duties.who_may_assist(snapshot.kind, _place(snapshot))
            standing = {p.unit for p in snapshot.workers()} if action.code == "add_assist" else set()
            hidden = standing | snapshot.sealed_against
            found = [(str(h.unit_id), h.name) for h in helpers if h.unit_id not in hidden]
        case "party":
            refused = [p for p in snapshot.workers() if p.state.value == PartyState.REFUSED.value]
            found = [(str(p.id), orgs.unit_name(p.unit)) for p in refused]
        case "request":
            found = [(str(r.id), request_words(r)) for r in snapshot.requests if r.is_open]
        case _:
            found = []
    return tuple(found)


def _place(snapshot: Snapshot) -> duties.Place:
    return duties.Place(community=snapshot.community, grid=snapshot.grid)


def _possible_leads(snapshot: Snapshot, *, place: duties.Place) -> list[orgs.UnitRef]:
    """Units that may lead: whose duty it is first, then every unit the register does not refuse."""
    duty = duties.lead_for(snapshot.kind, place)
    allowed = [
        unit
        for unit in orgs.units_serving(snapshot.community)
        if unit.id not in snapshot.sealed_against
        and isinstance(duties.may_lead(unit.id, snapshot.kind, place), duties.Allowed)
    ]
    return sorted(allowed, key=lambda unit: (duty is None or unit.id != duty.unit_id, unit.name))
