"""Fetches the facts that guards ask for: what the duty register allows, which kinds exist, how long one may reopen."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.queries.words import kinds
from linli.domains.duties import facade as duties
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.workflow.outcome import Fact
from linli.foundation.workflow.procedure import Action
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.vocabulary import registry

REOPEN = "reopen"
RATINGS = "ratings"
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
    if REVIEW in needed:
        found[REVIEW] = review_fact(snapshot.community, at=at)
    return found


def duty_facts(snapshot: Snapshot, *, form: Mapping[str, object]) -> dict[str, Fact]:
    """Return whether the duty register lets the named units lead and assist, with the item it rests on."""
    place = duties.Place(community=snapshot.community, grid=snapshot.grid)
    kind = str(form.get("kind") or snapshot.kind)
    lead, assist = _unit(form.get("lead")), form.get("assist")
    facts = {"duty.lead": Fact(), "duty.assist": Fact()}
    if lead is not None:
        answer = duties.may_lead(lead, kind, place)
        facts["duty.lead"] = (
            Fact(basis=answer.basis)
            if isinstance(answer, duties.Allowed)
            else Fact(is_true=False, code="told", params={"sentence": answer.sentence}, basis=answer.basis)
        )
    named = {_unit(one) for one in assist} if isinstance(assist, list | tuple | set) else set()
    if named:
        allowed = {helper.unit_id for helper in duties.who_may_assist(kind, place)}
        duty = duties.lead_for(kind, place)
        if duty is not None:
            allowed.add(duty.unit_id)
        facts["duty.assist"] = Fact(is_true=named <= allowed, code="not_their_duty")
    return facts


def reopen_fact(community: str, *, at: datetime) -> Fact:
    """Return how long and how often a reporter may have a matter done again."""
    return Fact(numbers=rulepacks.reopen(scope=community, on=timezone.localdate(at)).numbers())


def ratings_fact(community: str, *, at: datetime) -> Fact:
    """Return which levels count as low."""
    return Fact(numbers=rulepacks.ratings(scope=community, on=timezone.localdate(at)).numbers())


def review_fact(community: str, *, at: datetime) -> Fact:
    """Return how long after the answer a petition may be reviewed."""
    return Fact(numbers=rulepacks.petition_review(scope=community, on=timezone.localdate(at)).numbers())


def _unit(value: object) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None
