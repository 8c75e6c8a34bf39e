"""What may be kept under a name, and by whom it may be shared: pure rules."""

import re
from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundation.accounts.roles import Role
from linli.kernel.masking import personal_spots

MOST: Final = 12
"""So many filters one person keeps of a list: two rows of links on a desk; more are not found again."""
MOST_SHOWN: Final = 24
"""So many shared by others stand above a list."""
NAME_LENGTH: Final = 24
WORDS_LENGTH: Final = 40
MOST_COLUMNS: Final = 20
LEADERS: Final = frozenset({Role.CLERK, Role.DUTY_DESK, Role.STREET_OFFICIAL})
"""Those who give work out may put a filter above everybody's list."""
_BLANKS = re.compile(r"\s+")
_NAME = re.compile(r"[a-z][a-z_]{0,19}")
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,40}")


class Audience(models.TextChoices):
    """Who has a kept filter above the list."""

    OWN = "own", gettext_lazy("Only I")
    UNIT = "unit", gettext_lazy("Everybody in my unit")
    PLACE = "place", gettext_lazy("Everybody here")


class FilterRefused(Exception):
    """A filter cannot be kept, changed or shared so; ``sentence`` says why to whoever asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAFilter(ValueError):
    """What a list handed in to be kept is no set of codes: the list did not validate it."""


def name_of(typed: str) -> str:
    """Return a name as it is kept, blanks brought together. Raises :class:`FilterRefused`."""
    name = _BLANKS.sub(" ", typed).strip()
    if not name:
        raise FilterRefused(_("Please give it a name; nothing was kept yet."))
    if len(name) > NAME_LENGTH:
        raise FilterRefused(
            _("The name is longer than %(most)d characters; please shorten it.") % {"most": NAME_LENGTH}
        )
    if personal_spots(name):
        raise FilterRefused(_("There is a telephone or identity number in the name; please take it out."))
    return name


def require_codes(filters: Mapping[str, str], *, columns: tuple[str, ...], sort: str) -> None:
    """Let pass what consists of codes alone; raises :class:`NotAFilter` for anything a person may have typed."""
    are_codes = all(_NAME.fullmatch(name) and _CODE.fullmatch(value) for name, value in filters.items())
    if not are_codes or len(columns) > MOST_COLUMNS or not all(_NAME.fullmatch(c) for c in columns):
        raise NotAFilter
    if sort and not _NAME.fullmatch(sort):
        raise NotAFilter


def words_of(words: str, *, audience: str) -> str:
    """Return the words that may be kept with a filter. Raises :class:`FilterRefused`.

    Words may name somebody. Numbers of people are never kept; other words stay with whoever typed them, because a link
    with somebody's name above everybody's list would be a mark on that person.
    """
    found = words.strip()[:WORDS_LENGTH]
    if personal_spots(found):
        raise FilterRefused(
            _("A telephone or identity number is not kept in a filter. Please take it out of the words.")
        )
    if found and audience != Audience.OWN:
        raise FilterRefused(
            _("Words you look for may name somebody, so a filter with words stays yours. To share it, take them out.")
        )
    return found


def audiences(role: str, *, has_unit: bool) -> tuple[Audience, ...]:
    """Return with whom somebody of this role may share; only oneself is always among them."""
    if role not in LEADERS:
        return (Audience.OWN,)
    return (Audience.OWN, Audience.UNIT, Audience.PLACE) if has_unit else (Audience.OWN, Audience.PLACE)


def require_room(count: int) -> None:
    """Refuse one more than a person keeps. Raises :class:`FilterRefused`."""
    if count >= MOST:
        raise FilterRefused(
            _("You keep %(most)d filters already. Please remove one that you no longer use.") % {"most": MOST}
        )
