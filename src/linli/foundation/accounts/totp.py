"""The second factor: time-based codes (RFC 6238) that count once."""

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DRIFT_STEPS = 1  # a phone's clock may be half a minute off (RFC 6238, 5.2)


def new_secret() -> str:
    """Return a new shared secret, 160 bits in base 32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, *, username: str) -> str:
    """Return what the QR code for an authenticator says."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Linli")


def accepted_step(secret: str, code: str, *, now: datetime, last_step: int) -> int | None:
    """Return the time step a code belongs to, or none when it is wrong or was used before.

    The caller keeps the step: a code that was read over somebody's shoulder does not work again (RFC 6238, 5.2).
    """
    digits = "".join(code.split())
    current = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(secret)
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        expected = generator.at(step * STEP_SECONDS)
        if step > last_step and hmac.compare_digest(expected.encode(), digits.encode()):
            return step
    return None
