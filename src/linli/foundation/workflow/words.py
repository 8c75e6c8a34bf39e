"""What the engine says to people: refusals as sentences, a procedure's own words with names and times filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from linli.foundation.workflow.outcome import Refusal
from linli.foundation.workflow.procedure import ProcedureBody, Words
from linli.kernel.worktime import Limit, LimitUnit

_REFUSALS: Mapping[str, Promise] = {
    "not_your_action": _("“%(action)s” is done by somebody else here. If it should be you, ask the service station."),
    "not_in_this_state": _(
        "The matter is now “%(state)s”, so “%(action)s” is no longer possible. Nothing you wrote is lost."
    ),
    "answer_missing": _("“%(field)s” is still empty. Everything else you filled in is kept."),
    "text_too_long": _("“%(field)s” has room for %(longest)s characters; there are %(length)s now. Nothing is lost."),
    "no_such_choice": _("Please choose “%(field)s” from the list again; what came in is not in it."),
    "not_asked_for": _("This form does not ask for “%(field)s”. Please open the page again; what you wrote is kept."),
    "not_their_duty": _("This is not that unit's duty according to the duty list, so it cannot be given this part."),
    "no_such_kind": _("This kind is not in the list any more. Please choose another one."),
    "you_worked_on_it": _("You worked on this matter yourself, so somebody else has to verify it."),
    "your_unit_worked_on_it": _("Your unit worked on this matter, so somebody from elsewhere has to verify it."),
    "dispatch_names_the_lead": _("No unit leads yet; the lead is named when the matter is dispatched."),
    "nobody_leads": _("No unit leads this matter at the moment."),
    "not_all_signed_off": _(
        "%(count)s of the units have not signed off yet; the matter can be verified when all have."
    ),
    "not_closed": _("This matter is not closed, it is still being worked on."),
    "reopen_days_over": _(
        "It could be asked for again for %(days)s days after closing, until %(day)s. Please report it anew; "
        "the old number can be named."
    ),
    "next_is_the_street": _("It has been done again once already. The next step is that the street looks at it."),
    "ask_again_first": _("It can first be asked for again; if that does not help, the street looks at it."),
    "street_has_decided": _("The street has already decided on this matter. If you do not agree, call 12345."),
    "your_unit_has_no_part": _("Your unit has no part in this matter. To take part, ask the service station."),
    "your_unit_does_not_lead": _("Another unit leads this matter; this step is for the lead unit."),
    "your_unit_does_not_assist": _("This step is for units that assist; yours does not assist here."),
    "already_received": _(
        "Your unit has received this matter already. If you cannot do it, hand it back with a reason."
    ),
    "street_decides_first": _("A refusal is waiting for the street's decision; please wait for it."),
    "receive_first": _("Please receive the matter first."),
    "already_signed_off": _("Your unit has signed off already."),
    "answer_first": _("Please say what was done first, then sign off."),
    "reason_missing": _("Please give the reason in a sentence; the others will read it."),
    "not_yours_to_see": _("The street handles this matter; it is not open to your unit."),
    "names_this_unit": _("The matter is about this unit, so it cannot be given to it."),
    "street_leads_this": _("The matter is about a unit or a person in office, so the street leads it."),
    "work_is_done": _("The lead unit has already answered, so the dispatch can no longer be taken back."),
    "no_refusal_open": _("There is no refusal of this unit left to decide on."),
    "lead_stays": _("The unit only assisted; the lead stays as it is and need not be named."),
    "name_another_lead": _("The lead unit's refusal is upheld, so please name another unit to lead."),
    "no_rule_for_it": _("No rule says yet how far “%(action)s” goes in matters of this sort, so it is not offered."),
    "no_such_count": _("Please write “%(field)s” as a whole number, such as 3. What you wrote otherwise is kept."),
    "no_such_reason": _("This reason is not in the list any more. Please choose another one; nothing is lost."),
    "no_clock_runs": _("Your unit's time for this matter does not run, so there is nothing to move."),
    "clock_is_past": _("The time ran out on %(day)s. More time is asked for before that; please answer instead."),
    "request_is_open": _("Your unit has already asked and waits for the decision. Take that request back first."),
    "asked_too_often": _("For this kind of matter it is given %(times)s times at most; that many were given."),
    "asked_too_long": _("With this reason it is %(longest)s at most for one request. What you wrote is kept."),
    "asked_too_much": _("%(left)s are left of what may be given here altogether. What you wrote is kept."),
    "no_request_waits": _("There is no such request any more: it was decided on, taken back, or the work is done."),
    "own_request": _("Your own unit asked for it, so somebody else decides."),
    "street_decides_time": _("The street decides on this request."),
    "not_paused": _("The time is not standing still."),
    "pause_goes_on": _("The pause is not over yet."),
    "question_open_already": _("A question to the reporter is open already; please wait for the reply."),
    "nothing_was_asked": _(
        "The question has been answered already, or nobody asks any more. You can still add something."
    ),
    "no_reply_waits": _("No reply waits to be read; perhaps somebody has read it already."),
    "review_days_over": _(
        "A review could be asked for within %(days)s days, until %(day)s. Nothing is lost; please report it anew."
    ),
    "reviewed_before": _("A first review was made already; the next one is the second and last."),
    "first_review_first": _("No first review was made yet; please ask for that one."),
    "reviews_are_over": _("Both reviews were made, so the matter has ended here. The reporter may go to court."),
    "extended_before": _("The limit for the answer has been lengthened once already, or does not run now."),
    "not_late_enough": _("The limit has not passed by long enough for that."),
    "is_supervised": _("It is supervised at this level or above already."),
    "nothing_to_answer": _("No answer about a delay is owed here: it was given already, or the work is done."),
    "no_such_code": _("Please write the ten digits of “%(field)s”. What you wrote otherwise is kept."),
    "no_such_matter": _("There is no such matter here. Please look at the ten digits again."),
    "is_itself": _("That is this matter itself."),
    "main_is_closed": _("That matter is closed already, so nothing can be handled together with it."),
    "main_follows": _("That matter is itself handled with another one. Please give the number of that one."),
    "main_takes_none": _("That matter goes another way, in which no other is handled together with it."),
    "has_followers": _("Other matters are handled with this one, so it cannot be merged itself."),
    "sealed_apart": _("One of the two is for the street alone and the other is not, so they stay apart."),
    "already_rated": _("This matter has been rated already; each is rated once."),
}
_PLACEHOLDER = re.compile(r"(.?)%\((\w+)\)s(.?)", re.DOTALL)
_HAN = re.compile(r"[\u4e00-\u9fff]")
FALLBACK = "zh-Hans"
_LENGTHS = frozenset({"longest", "left"})


def say(words: Words, *, language: str | None = None, values: Mapping[str, str] | None = None) -> str:
    """Return one thing in the reader's language, with names and times in place.

    A space is set between a Han character and a value that begins or ends with a digit or Latin letter.
    """
    asked = (language or get_language() or FALLBACK).lower()
    chosen = next((text for code, text in words.items() if code.lower() == asked), None)
    text = chosen or words.get(FALLBACK, "")
    filled = values or {}

    def put(match: re.Match[str]) -> str:
        before, name, behind = match.groups()
        value = filled.get(name, "")
        left = " " if value and _HAN.match(before) and value[0].isascii() else ""
        right = " " if value and _HAN.match(behind) and value[-1].isascii() else ""
        return f"{before}{left}{value}{right}{behind}"

    return _PLACEHOLDER.sub(put, text)


def sentence(refusal: Refusal, *, procedure: ProcedureBody) -> str:
    """Return the refusal as a sentence in the reader's language.

    A code that another room's guard brought (``duty_allows`` asks ``duties``) may come with its own finished sentence
    in ``params["sentence"]``.
    """
    if "sentence" in refusal.params:
        return refusal.params["sentence"]
    return str(_REFUSALS[refusal.code]) % _named(refusal.params, procedure=procedure)


def limit_words(limit: Limit) -> str:
    """Return a limit as people say it: ``3 个工作日``."""
    count = limit.amount
    words = {
        LimitUnit.WORKING_HOURS: ngettext("%(count)d working hour", "%(count)d working hours", count),
        LimitUnit.WORKING_DAYS: ngettext("%(count)d working day", "%(count)d working days", count),
        LimitUnit.NATURAL_HOURS: ngettext("%(count)d hour", "%(count)d hours", count),
        LimitUnit.NATURAL_DAYS: ngettext("%(count)d day", "%(count)d days", count),
    }
    return words[limit.unit] % {"count": count}


def codes() -> frozenset[str]:
    """Return the codes of all refusals that have a sentence here."""
    return frozenset(_REFUSALS)


def _named(params: Mapping[str, str], *, procedure: ProcedureBody) -> dict[str, str]:
    """Put words in the place of the codes of states, actions and fields."""
    states = {state.code: say(state.public) for state in procedure.states}
    actions = {action.code: say(action.words) for action in procedure.actions}
    fields = {field.name: say(field.words) for action in procedure.actions for field in action.form}
    spoken = {"state": states, "action": actions, "field": fields}
    told = {name: spoken.get(name, {}).get(value, value) for name, value in params.items()}
    told |= {name: _length(told[name]) for name in _LENGTHS & set(told)}
    if "day" in told:
        # Translators: a day without its year, in the letters of Django's date filter.
        told["day"] = date_format(date.fromisoformat(told["day"]), gettext("j F"))
    return told


def _length(said: str) -> str:
    """Put words in the place of ``10 working_days``; a plain number stays as it is."""
    amount, _space, unit = said.partition(" ")
    if unit not in set(LimitUnit):
        return said
    count = int(amount)
    if count:
        return limit_words(Limit(amount=count, unit=LimitUnit(unit)))
    return gettext("No time")
