"""What is announced is written once with its change, and comes back as what it was."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.foundation.events import codec, outbox
from linli.foundation.events.models import Outbox
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader

COMMUNITY = "330106001001"


class Outcome(StrEnum):
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class LampMended:
    name: ClassVar[str] = "test.lamp_mended"
    community: str
    lamp_id: UUID
    outcome: Outcome = Outcome.DONE
    at: datetime = datetime(2026, 10, 13, 9, 30, tzinfo=UTC)
    due_on: date | None = None
    units: tuple[UUID, ...] = ()
    count: int = 0


def mended(**more: object) -> LampMended:
    return LampMended(community=COMMUNITY, lamp_id=UUID(int=1), **more)  # type: ignore[arg-type]


def announce_and_stumble() -> None:
    outbox.announce(mended(count=2))
    raise ZeroDivisionError


class TestCodec:
    def test_an_event_comes_back_equal(self) -> None:
        event = mended(due_on=date(2026, 10, 14), units=(UUID(int=2), UUID(int=3)), count=4)
        assert codec.decode(LampMended, codec.encode(event)) == event

    def test_a_row_of_the_previous_release_is_still_read(self) -> None:
        old = {"community": COMMUNITY, "lamp_id": str(UUID(int=1)), "no_longer_known": 1}
        assert codec.decode(LampMended, old) == mended()

    @pytest.mark.parametrize("value", [object(), {"phone": "1"}, b"x", {1}])
    def test_an_event_holds_ids_codes_and_moments_only(self, value: object) -> None:
        with pytest.raises(TypeError):
            codec.encode(mended(count=value))


@pytest.mark.django_db
class TestAnnouncing:
    def test_two_events_are_written_and_notified_by_one_statement(self) -> None:
        with CaptureQueriesContext(connection) as queries, reading(job_reader(COMMUNITY)):
            outbox.announce(mended())
            outbox.announce(mended(count=2))
        written = [query["sql"] for query in queries if "events_outbox" in query["sql"]]
        assert len(written) == 1
        assert "pg_notify" in written[0]
        assert Outbox.objects.count() == 2

    def test_the_row_has_the_id_that_announcing_returned(self) -> None:
        with reading(job_reader(COMMUNITY)):
            event_id = outbox.announce(mended())
        row = Outbox.objects.get(id=event_id)
        assert (row.name, row.community, row.attempts, row.done_at) == ("test.lamp_mended", COMMUNITY, 0, None)

    def test_a_change_taken_back_announces_nothing(self) -> None:
        with pytest.raises(ZeroDivisionError), reading(job_reader(COMMUNITY)):
            announce_and_stumble()
        with reading(job_reader(COMMUNITY)):
            pass
        assert not Outbox.objects.exists()

    def test_a_part_taken_back_announces_nothing_and_the_rest_does(self) -> None:
        with reading(job_reader(COMMUNITY)):
            outbox.announce(mended(count=1))
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                announce_and_stumble()
        assert [row.payload["count"] for row in Outbox.objects.all()] == [1]

    def test_outside_a_transaction_it_is_an_error(self) -> None:
        with pytest.raises(RuntimeError):
            outbox.announce(mended())

    def test_nothing_announced_costs_nothing(self) -> None:
        with CaptureQueriesContext(connection) as queries, reading(job_reader(COMMUNITY)):
            pass
        assert not [query for query in queries if "events_outbox" in query["sql"]]
