"""Reads the rows of one file of the list, CSV or JSON, one at a time, so that 620,000 of them need no memory."""

import csv
import json
from collections.abc import Iterator
from io import TextIOBase
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.foundation.territory.national.package import UnreadableList

_PIECE = 1 << 16
_MOST_OBJECT = 10_000
_BLANK = " \t\r\n"


def rows_of(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield number (from 1), code and name of each row of a file of the list (UTF-8).

    Raises :class:`~linli.foundation.territory.national.package.UnreadableList` with the file's name in the sentence.
    """
    name = {"file": path.name}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            read = _from_json(file) if path.suffix == ".json" else _from_csv(file)
            yield from ((number, *_named(row)) for number, row in enumerate(read, start=1))
    except UnicodeDecodeError:
        raise UnreadableList(_("%(file)s is not UTF-8 text.") % name) from None
    except EOFError:
        raise UnreadableList(_("%(file)s is empty.") % name) from None
    except KeyError:
        raise UnreadableList(_("%(file)s does not have the columns code and name.") % name) from None
    except csv.Error:
        raise UnreadableList(_("%(file)s is not a CSV file.") % name) from None
    except (ValueError, RecursionError):
        raise UnreadableList(_("%(file)s is not complete JSON.") % name) from None
    except OSError as error:
        reason = {"path": path, "reason": error.strerror or type(error).__name__}
        raise UnreadableList(_("%(path)s cannot be read: %(reason)s") % reason) from None


def _named(row: Any) -> tuple[str, str]:
    """Return code and name of a row as text; empty where the row does not have them."""
    if not isinstance(row, dict):
        return "", ""
    return str(row.get("code") or "").strip(), str(row.get("name") or "")


def _from_csv(file: TextIOBase) -> Iterator[Any]:
    reader = csv.DictReader(file)
    if reader.fieldnames is None:
        raise EOFError
    if not {"code", "name"} <= set(reader.fieldnames):
        raise KeyError
    return reader


def _from_json(file: TextIOBase) -> Iterator[Any]:
    """Yield the members of a list of objects while the file is read in pieces."""
    decoder, text, is_over = json.JSONDecoder(), file.read(_PIECE).lstrip(_BLANK), False
    if not text:
        raise EOFError
    if text[0] != "[":
        raise ValueError(text[:1])
    at = 1
    while True:
        at = _past(text, at, _BLANK + ",")
        if text[at : at + 1] == "]":
            return
        try:
            row, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            if is_over or len(text) - at > _PIECE + _MOST_OBJECT:
                raise
            piece = file.read(_PIECE)
            text, at, is_over = text[at:] + piece, 0, not piece
        else:
            yield row


def _past(text: str, at: int, passed: str) -> int:
    while text[at : at + 1] and text[at] in passed:
        at += 1
    return at
