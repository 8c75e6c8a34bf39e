"""Key material on disk: one folder outside the database and outside every backup, readable by its owner alone."""

import base64
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def key_folder(data: Path) -> Path:
    """Return the folder of keys inside the data folder, made 0700 when it is missing."""
    folder = data / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _read_or_make(path: Path) -> str:
    if not path.exists():
        fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(fresh + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # fails where another process was faster: its key is the one
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text().strip()


def signing_key(data: Path) -> str:
    """Return the key that signs cookies and forms, made at the first start."""
    return _read_or_make(key_folder(data) / "signing.key")


def master_key(data: Path) -> bytes:
    """Return the 32 bytes from which the keys of fields, indexes and the audit heads are derived."""
    return base64.b64decode(_read_or_make(key_folder(data) / "master.key"))
