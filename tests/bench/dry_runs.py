"""How much work it is to try a draft of the limits on ten thousand past matters, each with words and two clocks."""

import time
from dataclasses import replace
from datetime import timedelta

import psycopg
from django.db import connection, connections
from django.utils import timezone

from linli.domains.cases import facade as cases
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.queries import RulePack
from linli.foundation.rulepacks.tables import body_of, rows_of
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.portals.setup.dry_runs import SLICE_SECONDS
from tests.bench import flatness
from tests.bench.figures import Figure
from tests.bench.host import cpu_seconds

MATTERS = 10_000
COMMUNITY = f"{flatness.DISTRICT}001001"
TEXTS = (
    "三号楼电梯又停了，门关不上",
    "楼道有垃圾，几天没人收",
    "楼前两盏路灯不亮，晚上看不清",
    "想问一问居住证怎么办理",
)

_OPENED = """
UPDATE cases_case SET is_kind_confirmed = right(code, 1) < '5',
    opened_at = now() - right(code, 4)::int * interval '9 minutes'
"""
_WORDS = """
UPDATE cases_wording w SET body = (%s::text[])[1 + right(c.code, 3)::int %% %s] FROM cases_case c WHERE c.id = w.case_id
"""
_CLOCKS = """
INSERT INTO cases_clock (id, case_id, community, name, limit_amount, limit_unit, basis, calendar_version, started_at,
    due_at, pauses, extensions, steps, is_provisional, told)
SELECT gen_random_uuid(), id, community, name, 3, 'working_days', '', 0, opened_at, opened_at, '[]', '[]', '[]', false,
    ''
FROM cases_case, unnest(ARRAY['reply', 'handle']) name
"""


def figure(owner: psycopg.Connection[tuple[object, ...]]) -> Figure:
    """Return the CPU seconds, of Python and PostgreSQL together, of a dry run slice by slice as its page asks."""
    flatness.seed()
    flatness.fill(owner, count=MATTERS, communities=1)
    owner.execute(_OPENED)
    owner.execute(_WORDS, [list(TEXTS), len(TEXTS)])
    owner.execute(_CLOCKS)
    owner.execute("ANALYZE cases_case, cases_wording, cases_clock")
    admin = job_reader(COMMUNITY, purpose=Purpose.ADMINISTER)
    today, tally = timezone.localdate(), cases.Tally()
    with reading(admin), connection.cursor() as cursor:
        draft = _longer(replace(rulepacks.rules("limits.grid_event", scope=COMMUNITY, on=today), scope=COMMUNITY))
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    before = time.process_time() + cpu_seconds(backend)
    while not tally.is_over:
        with reading(admin):
            tally = cases.go_on_dry_run(
                tally, draft, since_on=today - timedelta(days=90), until_on=today, seconds=SLICE_SECONDS
            )
    took = time.process_time() + cpu_seconds(backend) - before
    connections["default"].close()
    if tally.checked != MATTERS or not tally.other_due:
        raise RuntimeError(f"{tally.checked} matters were looked at and {tally.other_due} have another day")
    return Figure(name="dry_run_10k_cpu_s", value=took, unit="s", budget=6)


def _longer(pack: RulePack) -> RulePack:
    """Return limits under which everybody has two days more."""
    rows = [{**row, "amount": str(int(row["amount"]) + 2)} for row in rows_of("limits", pack.body)]
    return replace(pack, body=body_of("limits", rows))
