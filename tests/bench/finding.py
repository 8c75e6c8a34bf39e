"""How quickly a clerk finds somebody among a million people, through row security."""

import time
from collections.abc import Iterator
from uuid import UUID

import psycopg

from linli.domains.residents import facade as residents
from linli.domains.residents.queries.find import KIND
from linli.foundation.privacy.sealing import derived_key
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.search.index import Findable, digests_of
from linli.kernel.pinyin import initials, sort_key
from linli.kernel.uuid7 import new_id
from tests.bench.figures import Figure
from tests.bench.people import FAMILY, GIVEN

PEOPLE, COMMUNITIES, TIMES = 1_000_000, 500, 200
STREET = "999902001"
BUDGET_MS = 50


def figure(owner: psycopg.Connection[tuple[object, ...]]) -> Figure:
    """Fill the tables as the owner, then ask as a clerk of one community: by name, initials, telephone and number."""
    _fill(owner)
    community = _community(7)
    reader = Reader(id=str(new_id()), territory=community, purpose=Purpose.HANDLE, role="clerk")
    took = []
    for turn in range(TIMES):
        who = 7 + COMMUNITIES * (turn * 9 % (PEOPLE // COMMUNITIES))
        words = (_name(who), initials(_name(who)), _phone(who), _number(who))[turn % 4]
        begun = time.perf_counter()
        with reading(reader):
            found = residents.find_people(words, reader=reader)
        took.append((time.perf_counter() - begun) * 1000)
        if not found.lines:
            raise AssertionError(turn)
    return Figure(
        name="find_person_p95_ms", value=round(sorted(took)[int(TIMES * 0.95)], 1), unit="ms", budget=BUDGET_MS
    )


def _fill(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    derived_key("search")  # made once, not a million times
    keys = [new_id() for _ in range(PEOPLE)]
    owner.execute("DROP INDEX search_document_digests")
    with owner.cursor() as cursor:
        with cursor.copy("COPY search_document (id, kind, community, digests) FROM STDIN") as copy:
            for row in _documents(keys):
                copy.write_row(row)
        columns = (
            "id, source, stated_on, community, grid, name_sealed, name_masked, name_key, same_digest, id_kind,"
            " id_masked, sex, phone_masked"
        )
        with cursor.copy(f"COPY residents_person ({columns}) FROM STDIN") as copy:
            for order, key in enumerate(keys):
                name = _name(order)
                values = (key, "benchmark", "2026-01-01", _community(order), "", b"\x00" * 40, f"{name[0]}*")
                more = (sort_key(name), order.to_bytes(32, "big"), "resident", "9901************01", "1", "199****0000")
                copy.write_row((*values, *more))
    owner.execute("CREATE INDEX search_document_digests ON search_document USING gin (digests) WITH (fastupdate = off)")
    owner.execute("ANALYZE search_document, residents_person")


def _documents(keys: list[UUID]) -> Iterator[tuple[object, ...]]:
    for order, key in enumerate(keys):
        name, community = _name(order), _community(order)
        one = Findable(id=key, community=community, text=name, wholes=(initials(name), _phone(order), _number(order)))
        yield key, KIND, community, digests_of(KIND, one)


def _community(order: int) -> str:
    return f"{STREET[:6]}{1 + order % COMMUNITIES // 100:03d}{1 + order % COMMUNITIES % 100:03d}"


def _name(order: int) -> str:
    turn = order // COMMUNITIES
    return FAMILY[turn % 20] + GIVEN[turn // 20 % 24] + (GIVEN[turn // 480 % 24] if turn % 3 else "")


def _phone(order: int) -> str:
    return f"199{order:08d}"


def _number(order: int) -> str:
    return f"990101199001{order:06d}"
