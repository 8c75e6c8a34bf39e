"""Sentences for this room's codes: what went wrong, what is safe, what to do next; and how places are called."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.foundation.accounts.limits import LIMITS
from linli.foundation.territory.queries import ancestry, grid_name

_GRID_DIGITS = 15
NOT_LOGGED_IN = _(
    "Not logged in: the user name or the password is wrong. After %(count)d wrong tries an account pauses for"
    " %(minutes)d minutes, even with the right password."
)
WRONG_CODE = _(
    "This code is wrong or was used already. Codes change every 30 seconds; wait for the next one and enter it."
)
HELD = _("Many log-ins failed from here. Please wait %(minutes)d minutes; accounts are not affected.")
PAUSED = _("Too many wrong codes. The account pauses for %(minutes)d minutes; nothing is lost.")
NO_ROLE = _(
    "This account has no role yet, so there is nothing to open. Ask the security administrator of your place to give"
    " it one."
)

WEAK: Final[Mapping[str, str | Promise]] = {
    "password_too_short": _("A password needs at least %(count)d characters."),
    "password_too_common": _("This password is on the list of the commonest ones. Take one that only you think of."),
    "password_entirely_numeric": _("Digits alone are guessed quickly. Add letters."),
    "password_is_username": _("The password must not contain the user name."),
    "password_same": _("This is the password you have now. Take another one."),
}
BAD: Final[Mapping[tuple[str, str], str | Promise]] = {
    ("username", "taken"): _("Somebody has this user name already. Add a number or a letter."),
    ("username", "spelling"): _("A user name has 2 to 40 small letters, digits, dots, dashes or underscores."),
    ("name", "length"): _("The name has 1 to 40 characters."),
    ("phone", "digits"): _("This is no telephone number. A mobile number has 11 digits."),
}
REFUSED: Final[Mapping[str, str | Promise]] = {
    "two_administrators": _("Nobody holds two of the three administrators' roles (GB/T 22239-2019)."),
    "administrator_handles": _(
        "An administrator holds no role that reads residents' matters (GB/T 22239-2019). Use a second person's account."
    ),
    "scope_level": _("This role cannot be given for this level. Choose a wider or a smaller place."),
    "unit_missing": _("Choose the unit this person works for."),
    "unit_too_much": _("An administrator's role belongs to a place, not to a unit."),
    "unit_elsewhere": _("This unit does not serve that place."),
    "held_already": _("The person holds this role there already."),
    "dates": _("The last day lies before the first."),
    "inactive": _("The account is closed. The system administrator can open it again."),
    "other_role": _("This is another administrator's task. Nothing was changed."),
    "own_account": _("Administrators do not change their own account's state, roles or second factor."),
    "outside_territory": _("This person or place lies outside your territory. Nothing was changed."),
}


def weak_sentences(reasons: Iterable[str]) -> list[str]:
    """Return a sentence for each reason against a password."""
    return [str(WEAK.get(reason, WEAK["password_too_common"])) % {"count": shortest_password()} for reason in reasons]


def shortest_password() -> int:
    """Return how many characters the site asks of a password."""
    validators = get_default_password_validators()
    return max((v.min_length for v in validators if isinstance(v, MinimumLengthValidator)), default=1)


def not_logged_in() -> str:
    """Return the one answer to every log-in that failed."""
    minutes = int(LIMITS.pause.total_seconds() // 60)
    return str(NOT_LOGGED_IN) % {"count": LIMITS.failures_before_pause, "minutes": minutes}


def held() -> str:
    """Return what is said to an address from which too many log-ins failed."""
    return str(HELD) % {"minutes": int(LIMITS.misses_window.total_seconds() // 60)}


def paused() -> str:
    """Return what is said when wrong codes made the account pause."""
    return str(PAUSED) % {"minutes": int(LIMITS.pause.total_seconds() // 60)}


def place_name(scope: str) -> str:
    """Return how a scope is called: the street with its community, the community with its grid."""
    names = [ref.name for ref in ancestry(scope)][-2:]
    if len(scope) == _GRID_DIGITS:
        names = [*names[-1:], grid_name(scope)]
    return " ".join(names) or scope
