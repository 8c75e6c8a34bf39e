"""Fetches the facts that guards ask for: what the duty register allows, which kinds exist, how long one may reopen."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.actions.merging import main_fact
from linli.domains.cases.queries import requests, supervision
from linli.domains.cases.queries.words import kinds
from linli.domains.duties import facade as duties
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.context import current_reader
from linli.foundation.workflow.outcome import Fact
from linli.foundation.workflow.procedure import RULED_FACTS, Action
from linli.foundation.workflow.requests import RequestKind
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.vocabulary import registry

REOPEN = "reopen"
RATINGS = "ratings"
COMMUNITY_UNITS = frozenset({UnitKind.SERVICE_STATION, UnitKind.RESIDENTS_COMMITTEE, UnitKind.PARTY_ORGANISATION})
"""Units of the community itself: what they ask for, the street decides on."""
REVIEW = "review"


def facts_for(action: Action, *, snapshot: Snapshot, form: Mapping[str, object], at: datetime) -> dict[str, Fact]:
    """Return the facts that an action's guards and effects need for these answers."""
    needed = registry.facts_needed(action)
    found: dict[str, Fact] = {}
    if "duty.lead" in needed:
        found |= duty_facts(snapshot, form=form)
    if "kind" in needed:
        kind = str(form.get("kind") or "")
        found["kind"] = Fact(is_true=not kind or kind in kinds(snapshot.community))
    if REOPEN in needed:
        found[REOPEN] = reopen_fact(snapshot.community, at=at)
    if RATINGS in needed:
        found[RATINGS] = ratings_fact(snapshot.community, at=at)
    if "main" in needed:
        found["main"] = main_fact(snapshot, code=str(form.get("main") or ""))
    if "supervision" in needed:
        found["supervision"] = supervision_fact(snapshot, form=form, at=at)
    for kind in needed & set(RequestKind):
        found[kind] = change_fact(RequestKind(kind), snapshot=snapshot, why=str(form.get("why") or ""), at=at)
    if REVIEW in needed:
        found[REVIEW] = review_fact(snapshot, at=at)
    return found


def supervision_fact(snapshot: Snapshot, *, form: Mapping[str, object], at: datetime) -> Fact:
    """Return whether the rung named is the highest that the clock named has reached, and the time to answer it."""
    rule = supervision.rule_of(snapshot.procedure, community=snapshot.community, on=timezone.localdate(at))
    clock = next((c for c in snapshot.running_clocks() if str(c.id) == str(form.get("clock"))), None)
    if rule is None or clock is None or clock.name not in rule.clocks:
        return Fact(is_true=False)
    rung = rule.rung_reached(
        clock.due.at, kind=snapshot.kind, urgency=snapshot.urgency, at=at, calendar=work_calendar()
    )
    if rung is None or rung.level != form.get("level"):
        return Fact(is_true=False)
    within = rung.answer_within
    return Fact(numbers={"amount": within.amount}, params={"unit": within.unit.value})


def change_fact(kind: RequestKind, *, snapshot: Snapshot, why: str, at: datetime) -> Fact:
    """Return how far a clock may be moved with a reason, for how long it may be asked, and who decides at least.

    The street decides for the community's own units and in sealed matters, whatever the rule pack says. Without a pack
    of the matter's procedure there is no reason to give.
    """
    day, procedure = timezone.localdate(at), snapshot.procedure
    rule = requests.rule_of(kind, procedure=procedure, community=snapshot.community, on=day)
    if rule is None:
        return Fact(is_true=False)
    pack = rulepacks.rules(f"{RULED_FACTS[kind]}.{procedure}", scope=snapshot.community, on=day)
    most = rule.most_for(kind=snapshot.kind, urgency=snapshot.urgency)
    reason = rule.reasons.get(why)
    unit = current_reader().unit
    goes_up = snapshot.is_sealed or (unit is not None and orgs.unit(unit).kind in COMMUNITY_UNITS)
    return Fact(
        is_true=reason is not None,
        numbers={"times": most.times, "amount": most.amount, "longest": reason.longest if reason else 0},
        params={"unit": rule.unit.value, "decided_by": "street" if goes_up else most.decided_by},
        basis=pack.basis,
    )


def duty_facts(snapshot: Snapshot, *, form: Mapping[str, object]) -> dict[str, Fact]:
    """Return whether the duty register lets the named units lead and assist, with the item it rests on."""
    place = duties.Place(community=snapshot.community, grid=snapshot.grid)
    kind = str(form.get("kind") or snapshot.kind)
    lead, assist = _unit(form.get("lead")), form.get("assist")
    facts = {"duty.lead": Fact(), "duty.assist": Fact()}
    if lead is not None:
        answer = duties.may_lead(lead, kind, place)
        facts["duty.lead"] = Fact(basis=answer.basis) if isinstance(answer, duties.Allowed) else _told(answer)
    named = {_unit(one) for one in assist} if isinstance(assist, list | tuple | set) else set()
    if named:
        allowed = {helper.unit_id for helper in duties.who_may_assist(kind, place)}
        duty = duties.lead_for(kind, place)
        if duty is not None:
            allowed.add(duty.unit_id)
        facts["duty.assist"] = Fact(is_true=named <= allowed, code="not_their_duty")
        left_out = sorted(one for one in named - allowed if one is not None and orgs.unit_name(one))
        answers = (duties.may_assist(one, kind, place) for one in left_out)
        refused = next((answer for answer in answers if isinstance(answer, duties.Refused)), None)
        if refused is not None:
            facts["duty.assist"] = _told(refused)
    return facts


def _told(refused: duties.Refused) -> Fact:
    return Fact(is_true=False, code="told", params={"sentence": refused.sentence}, basis=refused.basis)


def reopen_fact(community: str, *, at: datetime) -> Fact:
    """Return how long and how often a reporter may have a matter done again."""
    return Fact(numbers=rulepacks.reopen(scope=community, on=timezone.localdate(at)).numbers())


def ratings_fact(community: str, *, at: datetime) -> Fact:
    """Return which levels count as low."""
    return Fact(numbers=rulepacks.ratings(scope=community, on=timezone.localdate(at)).numbers())


def review_fact(snapshot: Snapshot, *, at: datetime) -> Fact:
    """Return how long after its answer a matter may be reviewed."""
    rule = rulepacks.review(snapshot.procedure, scope=snapshot.community, on=timezone.localdate(at))
    return Fact(numbers=rule.numbers())


def _unit(value: object) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
