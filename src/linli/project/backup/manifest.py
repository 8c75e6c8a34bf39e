"""The list inside a backup: what it holds, of which version, and whether the key at hand is the right one.

The key itself is never in a backup. A check value tells whether a key file fits, and a seal made with the key tells
whether somebody changed the backup.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from linli.project.backup.errors import BackupError

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
_CHECK_TEXT = b"linli: does this key fit this backup?"
_SEAL_TEXT = b"linli: seal of a backup's manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one backup holds. ``members`` maps each name in the archive to its SHA-256 in hexadecimal."""

    format: int
    made_at: str
    linli_version: str
    postgres_version: str
    migrations: list[str]
    counts: dict[str, int]
    members: dict[str, str]
    key_check: str | None
    seal: str | None = None

    def sealed(self, key: bytes | None) -> Manifest:
        """Return the manifest with its seal; without one when there is no key."""
        return replace(self, seal=_mac(key, self._body()) if key else None)

    def is_genuine(self, key: bytes) -> bool:
        """Say whether this manifest is as the holder of the key sealed it."""
        return self.seal is not None and hmac.compare_digest(self.seal, _mac(key, self._body()))

    def fits(self, key: bytes) -> bool:
        """Say whether this is the key that the backup's sealed fields need."""
        return self.key_check is None or hmac.compare_digest(self.key_check, key_check(key))

    def to_json(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    def _body(self) -> bytes:
        return replace(self, seal=None).to_json()


def parse(raw: bytes) -> Manifest:
    """Return the manifest in an archive's bytes. Raises BackupError when it is none, or of a later format."""
    try:
        fields: Mapping[str, object] = json.loads(raw)
        is_later = int(str(fields["format"])) > FORMAT
        if not is_later:
            return Manifest(**fields)  # type: ignore[arg-type]  # a wrong field raises TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError("This is no backup of Linli, or it is damaged: its list cannot be read.") from error
    raise BackupError("This backup was written by a later version of Linli. Restore it with that version.")


def master_key(data: Path) -> bytes | None:
    """Return the 32 bytes of the data folder's key file, or None when there is no such file; it is never made here.

    Raises BackupError when the file holds something else.
    """
    file = key_file(data)
    if not file.exists():
        return None
    try:
        return base64.b64decode(file.read_text(encoding="utf-8").strip(), validate=True)
    except ValueError as error:
        raise BackupError(f"{file} is damaged. Put a copy of it in its place.") from error


def key_file(data: Path) -> Path:
    """Return where the data folder's key file lies."""
    return data / "keys" / "master.key"


def key_check(key: bytes) -> str:
    """Return the value that tells whether a key fits, from which the key cannot be found."""
    return hmac.digest(key, _CHECK_TEXT, sha256).hex()


def _mac(key: bytes | None, body: bytes) -> str:
    return hmac.digest(hmac.digest(key or b"", _SEAL_TEXT, sha256), body, sha256).hex()
