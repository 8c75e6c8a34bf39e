"""Signs deliveries as Standard Webhooks 1.0 says: HMAC-SHA256 over id, second and body."""

import base64
import hashlib
import hmac
import secrets
from typing import Final
from uuid import UUID

PREFIX: Final = "whsec_"
_KEY_BYTES: Final = 32  # the standard asks for 24 to 64


def new_secret() -> str:
    """Return a fresh secret as it is handed to the receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def headers(delivery: UUID, *, second: int, body: bytes, secret: str) -> dict[str, str]:
    """Return the three headers of an attempt made in this second (since 1970)."""
    return {
        "webhook-id": str(delivery),
        "webhook-timestamp": str(second),
        "webhook-signature": signature(delivery, second=second, body=body, secret=secret),
    }


def signature(delivery: UUID, *, second: int, body: bytes, secret: str) -> str:
    """Return ``v1,`` and the signature; the moment is signed too, so that an old message cannot be sent again."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{delivery}.{second}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
