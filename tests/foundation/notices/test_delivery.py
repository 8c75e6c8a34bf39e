"""A message leaves the house once; where nobody can know whether it arrived, that is said and nothing is sent again."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django import Settings
from tests.foundation.notices.mailserver import MailServer, mail_server
from tests.foundation.notices.street import COMMUNITY, JOB, PROPERTY, STATION, notice

from linli.foundation.notices import delivery, send, smsfile
from linli.foundation.notices.delivery import TryAgainLater, deliver
from linli.foundation.notices.models import Channel, Message, State
from linli.foundation.notices.send import SealedAddress
from linli.foundation.notices.words import Kind
from linli.foundation.orgs.models import Unit
from linli.foundation.privacy.sealing import seal
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import publish
from linli.foundation.territory.models import Division

PHONE = "19900001111"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


def mailed(**more: object) -> UUID:
    with reading(JOB):
        send.tell_unit(PROPERTY, notice(**more))  # type: ignore[arg-type]
        return Message.objects.get(channel=Channel.MAIL).id


def texted() -> UUID:
    address = SealedAddress(blob=seal(PHONE, context="room.contact:1"), context="room.contact:1")
    with reading(JOB):
        send.tell_address(address, notice(Kind.REPORTER_STATE), channel=Channel.SMS_FILE)
        return Message.objects.get(channel=Channel.SMS_FILE).id


def now_of(message_id: UUID) -> Message:
    with reading(JOB):
        return Message.objects.get(id=message_id)


def leave_in_the_middle(message_id: UUID) -> None:
    """Do what a worker does that dies while it talks to the mail server."""
    with reading(JOB):
        Message.objects.filter(id=message_id).update(state=State.SENDING, attempts=1)


@pytest.mark.usefixtures("units")
class TestMail:
    def test_it_arrives_with_its_own_id_and_says_no_more_than_it_may(self, server: MailServer) -> None:
        message_id = mailed()
        deliver(message_id, community=COMMUNITY)
        [letter] = server.letters
        assert letter["To"] == "office@anhe.example"
        assert letter["Message-ID"] == f"<{message_id}@anhe.example>"
        message = now_of(message_id)
        assert (message.state, message.problem, message.attempts) == (State.SENT, "", 1)
        assert message.sent_at is not None

    def test_a_second_job_sends_nothing(self, server: MailServer) -> None:
        message_id = mailed()
        for _ in range(2):
            deliver(message_id, community=COMMUNITY)
        assert len(server.letters) == 1

    def test_a_refused_receiver_is_final_and_the_address_is_not_quoted(self, server: MailServer) -> None:
        server.answers["RCPT"] = "550 no office@anhe.example here"
        message_id = mailed()
        deliver(message_id, community=COMMUNITY)
        message = now_of(message_id)
        assert (message.state, message.problem) == (State.FAILED, "SMTPRecipientsRefused 550")

    @pytest.mark.parametrize("step", ["RCPT", "MAIL", "DATA"])
    def test_a_busy_server_is_tried_again(self, server: MailServer, step: str) -> None:
        server.answers[step] = "451 later"
        message_id = mailed()
        with pytest.raises(TryAgainLater):
            deliver(message_id, community=COMMUNITY)
        assert now_of(message_id).state == State.WAITING
        server.answers.clear()
        deliver(message_id, community=COMMUNITY)
        assert now_of(message_id).state == State.SENT
        assert len(server.letters) == 1

    def test_a_server_that_is_away_is_tried_again_and_given_up_in_the_end(self, settings: Settings) -> None:
        with mail_server(settings):
            message_id = mailed()
        for _ in range(delivery.MAX_ATTEMPTS - 1):
            with pytest.raises(TryAgainLater):
                deliver(message_id, community=COMMUNITY)
        deliver(message_id, community=COMMUNITY)
        message = now_of(message_id)
        assert (message.state, message.problem) == (State.FAILED, "ConnectionRefusedError")

    def test_a_line_that_breaks_after_the_letter_leaves_it_unknown_and_unsent_for_good(
        self, server: MailServer
    ) -> None:
        server.breaks_off_after_data = True
        message_id = mailed()
        deliver(message_id, community=COMMUNITY)
        assert now_of(message_id).state == State.UNKNOWN
        server.breaks_off_after_data = False
        deliver(message_id, community=COMMUNITY)
        assert now_of(message_id).state == State.UNKNOWN
        assert server.letters == []

    def test_a_worker_that_died_while_sending_leaves_it_unknown(self, server: MailServer) -> None:
        message_id = mailed()
        leave_in_the_middle(message_id)
        deliver(message_id, community=COMMUNITY)
        message = now_of(message_id)
        assert (message.state, message.problem) == (State.UNKNOWN, "the sender stopped in the middle")
        assert server.letters == []

    def test_before_its_time_it_waits_and_withdrawn_it_stays(self, server: MailServer) -> None:
        message_id = mailed(hold_until=timezone.now() + timedelta(seconds=10), subject_id=STATION)
        with pytest.raises(TryAgainLater):
            deliver(message_id, community=COMMUNITY)
        with reading(JOB):
            send.withdraw(subject_id=STATION, kinds=[Kind.CASE_DISPATCHED])
        deliver(message_id, community=COMMUNITY)
        assert now_of(message_id).state == State.WITHDRAWN
        assert server.letters == []

    def test_a_unit_that_lost_its_address_meanwhile_is_said(self, server: MailServer) -> None:
        message_id = mailed()
        with reading(JOB):
            Unit.objects.filter(id=PROPERTY).update(email="")
            publish("units")
        deliver(message_id, community=COMMUNITY)
        message = now_of(message_id)
        assert (message.state, message.problem) == (State.FAILED, "no address")
        assert server.letters == []

    def test_a_message_that_is_gone_is_no_error(self) -> None:
        deliver(UUID(int=5), community=COMMUNITY)


@pytest.mark.usefixtures("units")
class TestTextMessages:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Settings, tmp_path: Path) -> Path:
        settings.DATA = tmp_path
        return tmp_path / "sms"

    def test_a_gateway_finds_number_and_text_and_our_copy_of_the_number_is_gone(self, folder: Path) -> None:
        message_id = texted()
        deliver(message_id, community=COMMUNITY)
        path = folder / f"{message_id}.json"
        said = json.loads(path.read_text(encoding="utf-8"))
        assert (said["id"], said["to"]) == (str(message_id), PHONE)
        assert "2610 4073 85" in said["text"]
        assert path.stat().st_mode & 0o777 == 0o600
        message = now_of(message_id)
        assert (message.state, bytes(message.address_sealed or b"")) == (State.SENT, b"")

    @pytest.mark.parametrize("is_taken", [True, False])
    def test_a_worker_that_died_after_writing_does_not_write_again(self, folder: Path, *, is_taken: bool) -> None:
        message_id = texted()
        smsfile.write(message_id, to=PHONE, text="the first")
        if is_taken:
            (folder / f"{message_id}.json").rename(folder / smsfile.DONE / f"{message_id}.json")
        leave_in_the_middle(message_id)
        deliver(message_id, community=COMMUNITY)
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert [json.loads(path.read_text(encoding="utf-8"))["text"] for path in files] == ["the first"]
        assert now_of(message_id).state == State.SENT

    def test_what_the_gateway_sent_goes_after_half_a_year(self, folder: Path) -> None:
        for name, age_days in (("old", 181), ("young", 179)):
            path = folder / smsfile.DONE / f"{name}.json"
            smsfile.folder_of()
            path.write_text("{}", encoding="utf-8")
            moment = (timezone.now() - timedelta(days=age_days)).timestamp()
            os.utime(path, (moment, moment))
        delivery.forget_old()
        assert [path.name for path in (folder / smsfile.DONE).iterdir()] == ["young.json"]


@pytest.mark.usefixtures("units")
class TestForgetting:
    def test_old_messages_go_and_young_ones_stay(self, settings: Settings, tmp_path: Path) -> None:
        settings.DATA = tmp_path
        mailed()
        with reading(JOB):
            Division.objects.create(
                code=COMMUNITY, name="安和社区", level="community", valid_from_on=timezone.localdate()
            )
            publish("territory")
            Message.objects.filter(channel=Channel.MAIL).update(created_at=timezone.now() - timedelta(days=181))
        assert delivery.forget_old() == 1
        with reading(JOB):
            assert [message.channel for message in Message.objects.all()] == ["inbox"]


@pytest.mark.usefixtures("committed_units")
class TestWithTheWorker:
    @pytest.fixture(autouse=True)
    def short_connections(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have the worker's thread hang up after each job; nobody could close its connection later."""
        monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)

    def work(self) -> None:
        """Run the queue's own worker until nothing is due."""
        worker = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(worker) as working:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def test_what_is_told_is_sent_by_the_worker(self, server: MailServer) -> None:
        message_id = mailed()
        self.work()
        assert now_of(message_id).state == State.SENT
        assert len(server.letters) == 1

    def test_a_job_queued_inside_a_worker_commits_with_its_message(self) -> None:
        worker = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(worker), pytest.raises(ZeroDivisionError), reading(JOB):
            tell_and_stumble()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            assert cursor.fetchone() == (0,)

    def test_a_failed_attempt_is_planned_again(self, server: MailServer) -> None:
        server.answers["MAIL"] = "451 later"
        message_id = mailed()
        self.work()
        assert now_of(message_id).state == State.WAITING
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT status, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'notices.deliver'"
            )
            assert cursor.fetchall() == [("todo", True)]


def tell_and_stumble() -> None:
    send.tell_unit(PROPERTY, notice())
    raise ZeroDivisionError
