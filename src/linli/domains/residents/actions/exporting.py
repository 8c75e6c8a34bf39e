"""Hands out a list of people, masked: to clerks alone, never more rows than the rule allows, and on record."""

from django.utils import timezone

from linli.domains.residents import policies
from linli.domains.residents.contracts import PersonLine
from linli.domains.residents.queries.find import PeopleFilters, people_meant
from linli.domains.residents.queries.lines import lines_of
from linli.foundation.audit import log as audit
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.reader import Reader

_COMMUNITY_DIGITS = 12


class TooMany(Exception):
    """Raised when a list is longer than one person may take alone; ``most`` is how long it may be."""

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self.most = most


def take_list(words: str, *, filters: PeopleFilters, reader: Reader) -> tuple[PersonLine, ...]:
    """Return the people that a page of these words and filters lists, and note who took how many.

    What was looked for is not noted, only whether something was. Raises ``NotYours`` and :class:`TooMany`.
    """
    policies.require(reader, policies.EXPORT)
    community = reader.territory[:_COMMUNITY_DIGITS]
    most = rulepacks.exports(scope=community, on=timezone.localdate()).most_rows
    people = people_meant(words, reader=reader, filters=filters)
    rows = [] if people is None else list(people.order_by("name_key", "id")[: most + 1])
    if len(rows) > most:
        raise TooMany(most=most)
    audit.record(
        "residents.exported",
        community=community,
        subject_type="community",
        subject_id=community,
        data={
            "rows": len(rows),
            "is_search": bool(words.strip()),
            "kind": filters.kind,
            "building": str(filters.building or ""),
            "state": filters.state,
        },
    )
    return lines_of(rows)
