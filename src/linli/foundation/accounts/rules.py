"""The rules of roles as pure functions: who may hold what beside what, and how wide.

The three administrators are kept apart after GB/T 22239-2019 (安全管理中心; 访问控制: separation of duties).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.foundation.accounts.roles import ADMINISTRATORS, ROLE_LEVELS, ROLE_NEEDS_UNIT, Role

BASIS = "GB/T 22239-2019 三员分立"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why not: ``reason`` is a code the page has a sentence for, ``basis`` the rule behind it."""

    reason: str
    basis: str = ""


def may_hold(existing_roles: Iterable[Role], new_role: Role) -> Allowed | Refused:
    """Return whether a person with these roles may hold another one at the same time.

    Nobody holds two of the three administrators' roles, and an administrator holds no role that reads residents' data
    (GB/T 22239-2019). The same role in a second place is no conflict.
    """
    existing = set(existing_roles)
    if new_role in ADMINISTRATORS and existing & (ADMINISTRATORS - {new_role}):
        return Refused(reason="two_administrators", basis=BASIS)
    if new_role in ADMINISTRATORS and existing - ADMINISTRATORS:
        return Refused(reason="administrator_handles", basis=BASIS)
    if new_role not in ADMINISTRATORS and existing & ADMINISTRATORS:
        return Refused(reason="administrator_handles", basis=BASIS)
    return Allowed()


def fits_scope(role: Role, scope: str, *, has_unit: bool) -> Allowed | Refused:
    """Return whether a role may be given for a scope code of this length, with or without a unit."""
    if not scope.isdigit() or len(scope) not in ROLE_LEVELS[role]:
        return Refused(reason="scope_level")
    if role in ROLE_NEEDS_UNIT and not has_unit:
        return Refused(reason="unit_missing")
    if role in ADMINISTRATORS and has_unit:
        return Refused(reason="unit_too_much")
    return Allowed()


def reaches(territory: str, scope: str) -> bool:
    """Return whether an administrator of a territory may act on a role with this scope; no territory reaches none."""
    return bool(territory) and scope.startswith(territory)
