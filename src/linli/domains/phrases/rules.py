"""What a text template may say, and how its placeholders are filled: pure rules.

Placeholders are a closed list and stand for facts of the matter alone; nothing about a person can be filled in, because
an answer may be read by everybody who reads the time line.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.masking import personal_spots

NAME_LENGTH: Final = 30
TEXT_LENGTH: Final = 500
"""The shortest text field of a step takes 500 characters."""
MOST: Final = 100
"""So many templates a community keeps; more are not found again in a list."""
_PLACE = re.compile(r"\{([^{}]*)\}")


class PhraseRefused(Exception):
    """A template cannot be kept so; ``sentence`` says why to whoever wrote it, ``field`` where it stands."""

    def __init__(self, sentence: str, *, field: str = "text") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class Place(StrEnum):
    """What may stand in braces; its value is what people write there."""

    CODE = "编号"
    KIND = "类别"
    UNIT = "单位"
    STATE = "状态"
    DUE = "期限"
    TODAY = "今天"


MEANINGS: Final[Mapping[Place, Promise]] = {
    Place.CODE: gettext_lazy("the matter's code"),
    Place.KIND: gettext_lazy("the kind of matter"),
    Place.UNIT: gettext_lazy("the unit of whoever writes"),
    Place.STATE: gettext_lazy("how far the matter is"),
    Place.DUE: gettext_lazy("the day and time by which the reporter is answered"),
    Place.TODAY: gettext_lazy("the day on which it is written"),
}


def checked(text: str) -> str:
    """Return a template's text as it is kept. Raises :class:`PhraseRefused` with one sentence."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise PhraseRefused(_("A template without words helps nobody; please write them."))
    if len(text) > TEXT_LENGTH:
        raise PhraseRefused(_("A template has %(most)d characters at most.") % {"most": TEXT_LENGTH})
    for name in _PLACE.findall(text):
        if name not in set(Place):
            raise PhraseRefused(
                _("“{%(name)s}” is no placeholder; there are %(places)s.")
                % {"name": name, "places": "、".join(f"{{{place}}}" for place in Place)}
            )
    if re.search(r"[{}]", _PLACE.sub("", text)):
        raise PhraseRefused(_("A brace stands alone; a placeholder is written like {编号}."))
    if personal_spots(text):
        raise PhraseRefused(_("A mobile or identity number stands in it; a template names no person."))
    return text


def checked_name(name: str) -> str:
    """Return a template's name as it is kept. Raises :class:`PhraseRefused`."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        sentence = _("Please give the template a name of at most %(most)d characters.")
        raise PhraseRefused(sentence % {"most": NAME_LENGTH}, field="name")
    return name


def filled(text: str, values: Mapping[Place, str]) -> str:
    """Return a template's text with its placeholders filled; a fact that is missing leaves its own name to be seen."""
    return _PLACE.sub(lambda found: values.get(Place(found.group(1))) or f"（{found.group(1)}）", text)
