"""Counts calls in the database, so that a limit holds over all processes, and says when to come back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from linli.foundation.apikeys.models import ApiCall
from linli.foundation.apikeys.rules import WINDOW, Limit, wait_seconds
from linli.foundation.privacy.sealing import derived_key
from linli.kernel.tokens import digest
from linli.kernel.uuid7 import new_id

CALLER_DIGITS = 32
KEPT = timedelta(hours=1)

_COUNT = """
WITH asked AS (SELECT * FROM unnest(%s::uuid[], %s::text[], %s::int[]) a(id, caller, most)),
earlier AS (
    SELECT a.caller, a.most, array_remove(array_agg(c.at ORDER BY c.at), NULL) AS times
    FROM asked a LEFT JOIN apikeys_apicall c ON c.caller = a.caller AND c.at > %s GROUP BY a.caller, a.most
), added AS (
    INSERT INTO apikeys_apicall (id, caller, at) SELECT a.id, a.caller, %s FROM asked a
    WHERE NOT EXISTS (SELECT FROM earlier e WHERE cardinality(e.times) >= e.most)
)
SELECT most, times FROM earlier
"""
"""What is over a limit is not written down: nobody can fill the table by calling."""


def caller_digest(caller: str) -> str:
    """Return what is kept of a caller (``key:<id>``, ``address:<address>``)."""
    return digest(caller, secret=derived_key("apikeys.caller")).hex()[:CALLER_DIGITS]


def seconds_to_wait(limits: Sequence[Limit], *, now: datetime) -> int:
    """Count a call against every limit at once; return after how many seconds the next one counts, 0 if this one did.

    One statement. Calls that arrive in the same instant do not see each other, so a burst may go over by as many as
    there are threads.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [
                [new_id() for _one in limits],
                [caller_digest(limit.caller) for limit in limits],
                [limit.most for limit in limits],
                now - WINDOW,
                now,
            ],
        )
        rows = cursor.fetchall()
    return max(wait_seconds(times, most=most, now=now) for most, times in rows)


def forget_calls(*, now: datetime) -> int:
    """Delete calls that no longer count (a job's reader is enough); returns how many."""
    return ApiCall.objects.filter(at__lt=now - KEPT).delete()[0]
