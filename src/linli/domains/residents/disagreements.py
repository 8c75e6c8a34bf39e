"""What holds where a sheet says otherwise than what is known, as pure functions.

What a document showed is kept, and a sheet that contradicts it is given back. Of sheets the one stated later holds; one
stated earlier than what is known changes nothing of it.
"""

from dataclasses import dataclass
from datetime import date

from linli.domains.residents.rules import PersonRow, Problem, Wrong

LEFT, DIED = "left", "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """What is known of somebody, as far as sheets can contradict it; ``confirmed_on`` is a document's day, or None."""

    confirmed_on: date | None
    sex: str
    birth_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStay:
    """The last stay that is known of somebody; ``to_on`` is None while it goes on."""

    confirmed_on: date | None
    is_same_dwelling: bool
    kind: str
    relation: str
    household: str
    to_on: date | None = None
    end_reason: str = ""


def is_older(said_on: date, *, known_on: date) -> bool:
    """Whether what a sheet says was stated before what is known; on the same day the sheet holds."""
    return said_on < known_on


def against_person(row: PersonRow, known: KnownPerson) -> Problem | None:
    """Return what a row says against somebody's document, None for nothing; what it does not say is nothing."""
    if known.confirmed_on is None:
        return None
    shown_on = known.confirmed_on.isoformat()
    if row.sex in ("1", "2") and known.sex in ("1", "2") and row.sex != known.sex:
        return Problem(field="sex", wrong=Wrong.CONFIRMED, value=shown_on)
    if row.birth_on is not None and known.birth_on is not None and row.birth_on != known.birth_on:
        return Problem(field="birth_on", wrong=Wrong.CONFIRMED, value=shown_on)
    return None


def against_stay(row: PersonRow, known: KnownStay, *, said_on: date) -> Problem | None:
    """Return what a row says against a stay that a document showed or that was ended by hand, None for nothing.

    Another dwelling is a move where the row itself says since when, later than the document; the dead do not move.
    """
    if known.to_on is not None:
        return _against_end(row, known, ended_on=known.to_on, said_on=said_on)
    if known.confirmed_on is None:
        return None
    shown_on = known.confirmed_on.isoformat()
    if not known.is_same_dwelling:
        if row.from_on is not None and row.from_on > known.confirmed_on:
            return None
        return Problem(field="room", wrong=Wrong.CONFIRMED_PLACE, value=shown_on)
    said = (("kind", row.kind.replace("unknown", "")), ("relation", row.relation), ("household", row.household))
    kept = {"kind": known.kind.replace("unknown", ""), "relation": known.relation, "household": known.household}
    for name, value in said:
        if value and kept[name] and value != kept[name]:
            return Problem(field=name, wrong=Wrong.CONFIRMED, value=shown_on)
    return None


def _against_end(row: PersonRow, known: KnownStay, *, ended_on: date, said_on: date) -> Problem | None:
    """Let a sheet from before the end say nothing new; a later one has to say since when somebody is back."""
    if known.end_reason not in (LEFT, DIED) or is_older(said_on, known_on=ended_on):
        return None
    if known.end_reason == LEFT and row.from_on is not None and row.from_on > ended_on:
        return None
    return Problem(field="", wrong=Wrong.ENDED, value=ended_on.isoformat())


def begins_anew(row: PersonRow, known: KnownStay, *, said_on: date) -> bool:
    """Whether a row without a contradiction begins a stay where the last one has ended: a return that says so."""
    if known.to_on is None or known.end_reason == DIED:
        return False
    return not is_older(said_on, known_on=known.to_on) or (row.from_on is not None and row.from_on > known.to_on)
