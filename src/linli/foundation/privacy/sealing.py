"""Seals personal values for the database: AES-256-GCM fields, keyed blind indexes, and keys derived from one master.

A sealed value is ``version (1 byte) ‖ nonce (12) ‖ ciphertext and tag``. The context, for example
``cases.contact.phone:<id>``, is authenticated with it, so that a value copied into another row does not open there.
"""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from linli.foundation.privacy.keyfile import KEY_BYTES, master_key

VERSION = 1
NONCE_BYTES = 12  # NIST SP 800-38D: 96 bits is the length GCM is made for
_TAG_BYTES = 16


class CannotOpen(Exception):
    """Raised when a sealed value was altered, belongs to another row or was sealed under a lost key."""


def seal(text: str, *, context: str) -> bytes:
    """Return the text sealed for one place; an empty text seals too, and looks no different."""
    return seal_bytes(text.encode(), context=context)


def seal_bytes(data: bytes, *, context: str) -> bytes:
    """Return a file's bytes sealed for one place."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes([VERSION]) + nonce + _cipher().encrypt(nonce, data, _bound(VERSION, context))


def open_sealed(blob: bytes | memoryview, *, context: str) -> str:
    """Return the text sealed for this place; raises :class:`CannotOpen`."""
    return open_sealed_bytes(blob, context=context).decode()


def open_sealed_bytes(blob: bytes | memoryview, *, context: str) -> bytes:
    """Return the bytes sealed for this place; raises :class:`CannotOpen`."""
    data = bytes(blob)
    if len(data) < 1 + NONCE_BYTES + _TAG_BYTES or data[0] != VERSION:
        raise CannotOpen(f"not a sealed value of version {VERSION}: {context}")
    nonce, hidden = data[1 : 1 + NONCE_BYTES], data[1 + NONCE_BYTES :]
    try:
        return _cipher().decrypt(nonce, hidden, _bound(data[0], context))
    except InvalidTag as error:
        raise CannotOpen(f"altered, moved or sealed under another key: {context}") from error


def blind_index(text: str, *, field: str) -> bytes:
    """Return the 32-byte keyed digest by which an exact value can be looked up without being stored.

    Keyed, because every telephone or identity number could be tried against a bare digest. ``field`` keeps equal
    values of two fields apart. The caller brings the text into one form first (digits only, capitals).
    """
    return hmac.digest(derived_key(f"blind:{field}"), text.encode(), hashlib.sha256)


def derived_key(label: str) -> bytes:
    """Return the 32-byte key for one use, derived from the master key by HKDF-SHA256 (RFC 5869)."""
    return _derived(os.fspath(settings.DATA), label)


@lru_cache(maxsize=64)
def _derived(data: str, label: str) -> bytes:
    expand = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"linli", info=label.encode())
    return expand.derive(master_key(Path(data)))


def _cipher() -> AESGCM:
    return _cipher_of(derived_key(f"seal:{VERSION}"))


@lru_cache(maxsize=8)
def _cipher_of(key: bytes) -> AESGCM:
    return AESGCM(key)


def _bound(version: int, context: str) -> bytes:
    return bytes([version]) + context.encode()
