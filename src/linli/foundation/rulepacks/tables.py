"""Rule packs as decision tables: rows that a person edits, and what is wrong with them, row by row. Pure.

Two packs are tables: ``limits.…`` (how long each clock runs, by kind and urgency) and ``kinds.…`` (which matters are
taken, how urgent each is, and the words that lead a report there). A row's number is its place in the table, from one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.foundation.rulepacks.kinds import OTHER
from linli.kernel.limits import LONGEST_LIMIT, LimitUnit

URGENCIES: Final = ("normal", "urgent", "emergency")
LIMITS, KINDS = "limits", "kinds"
TABLES: Final = (LIMITS, KINDS)
Row = Mapping[str, str]
COLUMNS: Final = {
    LIMITS: ("clock", "kind", "urgency", "amount", "unit"),
    KINDS: ("code", "words", "words_en", "urgency", "danger", "shared", "procedure", "keywords"),
}
_ORDER: Final = {
    clock: at
    for at, clock in enumerate(("accept", "dispatch", "receive", "handle", "verify", "arbitrate", "review", "reply"))
}
"""The order in which a person meets the clocks; the database keeps none."""
_SEPARATORS: Final = str.maketrans("，、；;\n\r\t", ",,,,,,,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about rows of a table: a fault keeps it from being published, a remark does not."""

    rows: tuple[int, ...]
    sentence: str
    is_fault: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a table has to fit: the kinds, clocks and procedures in force by code, and what they are called."""

    kinds: Collection[str] = field(default=())
    clocks: Collection[str] = field(default=())
    procedures: Collection[str] = field(default=())
    words: Mapping[str, str] = field(default_factory=dict)

    def called(self, code: str) -> str:
        """Return what a kind or clock is called, its code where nobody said."""
        return self.words.get(code, code)


def table_of(code: str) -> str:
    """Return which table a pack is, empty for one that is none."""
    first = code.split(".", maxsplit=1)[0]
    return first if first in TABLES else ""


def rows_of(table: str, body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return a pack's body as rows of texts."""
    if table == LIMITS:
        clocks = sorted(body["clocks"].items(), key=lambda one: _ORDER.get(one[0], len(_ORDER)))
        return [
            {
                "clock": clock,
                "kind": str(row.get("kind", "")),
                "urgency": str(row.get("urgency", "")),
                "amount": str(row["amount"]),
                "unit": str(row["unit"]),
            }
            for clock, rows in clocks
            for row in rows
        ]
    return [
        {
            "code": row["code"],
            "words": row["words"].get("zh-Hans", ""),
            "words_en": row["words"].get("en", ""),
            "urgency": row["urgency"],
            "danger": "1" if row.get("danger") else "",
            "shared": "1" if row.get("shared") else "",
            "procedure": str(row.get("procedure", "")),
            "keywords": "、".join(row.get("keywords", ())),
        }
        for row in body["kinds"]
    ]


def body_of(table: str, rows: Iterable[Row]) -> dict[str, Any]:
    """Return rows as a pack's body; what cannot be a number stays a text, for :func:`findings` to name."""
    if table == LIMITS:
        clocks: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            given = {name: row[name] for name in ("kind", "urgency") if row.get(name)}
            clocks.setdefault(row.get("clock", ""), []).append(
                {**given, "amount": _number(row.get("amount", "")), "unit": row.get("unit", "")}
            )
        return {"clocks": clocks}
    return {"kinds": [_kind(row) for row in rows]}


def findings(table: str, rows: Sequence[Row], *, around: Around) -> list[Finding]:
    """Return what is wrong with a table (gaps, overlaps, values that mean nothing), and what is worth a look."""
    found = _limits(rows, around) if table == LIMITS else _kinds(rows, around)
    return sorted(found, key=lambda one: (not one.is_fault, one.rows))


