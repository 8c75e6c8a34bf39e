"""What entries beside the procedure say in one line."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOOK_WORDS: Mapping[str, Promise | str] = {
    "called_back": _("The reporter was called back"),
    "recheck_asked": _("Drawn at random for a re-check"),
    "exclusion_asked": _("Asked to leave it out of the rates"),
    "exclusion_upheld": _("Left out of the rates by a second person"),
    "exclusion_turned_down": _("Stays in the rates"),
    "repeated_asked": _("Asked to mark the report as repeated"),
    "repeated_upheld": _("The report was marked as repeated, after two people looked at it"),
    "repeated_turned_down": _("The report was not marked as repeated"),
    "abusive_asked": _("Asked to mark the report as abusive"),
    "abusive_upheld": _("The report was marked as abusive, after two people looked at it"),
    "abusive_turned_down": _("The report was not marked as abusive"),
    "appeal_asked": _("The reporter objects to the mark"),
    "appeal_upheld": _("The street took the mark away"),
    "appeal_turned_down": _("The street keeps the mark"),
    "same_upheld": _("Confirmed to be the same as an earlier matter, which is done again"),
    "same_turned_down": _("Looked at: not the same as the earlier matter"),
}
