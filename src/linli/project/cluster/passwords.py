"""Keeps the generated passwords of the three database log-ins: one 0600 file, never a log line or an argument."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from .errors import ClusterError
from .processes import write_private

SUPERUSER = "linli_super"
OWNER = "linli_owner"
APP = "linli_app"
DATABASE = "linli"
_ENTROPY_BYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Passwords:
    """The password of each log-in; without a representation, so that none slips into a log."""

    superuser: str
    owner: str
    app: str


def load_or_make(file: Path, *, may_make: bool) -> Passwords:
    """Return the passwords, generating them the first time.

    Raises ClusterError when they are gone although a cluster exists.
    """
    if not file.exists():
        if not may_make:
            raise ClusterError(
                f"{file} is gone, and with it the database's passwords. Put the file back, or restore a backup into "
                "an empty data folder."
            )
        fresh = Passwords(**{name: secrets.token_urlsafe(_ENTROPY_BYTES) for name in ("superuser", "owner", "app")})
        write_private(file, json.dumps(asdict(fresh)))
    try:
        return Passwords(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise ClusterError(f"{file} is damaged. Put back a copy of it, or restore a backup.") from error


def url(user: str, password: str, *, sockets: Path, port: int, database: str = DATABASE) -> str:
    """Return a connection address through a socket folder, in the form libpq and LINLI_DATABASE_URL share."""
    return (
        f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{quote(database, safe='')}"
        f"?host={quote(str(sockets), safe='')}&port={port}"
    )
