"""What this room's lines in the audit chain are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Mapping[str, str | Promise] = {
    "case.report": _("Matter opened"),
    "case.accept": _("Matter accepted"),
    "case.confirm_kind": _("Kind of matter confirmed"),
    "case.dispatch": _("Matter dispatched"),
    "case.undo_dispatch": _("Dispatch taken back"),
    "case.receive": _("Matter received by a unit"),
    "case.add_assist": _("Assistance asked for"),
    "case.note": _("Progress added"),
    "case.supplement": _("Something added by the reporter"),
    "case.supplement_to_street": _("Something added by the reporter for the street alone"),
    "case.ask_reporter": _("Reporter asked something"),
    "case.reply": _("Reporter replied"),
    "case.reply_to_street": _("Reporter replied to the street alone"),
    "case.reply_read": _("Reply read"),
    "case.answer": _("Unit said what was done"),
    "case.sign_off": _("Unit signed off"),
    "case.refuse": _("Matter refused by a unit"),
    "case.uphold_refusal": _("Refusal upheld by the street"),
    "case.reject_refusal": _("Refusal rejected by the street"),
    "case.resume_handling": _("Handling resumed"),
    "case.hand_back": _("Matter handed back"),
    "case.leave": _("Assisting unit left"),
    "case.submit_for_verification": _("Matter submitted for verification"),
    "case.verify": _("Matter verified and closed"),
    "case.verify_fail": _("Verification failed"),
    "case.close_on_the_spot": _("Matter settled on the spot"),
    "case.rate": _("Handling rated"),
    "case.reopen": _("Matter opened again"),
    "case.reopen_to_street": _("Asked for again; the street decides"),
    "case.appeal": _("Street asked to look again"),
    "case.review_again": _("Matter to be done again, by the street"),
    "case.review_close": _("Matter closed by the street"),
    "case.correct_place": _("Place of a matter corrected"),
    "case.released": _("Held report released"),
    "case.contact_erased": _("Contact erased"),
    "case.register_taken": _("Monthly register taken"),
    "case.list_taken": _("List of matters taken as a workbook"),
    "case.file_taken": _("Case file taken as PDF"),
    "case.reckon_again": _("Time limits reckoned again"),
}
