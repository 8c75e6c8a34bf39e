"""Keeps bytes under the digest of their content: written whole or not at all, equal contents once.

They are not encrypted on disk; the folder is the service's alone (0700), and a site that needs more encrypts the disk.
"""

import contextlib
import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes) -> str:
    """Write the bytes durably and return their SHA-256 in hexadecimal; what is there already is left as it is."""
    digest = sha256(content).hexdigest()
    path = path_of(digest)
    if path.exists():
        os.utime(path)  # so that a sweep sees it was wanted again
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{digest}.{secrets.token_hex(8)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return digest


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie; raises ValueError for anything that is not a digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a SHA-256 digest")
    return Path(settings.FILES_ROOT) / digest[:2] / digest


def read(digest: str) -> bytes:
    """Return the bytes; raises FileNotFoundError when they are gone."""
    return path_of(digest).read_bytes()


def drop(digest: str) -> None:
    """Delete the bytes; nothing happens when they are gone already."""
    path_of(digest).unlink(missing_ok=True)


def all_digests(*, older_than: float) -> list[str]:
    """Return the digests of files last wanted before a moment (seconds since 1970)."""
    found = []
    for path in Path(settings.FILES_ROOT).glob("??/*"):
        with contextlib.suppress(FileNotFoundError):
            if _DIGEST.fullmatch(path.name) and path.stat().st_mtime < older_than:
                found.append(path.name)
    return found


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
