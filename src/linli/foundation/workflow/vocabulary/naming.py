"""What people call the guards, effects and field types: for whoever draws a procedure up without reading code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GUARDS: Mapping[str, Promise] = {
    "duty_allows": _("the duty list allows the units named"),
    "kind_known": _("the kind is in the published list"),
    "leads_already": _("a new lead only where one leads already"),
    "not_a_handler": _("not somebody who worked on it"),
    "all_signed_off": _("all units have signed off"),
    "within_reopen_days": _("within the days for asking again"),
    "reopened_less_than": _("not yet asked for again as often as allowed"),
    "street_has_not_decided": _("the street has not decided yet"),
    "is_party": _("only a unit that has a part"),
    "is_lead": _("only the lead unit"),
    "is_assistant": _("only an assisting unit"),
    "waits_for_receipt": _("the unit has not received it yet"),
    "has_received": _("the unit has received it"),
    "has_answered": _("the unit has said what was done"),
    "has_reason": _("a reason is given"),
    "not_sealed_against": _("not for whom the matter names"),
    "street_only_when_sealed": _("only the street when it names somebody"),
    "undo_in_time_or_reason": _("at once, or with a reason"),
    "party_has_refused": _("the unit named has refused"),
    "replacement_named": _("another lead is named"),
    "no_refusal_open": _("every refusal is decided on"),
    "not_rated": _("not rated yet"),
    "within_review_days": _("within the days for asking a review"),
    "first_review": _("no review was asked for yet"),
    "second_review": _("exactly one review was made"),
    "reply_not_extended": _("the limit was not lengthened yet"),
    "no_question_open": _("no question to the reporter is open"),
    "question_is_open": _("a question to the reporter is open"),
    "reply_is_there": _("the reporter has answered the question"),
    "clock_can_move": _("the unit's limit runs and has not passed"),
    "pause_within_rules": _("the pause is within what the rules allow"),
    "extension_within_rules": _("the extension is within what the rules allow"),
    "has_asked": _("the unit has asked for time"),
    "may_decide_some": _("a request waits for whoever decides it"),
    "may_decide": _("not the own request, and at the right level"),
    "stands_still": _("the limit stands still"),
    "pause_is_over": _("the pause is over"),
    "rung_is_reached": _("it is late enough for this level"),
    "owes_an_answer": _("an answer about the delay is owed"),
    "main_can_be_followed": _("the other matter is open and goes its own way"),
}

EFFECTS: Mapping[str, Promise] = {
    "ask_units": _("asks the lead unit and assisting units"),
    "ask_assistants": _("asks more units to assist"),
    "release_last_dispatch": _("takes the last dispatch back"),
    "receive_own": _("the unit has it; its handling limit begins"),
    "work_own": _("the unit is at work"),
    "answer_own": _("the unit has answered"),
    "sign_off_own": _("the unit has signed; its limits end"),
    "refuse_own": _("the unit has refused; its limits stop"),
    "hand_back_own": _("the unit has no part any more"),
    "uphold_refusal": _("releases the unit that refused"),
    "reject_refusal": _("asks the unit that refused again"),
    "back_to_work": _("back to the lead unit, with a new limit"),
    "close": _("closes the matter"),
    "reopen": _("opens the matter again"),
    "set_kind": _("changes the kind and reckons the limits anew"),
    "reckon_again": _("reckons the limits by the newest calendar"),
    "reroute": _("another unit leads"),
    "rate": _("notes the rating"),
    "extend_reply": _("lengthens the limit for the answer once"),
    "release_all": _("lets every unit go"),
    "open_question": _("asks the reporter"),
    "answer_question": _("the reporter has answered"),
    "answer_question_for_street": _("the reporter has answered the street"),
    "put_question_away": _("the answer was read"),
    "ask_pause": _("asks for a pause"),
    "ask_extension": _("asks for more time"),
    "withdraw_time": _("takes the request for time back"),
    "refuse_time": _("refuses the request for time"),
    "grant_time": _("grants the request and moves the limits"),
    "resume_clock": _("lets the limit run again early"),
    "end_pauses": _("notes that the pause is over"),
    "raise_supervision": _("supervises the delay"),
    "answer_supervision": _("explains the delay"),
    "follow_main": _("handles it together with another matter"),
    "leave_main": _("lets it go its own way again"),
}

TYPES: Mapping[str, Promise] = {
    "text": pgettext_lazy("field of a form", "text"),
    "private_text": pgettext_lazy("field of a form", "text that stays out of the time line"),
    "choice": pgettext_lazy("field of a form", "one of several choices"),
    "kind": pgettext_lazy("field of a form", "kind of matter"),
    "unit": pgettext_lazy("field of a form", "a unit"),
    "units": pgettext_lazy("field of a form", "several units"),
    "party": pgettext_lazy("field of a form", "a unit that refused"),
    "rating": pgettext_lazy("field of a form", "rating in five levels"),
    "audience": pgettext_lazy("field of a form", "who may read it"),
    "request": pgettext_lazy("field of a form", "a request for time"),
    "clock": pgettext_lazy("field of a form", "a limit"),
    "matter": pgettext_lazy("field of a form", "another matter's number"),
    "count": pgettext_lazy("field of a form", "a whole number"),
    "pause_reason": pgettext_lazy("field of a form", "a reason for a pause"),
    "extension_reason": pgettext_lazy("field of a form", "a reason for more time"),
}


def guard_words(name: str) -> str:
    """Return what a guard asks for; one without words keeps its name."""
    return str(GUARDS.get(name, name))


def effect_words(name: str) -> str:
    """Return what an effect does; one without words keeps its name."""
    return str(EFFECTS.get(name, name))


def type_words(name: str) -> str:
    """Return what a field of a form asks for; one without words keeps its name."""
    return str(TYPES.get(name, name))
