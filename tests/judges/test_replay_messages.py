"""Real messages to governments, taken down one after the other: none is lost, none doubled, and the chain holds.

They are people's words: nothing here shows, logs or stores one outside the test's own database, and a failure names
only the number of the message.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest
from tests.shared_data import shared_file

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Entry, Wording
from linli.foundation.audit import heads
from linli.foundation.audit.verify import verify
from linli.foundation.events.models import Outbox
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

MESSAGES = 4326
BATCH = 50
AGAIN_EVERY = 20
"""Every twentieth message is sent twice: five per cent."""


def orders() -> Iterator[cases.OpenCase]:
    """Yield each message as a report of the telephone desk, every twentieth once more."""
    with shared_file("messages/messages.csv").open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            order = cases.OpenCase(
                community=COMMUNITY,
                text=f"{row['subject']}\n{row['body']}",
                token=f"replay-{number}",
                channel="phone",
                place=cases.PlaceInput(words=row["subject"][:80]),
            )
            yield order
            if number % AGAIN_EVERY == 0:
                yield order


def taken(reader: Reader, orders: Iterator[cases.OpenCase]) -> Iterator[cases.Opened]:
    """Open the reports in batches of one transaction each."""
    number = 0
    while batch := list(islice(orders, BATCH)):
        with reading(reader):
            for order in batch:
                number += 1
                try:
                    yield cases.open_case(order)
                except Exception as error:  # noqa: BLE001 - a traceback would show the message
                    pytest.fail(f"message {number}: {type(error).__name__}", pytrace=False)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()


@pytest.mark.judge
class TestReplay:
    def test_none_is_lost_none_is_doubled_and_the_chain_holds(self, cast: Cast) -> None:
        heads.path().unlink(missing_ok=True)
        rows_before = verify(COMMUNITY).rows
        opened = list(taken(cast.readers["heshuning"], orders()))

        first = [one for one in opened if one.is_new]
        again = [one for one in opened if not one.is_new]
        assert len(first) == MESSAGES
        assert len(again) == len(range(0, MESSAGES, AGAIN_EVERY))
        assert len({one.code for one in first}) == len({one.key for one in first}) == MESSAGES
        assert {one.case_id for one in again} <= {one.case_id for one in first}

        with reading(job_reader(COMMUNITY)):
            assert Case.objects.count() == MESSAGES
            assert Outbox.objects.filter(name="case.opened").count() == MESSAGES
            kept = Counter(map(digest_of, Wording.objects.values_list("body", flat=True).iterator()))
            entries = Entry.objects.count()
        sent = Counter(digest_of(order.text) for i, order in enumerate(orders()) if i % (AGAIN_EVERY + 1) != 1)
        lost, added = sent - kept, kept - sent
        assert (lost.total(), added.total()) == (0, 0)
        report = verify(COMMUNITY)
        assert (report.ok, report.rows) == (True, rows_before + entries)
