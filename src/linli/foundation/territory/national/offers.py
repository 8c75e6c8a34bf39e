"""Offers names from the national list for a community that is to be set up; nothing is asked outside this table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.foundation.territory.models import Division, DivisionList, Level
from linli.foundation.territory.national.rules import community_name
from linli.kernel.divisions import UnknownDivision, lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Names by code for what is known of a community and of what it lies in; ``name`` is empty for an unknown one."""

    code: str
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the community is called."""
        return self.names.get(self.code, "")

    @property
    def parents(self) -> tuple[str, ...]:
        """The names of what it lies in, the widest first."""
        return tuple(name for code, name in self.names.items() if code != self.code)


def list_day() -> date | None:
    """Return the day that the newest list's data are of, or none where no list was read."""
    newest = DivisionList.objects.order_by("as_of_on").last()
    return None if newest is None else newest.as_of_on


def offer_for(code: str) -> Offer:
    """Return the names on offer for a community's 12 digits; none for a code that is none or has ended."""
    try:
        line = lineage(code)
    except UnknownDivision:
        return Offer(code=code, names={})
    rows = Division.objects.filter(code__in=line, valid_to_on=None).order_by("code")
    names = {
        row.code: community_name(row.name) if row.level == Level.COMMUNITY and not row.is_in_use else row.name
        for row in rows
    }
    return Offer(code=line[-1], names=names)
