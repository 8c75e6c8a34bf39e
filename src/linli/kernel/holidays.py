"""Which days of a year the State Council's notice changed, as the chinesecalendar package publishes them.

Only days that differ from plain Monday to Friday: a Saturday inside the Spring Festival is a day off anyway.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar import constants

_SATURDAY = 5


class UnpublishedYear(LookupError):
    """The package knows no notice for this year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday notice is known for {year}")
        self.year = year


def known_years() -> frozenset[int]:
    """Return every year whose notice the installed package knows."""
    return frozenset(day.year for day in constants.holidays)


def published_days(year: int) -> dict[date, tuple[bool, str]]:
    """Return the days of `year` that differ from plain weeks: day → (is it worked, the holiday's Chinese name).

    Raises UnpublishedYear when the package does not know the year.
    """
    if year not in known_years():
        raise UnpublishedYear(year)
    off = {day: (False, name) for day, name in constants.holidays.items() if day.weekday() < _SATURDAY}
    make_up = {day: (True, name) for day, name in constants.workdays.items() if day.weekday() >= _SATURDAY}
    return {
        day: (is_working, constants.Holiday(name).chinese)
        for day, (is_working, name) in sorted((off | make_up).items())
        if day.year == year
    }
