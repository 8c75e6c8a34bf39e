"""Words for codes: states and kinds in the reader's language, from the procedure and the rule packs."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.kinds import Kind
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.procedure import ProcedureBody, State
from linli.foundation.workflow.words import say

PROCEDURE = workflow.USUAL
"""The procedure by which the one table of kinds is called; a matter's own procedure stands on the matter."""


def procedure_of(code: str, version: int) -> ProcedureBody:
    """Return the procedure a matter runs on; running matters keep their version."""
    return workflow.procedure(code, version)


def state_of(procedure: str, version: int, state: str) -> State:
    """Return a state of a matter's own procedure version."""
    return procedure_of(procedure, version).state(state)


def kinds(community: str, *, on: date | None = None) -> Mapping[str, Kind]:
    """Return the kinds of matters of a community by code, in the pack's order."""
    found = rulepacks.kinds(PROCEDURE, scope=community, on=on or timezone.localdate())
    return {kind.code: kind for kind in found}


def kind_words(community: str, code: str) -> str:
    """Return a kind's name; a kind that is no longer in the pack keeps its code."""
    kind = kinds(community).get(code)
    return say(kind.words) if kind else code
