"""Reads the CSV files triage is given: named columns, UTF-8 or GB 18030, and one sentence for a file that is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 256 * 1024 * 1024
MOST_FIELD: Final = 1_000_000
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_SHOWN: Final = 8


class UnreadableTable(ValueError):
    """A file is no table with these columns; the sentence says why and what to do."""


def rows_of(path: Path, *, columns: Sequence[str], also: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column, without empty ones; columns in ``also`` are empty where missing.

    Raises :class:`UnreadableTable`.
    """
    text = _text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    csv.field_size_limit(MOST_FIELD)
    try:
        names = [(name or "").strip() for name in reader.fieldnames or ()]
        missing = [name for name in columns if name not in names]
        if missing:
            shown = ", ".join(name[:40] for name in names[:_SHOWN])
            raise UnreadableTable(f"{path} has no column “{missing[0]}” in its first line ({shown}).")
        reader.fieldnames = names
        wanted = [*columns, *also]
        rows = [{name: (row.get(name) or "").strip() for name in wanted} for row in reader]
    except csv.Error as problem:
        raise UnreadableTable(f"{path}, line {reader.line_num}: this is not CSV ({problem}).") from problem
    rows = [row for row in rows if any(row.values())]
    if not rows:
        raise UnreadableTable(f"{path} has a first line but no rows under it.")
    return rows


def labelled(path: Path) -> list[tuple[str, str]]:
    """Return label and text of each row of a ``label,text`` file. Raises :class:`UnreadableTable`."""
    rows = rows_of(path, columns=("label", "text"))
    for number, row in enumerate(rows, start=1):
        if not row["label"] or not row["text"]:
            part = "label" if not row["label"] else "text"
            raise UnreadableTable(f"{path}, row {number} under the first line has no {part}. Fill it in or remove it.")
    return [(row["label"], row["text"]) for row in rows]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableTable(f"{path} is larger than {MOST_BYTES // 1024 // 1024} MiB. Please split it.")
        raw = path.read_bytes()
    except OSError as problem:
        raise UnreadableTable(f"{path} cannot be read: {problem.strerror}.") from problem
    if not raw.strip():
        raise UnreadableTable(f"{path} is empty.")
    if b"\0" in raw:
        raise UnreadableTable(f"{path} holds NUL bytes, so it is no text. Save it as CSV in UTF-8.")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable(f"{path} is neither UTF-8 nor GB 18030 text. Save it as CSV in UTF-8.")
