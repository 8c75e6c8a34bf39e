"""The rules of the duty register as pure functions: which unit may own what kind of item, and which item decides.

Kinds follow the register's division of work into the committee's own affairs, help to the government and the
government's own affairs, which a community must not be made to lead (城市居民委员会组织法 on unified arrangement by the
street; 关于加强社区工作的减负规定 on admission of work).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TypeVar


class ItemKind(StrEnum):
    """Whose affair a work item is."""

    SELF_GOVERNANCE = "self_governance"  # 自治事务
    ASSIST_GOVERNMENT = "assist_government"  # 协助政府事务
    GOVERNMENT = "government"  # 政府事务


COMMUNITY_DIGITS = 12
_COMMUNITY_SIDE = frozenset({"residents_committee", "service_station", "social_organisation", "self_governing_group"})
_OWNERS: dict[ItemKind, frozenset[str]] = {
    ItemKind.SELF_GOVERNANCE: frozenset({*_COMMUNITY_SIDE, "party_organisation", "enterprise"}),
    ItemKind.ASSIST_GOVERNMENT: frozenset({"service_station", "residents_committee", "street_office"}),
    ItemKind.GOVERNMENT: frozenset({"street_office", "department", "enterprise"}),
}


class Scoped(Protocol):
    """Anything with a scope: a prefix of the places it covers."""

    @property
    def scope(self) -> str:
        """Return the significant digits of a division or grid."""


ScopedT = TypeVar("ScopedT", bound=Scoped)


def may_own(kind: ItemKind, *, unit_kind: str) -> bool:
    """Return whether a unit of this kind may own an item of that kind.

    The residents' committee and the station never own a government item: they may be asked to assist, no more
    (居委会组织法: departments need the street's consent and unified arrangement). A firm may own one where the law puts
    the duty on it, as the Special Equipment Safety Law does for lifts.
    """
    return unit_kind in _OWNERS[kind]


def covering(items: Iterable[ScopedT], *, place: str) -> list[ScopedT]:
    """Return the items whose scope covers a place, the most specific first; equals keep their order."""
    return sorted((item for item in items if place.startswith(item.scope)), key=lambda item: -len(item.scope))


def community_of(scope: str) -> str:
    """Return the community that a territory is or lies in, empty for a wider one."""
    return scope[:COMMUNITY_DIGITS] if len(scope) >= COMMUNITY_DIGITS else ""
