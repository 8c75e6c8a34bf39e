"""A procedure's faults in sentences: each names its place as people call it, and says what is to be done."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.vocabulary.checking import Part, Problem
from linli.foundation.workflow.words import say

_SENTENCES: Mapping[str, Promise] = {
    "state_twice": gettext_lazy("there is another state with the code “%(name)s”; give one of them another code."),
    "action_twice": gettext_lazy("there is another action with the code “%(name)s”; give one of them another code."),
    "no_such_state": gettext_lazy("it names a state “%(name)s” that is not there."),
    "no_such_action": gettext_lazy("it goes on with an action “%(name)s” that is not there."),
    "no_end": gettext_lazy("no state is an end; mark at least one as final."),
    "limits_of_another": gettext_lazy(
        "its time limits are “%(name)s”; they must be the rule pack named after the procedure, limits.CODE."
    ),
    "unreachable": gettext_lazy("no way leads here from the first state; let an action go to it, or take it out."),
    "dead_end": gettext_lazy("nobody can leave it though it is no end; let an action lead on from it."),
    "never_ends": gettext_lazy("there are ways out of it, but none ever leads to an end."),
    "nobody_may": gettext_lazy("nobody can ever take it; say who may, or let an action of people be followed by it."),
    "no_clock": gettext_lazy("no limit runs while a matter waits here; choose at least one."),
    "clock_at_end": gettext_lazy("the limit “%(name)s” would run for ever, as this is an end; take it out."),
    "not_reckoned": gettext_lazy(
        "its limits are not reckoned again when a holiday notice is published; add it to the action “reckon_again”."
    ),
    "no_limit": gettext_lazy("the rule pack of its time limits says nothing about the limit “%(name)s”."),
    "ends_open": gettext_lazy("it leads to an end without the effect “close”, so the matter would stay open."),
    "closes_midway": gettext_lazy("it has the effect “close” but does not lead to an end."),
    "begins_closed": gettext_lazy(
        "it leads out of an end without the effect “reopen”, so the matter would stay closed."
    ),
    "unknown_guard": gettext_lazy("there is no condition “%(name)s”."),
    "unknown_effect": gettext_lazy("there is no effect “%(name)s”."),
    "field_missing": gettext_lazy("its conditions or effects need a field “%(name)s” that its form does not have."),
    "guard_missing": gettext_lazy("its effect changes the part of a unit; it needs the condition “%(name)s”."),
    "field_twice": gettext_lazy("its form has two fields “%(name)s”."),
    "unknown_field_type": gettext_lazy("the field “%(name)s” is of a sort that does not exist."),
    "no_choices": gettext_lazy("the field “%(name)s” offers nothing to choose from."),
    "two_texts": gettext_lazy("its form has two texts; the time line has room for one."),
    "unknown_role": gettext_lazy("there is no role “%(name)s”."),
    "unknown_receiver": gettext_lazy("it tells “%(name)s”, and nobody is called so."),
    "unknown_message": gettext_lazy("there is no message “%(name)s” for those it tells."),
    "from_nowhere": gettext_lazy("it starts from no state; say from which."),
    "cannot_follow": gettext_lazy(
        "it goes on with “%(name)s”, which the program may not take, or not from the state it leads to."
    ),
    "endless_follow_up": gettext_lazy("it goes on with “%(name)s” and so comes back to itself without end."),
    "no_words": gettext_lazy("its words “%(name)s” are missing, or have a place that nobody fills in."),
}


def codes() -> frozenset[str]:
    """Return the codes of all faults that have a sentence."""
    return frozenset(_SENTENCES)


def sentence(problem: Problem, *, body: ProcedureBody) -> str:
    """Return a fault as one sentence in the reader's language, its place in front."""
    told = str(_SENTENCES[problem.code]) % {"name": problem.name}
    return _("%(place)s: %(fault)s") % {"place": place(problem, body=body), "fault": told}


def told(problem: Problem) -> str:
    """Return what is wrong without its place, for a page that shows it there."""
    words = str(_SENTENCES[problem.code]) % {"name": problem.name}
    return words[:1].upper() + words[1:]


def place(problem: Problem, *, body: ProcedureBody) -> str:
    """Return where a fault lies, as people call it; words that are missing leave the code."""
    if problem.part is Part.PROCEDURE:
        return _("The procedure “%(name)s”") % {"name": say(body.words) or body.code}
    if problem.part is Part.STATE:
        state = next((one for one in body.states if one.code == problem.where), None)
        return _("State “%(name)s”") % {"name": (say(state.internal) if state else "") or problem.where}
    action = next((one for one in body.actions if one.code == problem.where), None)
    return _("Action “%(name)s”") % {"name": (say(action.words) if action else "") or problem.where}
