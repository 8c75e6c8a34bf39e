"""Reads what a caller asks for: moments, spans of time, lists of ids. Pure; faults are said in one sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from linli.domains.cases.facade import PublishedFilter
from linli.kernel.worktime import SHANGHAI
from linli.portals.interop.open311.problems import refuse

LONGEST = timedelta(days=90)
MOST = 1000
"""GeoReport v2, GET Service Requests: the last 90 days or the first 1000 requests, whichever is smallest."""
MOST_IDS = 100
LAST_PAGE = 100
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")  # www.w3.org/TR/NOTE-datetime
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_YEARS = range(2000, 2100)
_STATES = {"open": True, "closed": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a moment until before another."""

    since: datetime
    until: datetime


def moment(text: str, *, name: str, is_end: bool = False) -> datetime:
    """Read a moment in W3C form with its zone; a plain day is read in Beijing, from its beginning or to its end."""
    try:
        found = _read(text, is_end=is_end)
    except ValueError:
        raise _no_moment(name) from None
    if found.year not in _YEARS:
        raise _no_moment(name)
    return found


def _read(text: str, *, is_end: bool) -> datetime:
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text) + timedelta(days=int(is_end))
        return datetime.combine(day, time(), tzinfo=SHANGHAI)
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError(text)


def span_of(start: str, end: str, *, now: datetime) -> Span:
    """Return the span asked for: both ends, or the 90 days that follow or precede the one given, or the last 90 days.

    The end itself is included to the second, as callers ask for whole days by their last one.
    """
    since = moment(start, name="start_date") if start else None
    until = moment(end, name="end_date", is_end=True) if end else None
    if until is not None and not _DAY.fullmatch(end):
        until += timedelta(seconds=1)
    if since is None and until is None:
        return Span(since=now - LONGEST, until=now + timedelta(seconds=1))
    if since is None:
        assert until is not None
        return Span(since=until - LONGEST, until=until)
    if until is None:
        return Span(since=since, until=since + LONGEST)
    if until <= since:
        raise refuse(_("The end_date lies before the start_date."))
    if until - since > LONGEST + timedelta(days=1):
        raise refuse(_("The span may not be longer than 90 days; please ask in several parts."))
    return Span(since=since, until=until)


def filter_of(given: Mapping[str, str], *, now: datetime) -> PublishedFilter:
    """Return the filter of a list of requests; ids alone decide where any are given."""
    ids = _ids(given.get("service_request_id", ""))
    first, most = _page(given)
    if ids:
        return PublishedFilter(ids=ids, most=MOST)
    span = span_of(given.get("start_date", "").strip(), given.get("end_date", "").strip(), now=now)
    return PublishedFilter(
        kinds=_kinds(given.get("service_code", "")),
        since=span.since,
        until=span.until,
        is_open=_is_open(given.get("status", "")),
        first=first,
        most=most,
    )


def request_id(text: str) -> UUID | None:
    """Return a request's id, none for what cannot be one."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _ids(text: str) -> tuple[UUID, ...]:
    parts = _parts(text)
    if len(parts) > MOST_IDS:
        raise refuse(_("At most %(most)d service_request_id at once.") % {"most": MOST_IDS})
    found = [request_id(part) for part in parts]
    if None in found:
        raise refuse(_("A service_request_id is not one of this system's."))
    return tuple(one for one in found if one is not None)


def _kinds(text: str) -> tuple[str, ...]:
    kinds = _parts(text)
    if not all(_CODE.fullmatch(kind) for kind in kinds):
        raise refuse(_("A service_code has letters, digits and underscores only."))
    return tuple(kinds)


def _is_open(text: str) -> bool | None:
    states = set(_parts(text.lower()))
    if not states <= _STATES.keys():
        raise refuse(_("The status is open or closed, or both with a comma."))
    return _STATES[states.pop()] if len(states) == 1 else None


def _page(given: Mapping[str, str]) -> tuple[int, int]:
    """Return how many are passed over and how many given; ``page`` and ``page_size`` are a common extension."""
    size = _number(given.get("page_size", ""), name="page_size", most=MOST, usual=MOST)
    page = _number(given.get("page", ""), name="page", most=LAST_PAGE, usual=1)
    return (page - 1) * size, size


def _number(text: str, *, name: str, most: int, usual: int) -> int:
    plain = text.strip()
    if not plain:
        return usual
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(most)) and 1 <= int(plain) <= most):
        raise refuse(_("%(name)s is a number from 1 to %(most)d.") % {"name": name, "most": most})
    return int(plain)


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part for part in (one.strip() for one in text.split(",")) if part))


def _no_moment(name: str) -> Exception:
    return refuse(
        _("%(name)s is a moment with its zone, such as 2026-05-24T00:00:00+08:00, or a day.") % {"name": name}
    )
