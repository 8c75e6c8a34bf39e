"""How long to wait, when to give up, what an answer means: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

KEEP_TRYING: Final = timedelta(days=3)
"""A delivery is tried for three days before it is parked, so that a receiver may be down from Friday to Monday."""

REST_AFTER: Final = 3
_PAUSES: Final = (
    timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30),
    timedelta(hours=1), timedelta(hours=2), timedelta(hours=4),
)  # fmt: skip
LONGEST_PAUSE: Final = timedelta(hours=6)
_RESTS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
LONGEST_REST: Final = timedelta(minutes=30)
_OK, _REDIRECT, _CLIENT, _SERVER = 200, 300, 400, 500
GONE: Final = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of an attempt: the receiver's code, none when there was no answer, then ``problem`` says why."""

    code: int | None
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver took the delivery: any 2xx."""
        return self.code is not None and _OK <= self.code < _REDIRECT


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 5 s, 30 s, 2 min … four hours, then six."""
    return _PAUSES[attempts - 1] if 1 <= attempts <= len(_PAUSES) else LONGEST_PAUSE


def is_given_up(*, armed_at: datetime, now: datetime) -> bool:
    """Return whether a delivery that failed again is parked: three days after trying began, not before."""
    return now - armed_at >= KEEP_TRYING


def rest(failures: int) -> timedelta | None:
    """Return how long a receiver rests after so many failures in a row, whatever the deliveries; none before three.

    One delivery then asks whether it is back, so that a receiver that is down costs two attempts an hour.
    """
    if failures < REST_AFTER:
        return None
    beyond = failures - REST_AFTER
    return _RESTS[beyond] if beyond < len(_RESTS) else LONGEST_REST


def problem_of(code: int) -> str:
    """Return the plain code of what is wrong with an answer, empty for one that took the delivery."""
    if _OK <= code < _REDIRECT:
        return ""
    if _REDIRECT <= code < _CLIENT:
        return "redirects"
    return "refuses" if code < _SERVER else "fails"


def hears(*, kinds: list[str], scope: str, unit: str, event_kind: str, community: str, units: tuple[str, ...]) -> bool:
    """Return whether a subscription hears of an event: its kind, in its territory, and of its unit where it has one."""
    return event_kind in kinds and community.startswith(scope) and (not unit or unit in units)


def body_of(*, kind: str, at: datetime, facts: Mapping[str, object]) -> dict[str, object]:
    """Return what is sent, in the form of Standard Webhooks: type, moment, data."""
    return {"type": kind, "timestamp": at.isoformat(), "data": dict(facts)}
