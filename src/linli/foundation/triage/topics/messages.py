"""Reads messages from a CSV file with the columns id, sent_at, subject, body, likes, dislikes and perhaps user."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from linli.foundation.triage.tables import UnreadableTable, rows_of
from linli.foundation.triage.topics.grouping import Message

_COLUMNS: Final = ("id", "sent_at", "subject", "body")
_ALSO: Final = ("likes", "dislikes", "user")
_MOST_VOTES: Final = 10**9


def messages_of(path: Path) -> list[Message]:
    """Return the messages of a file. Raises :class:`UnreadableTable` with the line that cannot be read."""
    found: list[Message] = []
    seen: set[str] = set()
    for number, row in enumerate(rows_of(path, columns=_COLUMNS, also=_ALSO), start=1):
        where = f"{path}, row {number} under the first line"
        if not row["id"] or row["id"] in seen:
            raise UnreadableTable(f"{where}: the id is {'given twice' if row['id'] else 'missing'}.")
        seen.add(row["id"])
        found.append(
            Message(
                id=row["id"],
                at=moment(row["sent_at"], where=where),
                subject=row["subject"],
                body=row["body"],
                likes=_votes(row["likes"], where=where),
                dislikes=_votes(row["dislikes"], where=where),
                user=row["user"],
            )
        )
    return found


def moment(text: str, *, where: str) -> datetime:
    """Return a moment written as 2019/2/28 11:25:05, 2019-02-28 11:25 or 2019-02-28. Raises UnreadableTable."""
    day, _, time = text.replace("T", " ").partition(" ")
    try:
        year, month, date = (int(part) for part in day.replace("/", "-").split("-"))
        hour, minute, second = [*(int(part) for part in time.split(":") if part), 0, 0, 0][:3]
        return datetime(year, month, date, hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError) as problem:
        raise UnreadableTable(f"{where}: “{text[:30]}” is no moment such as 2026-03-01 08:30:00.") from problem


def _votes(text: str, *, where: str) -> int:
    try:
        votes = int(text or 0)
    except ValueError:
        votes = -1
    if not 0 <= votes <= _MOST_VOTES:
        raise UnreadableTable(f"{where}: “{text[:30]}” is no number of votes.")
    return votes
