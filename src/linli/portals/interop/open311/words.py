"""Sentences of the interface that people read in somebody else's application."""

from django.utils.translation import gettext as _

from linli.domains.cases.facade import Opened


def danger_line() -> str:
    """Say whom to call first in danger."""
    return _("In danger call 119 (fire), 120 (ambulance) or 110 (police) first; nobody reads reports in seconds.")


def place_lines() -> dict[str, str]:
    """Say what each part of the place asks for."""
    return {
        "building": _("Building"),
        "stair": _("Stair of the building, as a number"),
        "place_words": _("Where it is, in a few words; please no room number"),
    }


def notice_of(opened: Opened, *, address: str) -> str:
    """Say what to tell the reporter: whom to call first, the code, and where the course is followed."""
    said = [_("Please call %(phone)s at once.") % {"phone": phone} for phone in opened.danger_phones]
    said.append(_("Code %(code)s. How it goes on: %(address)s") % {"code": opened.code, "address": address})
    if opened.is_held:
        said.append(_("Many reports came from one place, so somebody looks at it before it goes on."))
    return " ".join(said)
