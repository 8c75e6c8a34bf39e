"""What a correction by hand says, read by the rules of the sheet: an empty field leaves what is known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.domains.residents.rules import (
    ID_KINDS,
    KINDS,
    RELATIONS,
    PersonRow,
    Problem,
    Wrong,
    read_date,
    read_row,
    word_for,
)

CORRECTED = ("name", "id_kind", "id_number", "sex", "birth_on", "phone", "kind", "relation", "household")
_WORDS = {"id_kind": ID_KINDS, "kind": KINDS, "relation": RELATIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of somebody, in full; empty where nothing is."""

    name: str
    id_kind: str
    id_number: str
    sex: str
    birth_on: date | None
    phone: str
    kind: str
    relation: str
    household: str


def read_typed(
    typed: Mapping[str, str], kept: Kept, *, drops_phone: bool, today: date
) -> tuple[PersonRow | None, tuple[Problem, ...]]:
    """Return the person as it will be, or what is wrong with what was typed.

    Choices are typed as codes. A new resident number says birth date and sex by itself, so that those known before
    give way to it; against a number that stays, a typed date or sex is a problem that does not say the number's.
    """
    said = {name: typed.get(name, "").strip() for name in CORRECTED}
    if said["id_kind"] and not said["id_number"] and not kept.id_number:
        return None, (Problem(field="id_number", wrong=Wrong.NUMBER_MISSING),)
    if said["phone"] and drops_phone:
        return None, (Problem(field="phone", wrong=Wrong.PHONE_BOTH),)
    row, problems = read_row(_merged(said, kept, drops_phone=drops_phone), today=today, is_placed=False)
    if not said["id_number"]:
        problems = tuple(_discreet(problem) for problem in problems)
    return row, problems


def _merged(said: Mapping[str, str], kept: Kept, *, drops_phone: bool) -> dict[str, str]:
    kind = said["id_kind"] or kept.id_kind.replace("none", "")
    tells = bool(said["id_number"]) and kind in ("", "resident", "foreign")
    birth = kept.birth_on.isoformat() if kept.birth_on else ""
    return {
        "name": said["name"] or kept.name,
        "id_kind": _word("id_kind", kind),
        "id_number": said["id_number"] or kept.id_number,
        "sex": said["sex"] or ("" if tells else kept.sex.replace("0", "")),
        "birth_on": said["birth_on"] or ("" if tells else birth),
        "phone": "" if drops_phone else said["phone"] or kept.phone,
        "kind": _word("kind", said["kind"] or kept.kind),
        "relation": _word("relation", said["relation"] or kept.relation),
        "household": said["household"] or kept.household,
    }


def as_texts(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed for a new person as the texts of a row: codes of choices become the sheet's words."""
    return {name: _word(name, text.strip()) if name in _WORDS else text.strip() for name, text in typed.items()}


def _word(name: str, code: str) -> str:
    """Return the sheet's word for a code; what is no code of ours goes on as it is and is named as unknown."""
    if code in ("", "unknown", "none"):
        return ""
    return word_for(_WORDS[name], code) or code


def _discreet(problem: Problem) -> Problem:
    if problem.wrong in (Wrong.BIRTH_DIFFERS, Wrong.SEX_DIFFERS):
        return Problem(field=problem.field, wrong=Wrong.NUMBER_KEPT_DIFFERS)
    return problem


def read_day(text: str, *, today: date, not_before: date | None = None) -> tuple[date | None, Problem | None]:
    """Return the day somebody typed, or what is wrong with it: missing, unreadable, ahead, before the present stay."""
    if not text.strip():
        return None, Problem(field="day", wrong=Wrong.NO_DAY)
    day = read_date(text)
    if day is None:
        return None, Problem(field="day", wrong=Wrong.DATE)
    if day > today:
        return None, Problem(field="day", wrong=Wrong.DATE_AHEAD)
    if not_before is not None and day < not_before:
        return None, Problem(field="day", wrong=Wrong.BEFORE_STAY, value=not_before.isoformat())
    return day, None
