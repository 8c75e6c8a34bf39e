"""When a key is good, what it opens, and when somebody who called too often may call again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

WINDOW = timedelta(minutes=1)
LONGEST = timedelta(days=731)
"""A key that nobody renews ends within two years, as the systems it was made for do."""


class Standing(StrEnum):
    """Whether a key is good today."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How often one caller may call within a minute."""

    caller: str
    most: int


def standing_on(day: date, *, expires_on: date, is_revoked: bool) -> Standing:
    """Return whether a key is good on a day; its last day counts whole."""
    if is_revoked:
        return Standing.REVOKED
    return Standing.GOOD if day <= expires_on else Standing.EXPIRED


def reaches(scope: str, community: str) -> bool:
    """Whether a key of a place is good for a community: its own, or one that lies in its street or district."""
    return bool(scope) and community.startswith(scope)


def wait_seconds(calls: Sequence[datetime], *, most: int, now: datetime) -> int:
    """Return after how many whole seconds one more call is within the limit, 0 for now.

    ``calls`` are the moments of earlier calls, oldest first. The window moves: what lies a minute back or more no
    longer counts.
    """
    recent = [at for at in calls if at > now - WINDOW]
    if len(recent) < most:
        return 0
    return max(1, ceil((recent[len(recent) - most] + WINDOW - now).total_seconds()))
