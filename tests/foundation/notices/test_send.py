"""Each receiver is told once, by the ways that suit, and what is held back can be withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone
from tests.foundation.notices.street import (
    CLERK,
    COMMUNITY,
    ELSEWHERE,
    JOB,
    PROPERTY,
    STATION,
    STREET,
    notice,
    of_unit,
    staff,
)

from linli.foundation.notices import actions, queries, send
from linli.foundation.notices.models import Channel, Message, State
from linli.foundation.notices.send import Notice, SealedAddress
from linli.foundation.notices.words import Kind, MissingValue
from linli.foundation.privacy.sealing import CannotOpen, seal
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader

PHONE = SealedAddress(blob=b"", context="room.contact:1")

pytestmark = pytest.mark.usefixtures("units")


def tell(said: Notice, *units: UUID) -> None:
    with reading(JOB):
        send.tell_units(units, said)


def tell_well_then_badly() -> None:
    send.tell_unit(PROPERTY, notice())
    send.tell_unit(PROPERTY, replace(notice(), data={}))


def titles(reader: Reader) -> list[str]:
    with reading(reader):
        return [item.title for item in queries.inbox(reader, language="en")]


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.deliver'")
        return int(cursor.fetchone()[0])


def channels() -> list[tuple[str, str]]:
    with reading(JOB):
        return sorted(Message.objects.values_list("channel", "state"))


class TestTelling:
    def test_a_unit_finds_it_in_its_inbox_and_where_it_has_an_address_in_its_mail(self) -> None:
        tell(notice(), PROPERTY, STATION)
        assert titles(of_unit(PROPERTY)) == titles(of_unit(STATION)) == ["A matter for you: 2610 4073 85"]
        assert channels() == [("inbox", "sent"), ("inbox", "sent"), ("mail", "waiting")]
        assert jobs() == 1

    def test_a_small_matter_is_not_mailed(self) -> None:
        tell(notice(Kind.CASE_CLOSED), PROPERTY)
        assert channels() == [("inbox", "sent")]

    def test_a_site_without_a_mail_server_queues_no_mail(self, settings: pytest.FixtureRequest) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST = ""  # type: ignore[attr-defined]
        tell(notice(), PROPERTY)
        assert channels() == [("inbox", "sent")]

    def test_the_same_event_told_twice_is_one_message(self) -> None:
        said = notice()
        tell(said, PROPERTY)
        tell(said, PROPERTY, PROPERTY)
        assert len(titles(of_unit(PROPERTY))) == 1

    def test_another_event_is_another_message(self) -> None:
        tell(notice(), PROPERTY)
        tell(notice(), PROPERTY)
        assert len(titles(of_unit(PROPERTY))) == 2

    def test_telling_many_units_takes_two_statements(self, django_assert_num_queries: Callable[..., object]) -> None:
        with reading(JOB):
            send.tell_units([STATION], notice())  # the units are in memory now
            with django_assert_num_queries(2):  # type: ignore[attr-defined]
                send.tell_units([PROPERTY, STATION], notice())

    def test_a_missing_value_is_refused_at_once(self) -> None:
        with pytest.raises(MissingValue):
            tell(replace(notice(), data={"code": "2610407385"}), PROPERTY)

    def test_a_message_taken_back_with_its_transaction_leaves_no_job(self) -> None:
        with pytest.raises(MissingValue), reading(JOB):
            tell_well_then_badly()
        assert (jobs(), channels()) == (0, [])

    def test_a_person_with_an_account_has_an_inbox_too(self) -> None:
        with reading(JOB):
            send.tell_accounts([CLERK], notice())
        assert len(titles(staff(COMMUNITY))) == 1


class TestAddresses:
    def sealed(self, text: str = "19900001111") -> SealedAddress:
        return SealedAddress(blob=seal(text, context=PHONE.context), context=PHONE.context)

    def test_an_address_is_kept_sealed_for_its_message_alone(self) -> None:
        with reading(JOB):
            send.tell_address(self.sealed(), notice(Kind.REPORTER_STATE), channel=Channel.SMS_FILE)
            message = Message.objects.get()
        blob = bytes(message.address_sealed or b"")
        assert b"19900001111" not in blob
        assert blob != self.sealed().blob
        assert (message.state, jobs()) == (State.WAITING, 1)

    def test_an_address_that_does_not_open_is_not_taken(self) -> None:
        with pytest.raises(CannotOpen), reading(JOB):
            send.tell_address(replace(self.sealed(), context="other"), notice(), channel=Channel.MAIL)

    def test_an_address_has_no_inbox(self) -> None:
        with pytest.raises(ValueError, match="inbox"), reading(JOB):
            send.tell_address(self.sealed(), notice(), channel=Channel.INBOX)


class TestHolding:
    SUBJECT = UUID(int=60)

    def held(self, seconds: float) -> None:
        until = timezone.now() + timedelta(seconds=seconds)
        tell(notice(subject_id=self.SUBJECT, hold_until=until), PROPERTY)

    def withdraw(self) -> int:
        with reading(staff(COMMUNITY)):
            return send.withdraw(subject_id=self.SUBJECT, kinds=[Kind.CASE_DISPATCHED])

    def test_a_message_held_back_is_not_seen_before_its_time(self) -> None:
        self.held(10)
        assert titles(of_unit(PROPERTY)) == []

    def test_it_is_seen_when_its_time_has_come_without_anything_running(self) -> None:
        self.held(-1)
        assert len(titles(of_unit(PROPERTY))) == 1

    def test_within_its_time_it_is_withdrawn_and_never_seen(self) -> None:
        self.held(10)
        assert self.withdraw() == 2
        assert channels() == [("inbox", "withdrawn"), ("mail", "withdrawn")]

    def test_afterwards_it_is_too_late(self) -> None:
        self.held(-1)
        assert self.withdraw() == 0

    def test_another_matter_s_messages_stay(self) -> None:
        self.held(10)
        tell(notice(subject_id=UUID(int=61), hold_until=timezone.now() + timedelta(seconds=10)), STATION)
        self.withdraw()
        assert ("inbox", "held") in channels()


class TestPuttingAway:
    def test_anyone_of_the_unit_puts_it_away_for_all_and_nobody_is_recorded(self) -> None:
        tell(notice(), PROPERTY)
        reader = of_unit(PROPERTY)
        with reading(reader):
            [item] = queries.inbox(reader, language="en")
            assert actions.dismiss([item.id], reader=reader) == 1
        colleague = replace(reader, id=str(UUID(int=92)))
        assert titles(colleague) == []
        assert not [field for field in Message._meta.get_fields() if "by" in field.name or "read" in field.name]

    def test_another_unit_s_message_stays(self) -> None:
        tell(notice(), PROPERTY)
        with reading(JOB):
            ids = list(Message.objects.values_list("id", flat=True))
        stranger = of_unit(STATION)
        with reading(stranger):
            assert actions.dismiss(ids, reader=stranger) == 0
        assert len(titles(of_unit(PROPERTY))) == 1

    def test_dealing_with_a_matter_puts_away_what_was_said_about_it(self) -> None:
        tell(notice(subject_id=UUID(int=60)), PROPERTY)
        tell(notice(Kind.DUE_SOON, subject_id=UUID(int=60)), PROPERTY)
        tell(notice(subject_id=UUID(int=61)), PROPERTY)
        reader = of_unit(PROPERTY)
        with reading(reader):
            assert actions.dismiss_subject(UUID(int=60), reader=reader, kinds=[Kind.DUE_SOON]) == 1
            assert actions.dismiss_subject(UUID(int=60), reader=reader) == 1
        assert len(titles(reader)) == 1


class TestReading:
    def test_pages_go_on_below_the_last_message(self) -> None:
        for _ in range(5):
            tell(notice(), PROPERTY)
        reader = of_unit(PROPERTY)
        with reading(reader):
            whole = queries.inbox(reader, language="en")
            first = queries.inbox(reader, language="en", limit=2)
            rest = queries.inbox(reader, language="en", before=first[-1].place)
        assert [item.id for item in first + rest] == [item.id for item in whole]

    @pytest.mark.parametrize(
        ("reader", "count"),
        [
            (of_unit(PROPERTY), 2),
            (of_unit(STATION), 0),
            (staff(COMMUNITY), 2),
            (staff(STREET), 2),
            (staff(ELSEWHERE), 0),
            (Reader(), 0),
            (Reader(purpose=Purpose.TRACK, grant="k"), 0),
            (Reader(id=str(CLERK), territory="330106", purpose=Purpose.ADMINISTER), 0),
            (Reader(id=str(CLERK), territory="330106", purpose=Purpose.AUDIT), 0),
        ],
    )
    def test_the_unit_told_and_the_staff_of_the_place_see_a_message(self, reader: Reader, count: int) -> None:
        tell(notice(), PROPERTY)
        with reading(reader):
            assert Message.objects.count() == count

    @pytest.mark.parametrize(
        ("reader", "count"),
        [
            (of_unit(PROPERTY), 2),
            (staff(COMMUNITY), 0),
            (staff(STREET), 2),
            (Reader(id=str(CLERK), territory=COMMUNITY, purpose=Purpose.ADMINISTER), 0),
            (Reader(id=str(CLERK), territory=STREET, purpose=Purpose.ADMINISTER), 1),
        ],
    )
    def test_of_a_sealed_matter_the_community_learns_nothing(self, reader: Reader, count: int) -> None:
        tell(notice(is_sealed=True), PROPERTY)
        with reading(JOB):
            Message.objects.filter(channel=Channel.MAIL).update(state=State.FAILED)
        with reading(reader):
            assert Message.objects.count() == count

    @pytest.mark.parametrize("reader", [of_unit(PROPERTY), staff(ELSEWHERE), Reader(purpose=Purpose.REPORT)])
    def test_who_is_not_of_the_place_tells_nobody(self, reader: Reader) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), reading(reader):
            send.tell_unit(STATION, notice())

    def test_an_administrator_sees_what_did_not_arrive_and_nothing_else(self) -> None:
        tell(notice(), PROPERTY)
        with reading(JOB):
            Message.objects.filter(channel=Channel.MAIL).update(state=State.UNKNOWN, problem="SMTPServerDisconnected")
        with reading(Reader(id=str(CLERK), territory="330106", purpose=Purpose.ADMINISTER)):
            [trouble] = queries.troubles(language="en")
        assert (trouble.state, trouble.unit_id, trouble.problem) == (State.UNKNOWN, PROPERTY, "SMTPServerDisconnected")
