"""The heads of the chains outside the database: a signed file in which every commit leaves count and hash.

Somebody who owns the database can cut a chain's tail or compute it anew; they cannot sign. Each line is written twice:
``meant`` before the commit, ``kept`` after it. A ``kept`` line must be in the database; a row above the last one must
at least have been ``meant`` (the server was killed between the two), otherwise it came in by another door.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from linli.foundation.privacy.sealing import derived_key
from linli.kernel.canon import canonical_json, canonical_moment

THIN_AFTER = timedelta(days=7)  # younger lines are all kept: they tell exactly where a recomputed chain begins


class Kind(StrEnum):
    """What a line says about a head."""

    MEANT = "meant"
    KEPT = "kept"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One signed line: after ``count`` rows the chain of ``community`` ended in ``hash``."""

    kind: Kind
    community: str
    count: int
    hash: str
    at: datetime

    def text(self) -> str:
        """Return the line as it stands in the file, signature included."""
        body = {
            "at": canonical_moment(self.at),
            "community": self.community,
            "count": self.count,
            "hash": self.hash,
            "kind": str(self.kind),
        }
        return canonical_json({**body, "mac": _sign(canonical_json(body))})


@dataclass(slots=True, kw_only=True)
class Heads:
    """What the file says: for each community the hash that belongs to a number of rows."""

    kept: dict[str, dict[int, str]] = field(default_factory=dict)
    meant: dict[str, dict[int, str]] = field(default_factory=dict)
    forged: list[int] = field(default_factory=list)
    unreadable: int = 0

    def note(self, line: Line) -> None:
        """Take a line in; a restored database begins anew from what the backup held."""
        if line.kind is Kind.RESTORED:
            self.kept[line.community] = {n: h for n, h in self.kept.get(line.community, {}).items() if n <= line.count}
            self.meant.pop(line.community, None)
        target = self.meant if line.kind is Kind.MEANT else self.kept
        target.setdefault(line.community, {})[line.count] = line.hash


def path() -> Path:
    """Return the file of signed heads."""
    return Path(settings.DATA) / "audit" / "heads.log"


def append(kind: Kind, *, community: str, count: int, hash_: str) -> None:
    """Write one signed line, in one write so that lines of several processes never mix."""
    line = Line(kind=kind, community=community, count=count, hash=hash_, at=timezone.now())
    with _locked(fcntl.LOCK_SH):
        handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # A line begins with its break: one torn by a power cut never spoils the next.
            os.write(handle, b"\n" + line.text().encode())
        finally:
            os.close(handle)


def note_restored(heads: dict[str, tuple[int, str]]) -> None:
    """Say that the database was restored from a backup in which the chains ended with these counts and hashes.

    Without it the rows written after the backup would be reported as a cut tail.
    """
    for community, (count, hash_) in heads.items():
        append(Kind.RESTORED, community=community, count=count, hash_=hash_)


def read() -> Heads:
    """Read the file; lines with a wrong signature are named by their line number, torn ones are counted."""
    heads = Heads()
    for number, line in _lines(heads):
        if line is None:
            heads.forged.append(number)
        else:
            heads.note(line)
    return heads


def compact(*, now: datetime | None = None) -> int:
    """Of lines older than a week keep the last of each day; returns how many were dropped.

    ``meant`` lines stay where no later ``kept`` line vouches for their rows. Lines that do not read or are forged stay
    too: they are evidence.
    """
    before = (now or timezone.now()) - THIN_AFTER
    with _locked(fcntl.LOCK_EX):
        if not path().exists():
            return 0
        rows = [text for text in path().read_text().split("\n") if text]
        keep = _thinned(rows, before)
        temporary = path().with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("".join("\n" + text for text in keep))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path())
    return len(rows) - len(keep)


def _thinned(rows: list[str], before: datetime) -> list[str]:
    parsed = [_parse(text) for text in rows]
    last: dict[tuple[str, str], int] = {}
    highest: dict[str, int] = {}
    for place, line in enumerate(parsed):
        if isinstance(line, Line) and line.kind is not Kind.MEANT:
            last[line.community, line.at.date().isoformat()] = place
            highest[line.community] = max(line.count, highest.get(line.community, 0))
    days = set(last.values())

    def stays(place: int, line: Line | str) -> bool:
        if isinstance(line, str) or line.kind is Kind.RESTORED or line.at >= before:
            return True
        if line.kind is Kind.MEANT:
            return line.count > highest.get(line.community, 0)
        return place in days

    return [text for place, (text, line) in enumerate(zip(rows, parsed, strict=True)) if stays(place, line)]


def _lines(heads: Heads) -> Iterator[tuple[int, Line | None]]:
    if not path().exists():
        return
    with path().open() as file:
        for number, raw in enumerate(file, start=1):
            text = raw.rstrip("\n")
            if not text:
                continue
            line = _parse(text)
            if line == "torn":
                heads.unreadable += 1
            else:
                yield number, line if isinstance(line, Line) else None


def _parse(text: str) -> Line | str:
    """Return the line, or why it is none: ``torn`` or ``forged``."""
    try:
        body = json.loads(text)
        mac = body.pop("mac")
        line = Line(
            kind=Kind(body["kind"]),
            community=body["community"],
            count=body["count"],
            hash=body["hash"],
            at=datetime.fromisoformat(body["at"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return "torn"
    return line if hmac.compare_digest(mac, _sign(canonical_json(body))) else "forged"


def _sign(body: str) -> str:
    return hmac.digest(derived_key("audit.heads"), body.encode(), sha256).hex()


@contextmanager
def _locked(mode: int) -> Iterator[None]:
    """Hold the file's lock: shared to add a line, alone to rewrite it."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / "heads.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, mode)
        yield
    finally:
        os.close(handle)
