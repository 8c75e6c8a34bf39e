"""One line of the self-diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How a finding matters."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, what was found, and what to do about it (empty when nothing needs doing)."""

    subject: str
    grade: Grade
    said: str
    advice: str = ""


def ok(subject: str, said: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(subject=subject, grade=Grade.OK, said=said)


def warn(subject: str, said: str, advice: str) -> Finding:
    """Return a finding that should be seen to."""
    return Finding(subject=subject, grade=Grade.WARN, said=said, advice=advice)


def fail(subject: str, said: str, advice: str) -> Finding:
    """Return a finding that must be seen to before real people's data comes in."""
    return Finding(subject=subject, grade=Grade.FAIL, said=said, advice=advice)
