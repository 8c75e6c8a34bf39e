"""Which step of logging in comes next: pure, from what an account has and still owes."""

from collections.abc import Collection
from enum import StrEnum

from linli.foundation.accounts.roles import ROLE_NEEDS_TOTP, Role


class Step(StrEnum):
    """What is asked between the password and a standing."""

    TOTP = "totp"
    PASSWORD = "password"  # noqa: S105 - a step's name
    TOTP_SET_UP = "totp_set_up"
    STANDING = "standing"


def needs_totp(roles: Collection[Role], *, setting: str) -> bool:
    """Return whether these roles need a second factor.

    ``setting`` is the site's LINLI_REQUIRE_TOTP: ``1`` asks everybody, ``0`` nobody (for trying out; the site's check
    names it as weak), anything else the administrators and street officials (GB/T 22239-2019 asks it of level 3).
    """
    if setting == "1":
        return True
    return setting != "0" and bool(ROLE_NEEDS_TOTP & set(roles))


def next_step(
    *, has_totp: bool, totp_passed: bool, must_change_password: bool, needs_factor: bool, roles: int
) -> Step | None:
    """Return what is asked next, or none when the standing is clear. ``roles`` counts the standings to choose from."""
    if has_totp and not totp_passed:
        return Step.TOTP
    if must_change_password:
        return Step.PASSWORD
    if needs_factor and not has_totp:
        return Step.TOTP_SET_UP
    return Step.STANDING if roles > 1 else None
