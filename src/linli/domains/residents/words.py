"""What is said of faulty rows and of columns, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.domains.residents.rules import Problem, Wrong
from linli.foundation.imports.intake.understand import given_twice

FIELD_WORDS: Mapping[str, str | Promise] = {
    "name": _("Name"),
    "id_kind": _("Kind of document"),
    "id_number": _("Identity number"),
    "sex": _("Sex"),
    "birth_on": _("Birth date"),
    "phone": _("Telephone"),
    "address": _("Address with room"),
    "building": _("Building"),
    "stair": _("Stair"),
    "room": _("Room"),
    "kind": _("Kind of residence"),
    "household": _("Household number"),
    "relation": _("Relation to the head"),
    "from_on": _("Lives here since"),
}

_SENTENCES: Mapping[Wrong, str | Promise] = {
    Wrong.MISSING: _("The name is missing."),
    Wrong.NAME: _("This does not look like a name."),
    Wrong.ID_LOST_DIGITS: _(
        "The last digits are lost: the cell was stored as a number. Set the column to text and write the number again."
    ),
    Wrong.ID_LENGTH: _("An identity number has 18 characters."),
    Wrong.ID_CHARACTER: _("An identity number has 17 digits and a digit or X."),
    Wrong.ID_BIRTH_DATE: _("The birth date in the identity number does not exist."),
    Wrong.ID_CHECKSUM: _("The last character does not fit: one digit is wrong."),
    Wrong.ID_OTHER: _("The number has 5 to 20 letters and digits."),
    Wrong.NOBODY: _("An identity number, a birth date or a telephone is needed to tell people apart."),
    Wrong.DATE: _("The date cannot be read. Write it like 1990-01-31."),
    Wrong.DATE_AHEAD: _("The date lies ahead."),
    Wrong.BIRTH_DIFFERS: _("The identity number says %(value)s."),
    Wrong.SEX: _("Write 男 or 女, or 1 or 2."),
    Wrong.SEX_DIFFERS: _("The identity number says otherwise."),
    Wrong.PHONE: _("This is no telephone number: 11 digits, or an area code and the number."),
    Wrong.PLACE: _("Building and room are needed, such as 3-2-502."),
    Wrong.NO_SUCH_ROOM: _(
        "There is no such room here. Is it written as on the door? Rooms come from a sheet or a rule, in set-up."
    ),
    Wrong.SEVERAL_ROOMS: _("Several rooms are meant. Write building and stair in full, as on the door plate."),
    Wrong.KIND: _("“%(value)s” is not known here."),
    Wrong.RELATION: _("“%(value)s” is not known here."),
    Wrong.TWICE: _("The same person stands in row %(value)s already."),
    Wrong.OTHER_NAME: _("This number belongs to somebody of another name here."),
    Wrong.CONFIRMED: _(
        "A document showed otherwise on %(value)s. If that has changed, correct it on the person's page."
    ),
    Wrong.CONFIRMED_PLACE: _(
        "A document showed another dwelling on %(value)s. After a move, write since when, or enter it by hand."
    ),
    Wrong.ENDED: _("By hand the stay was ended on %(value)s. After a return, write since when, or enter it by hand."),
    Wrong.NUMBER_MISSING: _("The number of this document is missing."),
    Wrong.NUMBER_KEPT_DIFFERS: _("The identity number on record says otherwise. Correct the number too."),
    Wrong.PHONE_BOTH: _("Either a new number or none: please do one of the two."),
    Wrong.NO_DAY: _("Please write the day, like 2026-01-31."),
    Wrong.BEFORE_STAY: _("The present stay is on record from %(value)s on. Choose that day or a later one."),
    Wrong.SAME_ROOM: _("This is where the person lives already."),
    Wrong.NO_GROUND: _("Please say how you know."),
    Wrong.NO_REASON: _("Please say what has happened."),
}


def wrong_with(columns: Mapping[int, str]) -> str:
    """Return what keeps these columns (field by place) from being a sheet of residents, empty where nothing does."""
    if twice := given_twice(columns, words=FIELD_WORDS):
        return twice
    fields = set(columns.values())
    if "name" not in fields:
        return gettext("No column holds names. Please say which one does.")
    if "address" not in fields and not {"building", "room"} <= fields:
        return gettext("Building and room are needed: two columns, or one with the address.")
    return ""


def sentence(problem: Problem) -> str:
    """Return what is wrong, as one sentence for whoever filled the sheet in."""
    words = str(_SENTENCES[problem.wrong])
    return words % {"value": problem.value} if "%(value)s" in words else words
