"""Hands text messages to a gateway as files: one JSON file a message in the data folder's ``sms``.

A gateway reads ``<message id>.json`` (``id``, ``to``, ``text``) and moves it to ``done/`` when it has sent it; the id
tells it, and us, that a message has been written before.
"""

import contextlib
import json
import os
import secrets
from pathlib import Path
from uuid import UUID

from django.conf import settings

DONE = "done"


def write(message_id: UUID, *, to: str, text: str) -> bool:
    """Write the message's file whole, unless it has been written before; returns whether it was written now."""
    folder = folder_of()
    name = f"{message_id}.json"
    if (folder / DONE / name).exists():
        return False
    temporary = folder / f".{name}.{secrets.token_hex(8)}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"id": str(message_id), "to": to, "text": text}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, folder / name)  # unlike a rename it never replaces
            _sync(folder)
            return True
        return False
    finally:
        temporary.unlink(missing_ok=True)


def forget(*, older_than: float) -> int:
    """Delete what the gateway sent before a moment (seconds since 1970), numbers and all; returns how many."""
    gone = 0
    for path in (folder_of() / DONE).glob("*.json"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < older_than:
                path.unlink()
                gone += 1
    return gone


def folder_of() -> Path:
    """Return the gateway's folder, made with its ``done`` (0700) when missing."""
    folder = Path(settings.DATA) / "sms"
    (folder / DONE).mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