def _limits(rows: Sequence[Row], around: Around) -> list[Finding]:
    found: list[Finding] = []
    places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        places[row["clock"], row["kind"], row["urgency"]].append(number)
        amount = _number(row["amount"])
        if not isinstance(amount, int) or not 1 <= amount <= LONGEST_LIMIT:
            found.append(_fault([number], _("the amount has to be a number from 1 to 10,000")))
        if row["unit"] not in set(LimitUnit):
            found.append(_fault([number], _("there is no such unit of time")))
        if row["urgency"] and row["urgency"] not in URGENCIES:
            found.append(_fault([number], _("there is no such urgency")))
        if row["kind"] and row["kind"] not in around.kinds:
            found.append(_fault([number], _("no kind of matter in force has this code")))
    found += [_fault(numbers, _("say the same thing twice")) for numbers in places.values() if len(numbers) > 1]
    clocks = {row["clock"]: [n for n, other in enumerate(rows, 1) if other["clock"] == row["clock"]] for row in rows}
    for clock, numbers in clocks.items():
        if (clock, "", "") not in places:
            text = _("leave a gap: the clock %(clock)s has no row for every kind and urgency") % {
                "clock": around.called(clock)
            }
            found.append(_fault(numbers, text))
    for clock in sorted(set(around.clocks) - set(clocks)):
        found.append(
            _fault(
                [],
                _("The clock %(clock)s has no row at all, and the procedure needs it")
                % {"clock": around.called(clock)},
            )
        )
    return found + _overlaps(rows, places)


def _overlaps(rows: Sequence[Row], places: Mapping[tuple[str, str, str], list[int]]) -> list[Finding]:
    """Return where a row for a kind goes before one for an urgency: both fit an urgent matter of that kind."""
    found = []
    for number, row in enumerate(rows, start=1):
        if not row["kind"] or row["urgency"]:
            continue
        beaten = [
            numbers[0]
            for (clock, kind, urgency), numbers in places.items()
            if clock == row["clock"] and not kind and urgency and (clock, row["kind"], urgency) not in places
        ]
        if beaten:
            text = _("overlap: for this kind row %(number)d decides, whatever the urgency") % {"number": number}
            found.append(Finding(rows=(number, *beaten), sentence=text, is_fault=False))
    return found


def _kinds(rows: Sequence[Row], around: Around) -> list[Finding]:
    found: list[Finding] = []
    codes: dict[str, list[int]] = defaultdict(list)
    words: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        codes[row["code"]].append(number)
        told = _words(row["keywords"])
        for word in set(told):
            words[word.lower()].append(number)
        if not row["code"] or not row["code"].isascii() or not row["code"].replace("_", "a").isalnum():
            found.append(_fault([number], _("the code has to be of letters, digits and _")))
        if not row["words"].strip():
            found.append(_fault([number], _("the kind needs a name in Chinese")))
        if row["urgency"] not in URGENCIES:
            found.append(_fault([number], _("there is no such urgency")))
        if row["procedure"] and around.procedures and row["procedure"] not in around.procedures:
            found.append(_fault([number], _("there is no such procedure")))
        if not told and row["code"] != OTHER:
            found.append(Finding(rows=(number,), sentence=_("no word leads a report to it"), is_fault=False))
    found += [_fault(numbers, _("say the same thing twice")) for numbers in codes.values() if len(numbers) > 1]
    return found + _all_kinds(codes, words, around)


def _all_kinds(codes: Mapping[str, list[int]], words: Mapping[str, list[int]], around: Around) -> list[Finding]:
    """Return what the table as a whole leaves open, and words that lead to two kinds."""
    found: list[Finding] = []
    if OTHER not in codes:
        found.append(_fault([], _("A gap: there is no row “other” for what is nothing else")))
    for word, numbers in words.items():
        if len(numbers) > 1:
            text = _("overlap: “%(word)s” leads to both; at equal weight the upper row decides") % {"word": word}
            found.append(Finding(rows=tuple(numbers), sentence=text, is_fault=False))
    for code in sorted(set(around.kinds) - set(codes)):
        text = _("A gap: the kind %(code)s is in force and would not be taken any more") % {"code": around.called(code)}
        found.append(Finding(rows=(), sentence=text, is_fault=False))
    return found


def _fault(rows: Sequence[int], sentence: str) -> Finding:
    return Finding(rows=tuple(rows), sentence=sentence)


def _number(text: str) -> int | str:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() else plain


def _words(text: str) -> list[str]:
    return [word for part in text.translate(_SEPARATORS).split(",") if (word := part.strip())]


def _kind(row: Row) -> dict[str, Any]:
    names = {"zh-Hans": row.get("words", "").strip(), "en": row.get("words_en", "").strip()}
    made: dict[str, Any] = {"code": row.get("code", "").strip(), "urgency": row.get("urgency", "")}
    made |= {name: True for name in ("danger", "shared") if row.get(name)}
    if row.get("procedure", "").strip():
        made["procedure"] = row["procedure"].strip()
    return {**made, "words": {k: v for k, v in names.items() if v}, "keywords": _words(row.get("keywords", ""))}
