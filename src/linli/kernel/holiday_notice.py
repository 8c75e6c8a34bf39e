"""Reads the State Council's yearly holiday notice: which days are off and which weekend days are worked.

Every sentence is checked against itself (the weekday in brackets, the "共N天" total), because the notice is typed in
by people and one wrong digit would move the deadlines of a whole year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、)?\s*(?P<name>[^:,]{2,12}):(?P<rest>.+)$")
_FIRST = r"(?:(?P<y1>\d{4})年)?(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:\((?P<n1>[^)]*)\))?"
_LAST = r"(?:(?P<y2>\d{4})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日(?:\((?P<n2>[^)]*)\))?"
_RANGE = re.compile(rf"{_FIRST}(?:\s*(?:至|到|-|—|~)\s*{_LAST})?")
_TOTAL = re.compile(r"(?:共|放假)(\d{1,2})天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5


class NoticeUnclear(ValueError):
    """A sentence of the notice contradicts itself or says nothing that can be read; `sentence` is that one."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(f"{reason}: {sentence}")
        self.sentence = sentence
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDays:
    """What one notice says: day → worked or off, and day → the holiday it belongs to, weekends inside included."""

    year: int
    days: Mapping[date, bool]
    names: Mapping[date, str]

    def differing(self) -> dict[date, tuple[bool, str]]:
        """Return only the days that differ from plain Monday to Friday, in the shape of `published_days`."""
        return {
            day: (is_working, self.names[day])
            for day, is_working in sorted(self.days.items())
            if is_working != (day.weekday() < _SATURDAY)
        }


def parse_notice(text: str, year: int) -> NoticeDays:
    """Read a notice for `year`, in full-width or half-width punctuation.

    Raises NoticeUnclear when a date does not exist, its weekday or a total is wrong, a make-up day is no weekend
    day, a day is both off and worked, or no holiday is found at all.
    """
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    for name, sentence in _sentences(text):
        is_working = sentence.rstrip(" ;").endswith("上班")
        found = _dates_in(sentence, year=year)
        if is_working:
            _check_weekends(found, sentence=sentence)
        else:
            _check_total(found, sentence=sentence)
        for day in found:
            if days.get(day, is_working) != is_working:
                raise NoticeUnclear(sentence, "a day is both off and worked")
            days[day], names[day] = is_working, name
    if not days:
        raise NoticeUnclear(text[:40], "no holiday was found")
    return NoticeDays(year=year, days=days, names=names)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence that grants or takes a day, under its holiday's name.

    Advice ("鼓励…安排职工在除夕休息") and greetings change nobody's calendar and are left out.
    """
    name = ""
    for line in unicodedata.normalize("NFKC", text).splitlines():
        heading = _HEADING.match(line.strip())
        if heading:
            name = heading["name"].strip()
        for sentence in (heading["rest"] if heading else line).split("。"):
            is_about_days = "放假" in sentence or sentence.rstrip(" ;").endswith("上班")
            if name and is_about_days and "鼓励" not in sentence:
                yield name, sentence.strip()


def _dates_in(sentence: str, *, year: int) -> list[date]:
    """Return every day named, ranges filled in."""
    found: list[date] = []
    for match in _RANGE.finditer(sentence):
        try:
            first, last = _ends_of(match, year=year)
        except ValueError as error:
            raise NoticeUnclear(sentence, "a date does not exist") from error
        for day, note in ((first, match["n1"]), (last, match["n2"])):
            _check_weekday(day, note=note or "", sentence=sentence)
        found.extend(first + timedelta(days=step) for step in range((last - first).days + 1))
    if not found:
        raise NoticeUnclear(sentence, "no date was found")
    return found


def _ends_of(match: re.Match[str], *, year: int) -> tuple[date, date]:
    """Return the first and last day of one range; "12月31日至1月2日" begins in the year before."""
    first = date(int(match["y1"] or year), int(match["m1"]), int(match["d1"]))
    if match["d2"] is None:
        return first, first
    last_year = int(match["y2"] or (first.year if match["y1"] else year))
    last = date(last_year, int(match["m2"] or match["m1"]), int(match["d2"]))
    if last < first and match["y1"] is None:
        first = first.replace(year=first.year - 1)
    if last < first or (last - first).days > 14:  # noqa: PLR2004 - no Chinese holiday has ever been longer
        raise ValueError
    return first, last


def _check_weekday(day: date, *, note: str, sentence: str) -> None:
    told = _WEEKDAY.search(note)
    if told and _WEEKDAYS.index(told[1].replace("天", "日")) != day.weekday():
        raise NoticeUnclear(sentence, f"{day.isoformat()} is not {told[0]}")


def _check_total(found: list[date], *, sentence: str) -> None:
    told = _TOTAL.search(sentence)
    if told and int(told[1]) != len(found):
        raise NoticeUnclear(sentence, f"the total says {told[1]} days, the dates say {len(found)}")


def _check_weekends(found: list[date], *, sentence: str) -> None:
    for day in found:
        if day.weekday() < _SATURDAY:
            raise NoticeUnclear(sentence, f"{day.isoformat()} is no weekend day to make up on")
