"""Is the list as quick over a million matters as over a thousand, in either order? Asked as three kinds of staff."""

import os
import time
from uuid import uuid4

import psycopg
from django.db import connection, connections
from django.utils import timezone

from linli.domains.cases import facade as cases
from linli.foundation.accounts.roles import Role
from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.rulepacks import calendar
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import Published
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow import actions as workflow
from tests.bench.figures import Figure
from tests.bench.host import cpu_seconds

DISTRICT = "999902"
COMMUNITIES = 500
GRIDS = 10
TIMES = 150
ORDERS = ("newest", "due")
ROUNDS = 3

_CASES = """
INSERT INTO cases_case (id, community, district, street, grid, code, key_digest, kind, is_kind_confirmed, urgency,
    procedure, procedure_version, state, channel, place, units, handlers, about_units, is_sealed, is_held, is_danger,
    opened_at,
    due_at, reply_due_at, is_due_provisional, closed_at, reopened_count, is_rated, version)
SELECT (lpad(to_hex((1700000000000 + n)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
        || substr(md5(n::text), 4, 15))::uuid,
    c, left(c, 6), left(c, 9), c || lpad((1 + (n / %(communities)s) %% 10)::text, 3, '0'),
    lpad((1000000000 + n)::text, 10, '0'),
    md5(n::text) || md5((n + 1)::text), 'elevator', true, 'normal', 'grid_event', 1,
    CASE WHEN n %% 7 = 0 THEN 'handling' ELSE 'closed' END, 'web', '3 号楼', '{}', '{}', '{}', false, false, false,
    now() - n * interval '1 second', now() + (n %% 5000) * interval '1 minute', now(), false,
    CASE WHEN n %% 7 = 0 THEN NULL ELSE now() END, 0, false, 3
FROM (SELECT n, %(district)s || lpad((1 + (n %% %(communities)s) / 100)::text, 3, '0')
        || lpad((1 + (n %% %(communities)s) %% 100)::text, 3, '0') AS c
      FROM generate_series(1, %(count)s) n) numbered
"""
_WORDS = """
INSERT INTO cases_wording (case_id, community, title, body, place_words, source, is_read_back)
SELECT id, community, '电梯又停了', '', '', '', false FROM cases_case
"""


def fill(owner: psycopg.Connection[tuple[object, ...]], *, count: int, communities: int) -> None:
    """Write matters straight into the tables, as the owner, spread over communities of ten grids each."""
    owner.execute("TRUNCATE cases_case CASCADE")
    owner.execute(_CASES, {"count": count, "communities": communities, "district": DISTRICT})
    owner.execute(_WORDS)
    owner.execute("ANALYZE cases_case, cases_wording")


def readers() -> dict[str, Reader]:
    """Return the three readers whose lists are compared."""
    community = f"{DISTRICT}001001"
    return {
        "grid_worker": _reader(Role.GRID_WORKER, f"{community}002"),
        "clerk": _reader(Role.CLERK, community),
        "district_official": _reader(Role.STREET_OFFICIAL, DISTRICT),
    }


def _reader(role: Role, territory: str) -> Reader:
    return Reader(id=str(uuid4()), territory=territory, purpose=Purpose.HANDLE, role=role.value)


def list_ms(reader: Reader, order: str) -> float:
    """Return the CPU milliseconds of one page of the list, of Python and PostgreSQL together; the page must be full."""
    with reading(reader), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    _list(reader, order)
    before = time.process_time() + cpu_seconds(backend)
    for _ in range(TIMES):
        _list(reader, order)
    return (time.process_time() + cpu_seconds(backend) - before) * 1000 / TIMES


def _list(reader: Reader, order: str) -> None:
    with reading(reader):
        page = cases.case_list(cases.CaseFilters(), order=order, at=timezone.now())
    if len(page.rows) != 50:
        raise RuntimeError("a list that is not full measures nothing")


def seed() -> None:
    """Load rules, procedure and calendar into the measured database."""
    with reading(Reader(id="job", territory=DISTRICT, purpose=Purpose.ADMINISTER)):
        rulepacks.seed()
        workflow.seed()
        calendar.seed()
    Published.forget_everything()


def figure(owner: psycopg.Connection[tuple[object, ...]]) -> tuple[Figure, dict[str, object]]:
    """Return how much slower the slowest of the lists, each in both orders, is over a million than over a thousand."""
    seed()
    large = int(os.environ.get("LINLI_BENCH_CASES", "1000000"))
    fill(owner, count=1000, communities=1)
    small = _best()
    fill(owner, count=large, communities=COMMUNITIES)
    big = _best()
    ratios = {name: big[name] / small[name] for name in small}
    about = {
        "flatness rows": large,
        "flatness CPU ms": {name: [round(small[name], 2), round(big[name], 2)] for name in small},
    }
    connections["default"].close()
    return Figure(name="case_list_flatness", value=max(ratios.values()), unit="times", budget=1.5), about


def _best() -> dict[str, float]:
    """Return each list's time, the best of three rounds, so that a busy machine does not decide."""
    asked = [(name, reader, order) for name, reader in readers().items() for order in ORDERS]
    rounds = [{f"{name} {order}": list_ms(reader, order) for name, reader, order in asked} for _ in range(ROUNDS)]
    return {name: min(one[name] for one in rounds) for name in rounds[0]}
