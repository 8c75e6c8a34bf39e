"""Receivers belong to a territory; a secret is shown once; pausing keeps, revoking ends, repeating sends again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.foundation.webhooks.conftest import ADMIN, COMMUNITY, STREET, Announce, now_of
from tests.foundation.webhooks.receiver import Outside

from linli.foundation.privacy.sealing import CannotOpen, open_sealed
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose
from linli.foundation.webhooks import actions, queries
from linli.foundation.webhooks.actions import NoSuchReceiver, Refused
from linli.foundation.webhooks.models import Delivery, Standing, State, Subscription
from linli.foundation.webhooks.sending import _JOB, drain, secret_context

NEIGHBOUR = replace(ADMIN, territory="330106002")
CLERK = replace(ADMIN, territory=COMMUNITY, purpose=Purpose.HANDLE)


class TestEntering:
    def test_the_secret_lies_sealed_and_opens_in_its_own_row_only(
        self, told: actions.Entered, owner: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        assert told.secret.startswith("whsec_")
        [(sealed,)] = owner.execute("SELECT secret_sealed FROM webhooks_subscription").fetchall()
        assert isinstance(sealed, bytes)
        assert told.secret.encode() not in sealed
        assert open_sealed(sealed, context=secret_context(told.id)) == told.secret
        with pytest.raises(CannotOpen):
            open_sealed(sealed, context=secret_context(UUID(int=1)))

    @pytest.mark.parametrize(
        ("field", "given"),
        [
            ("name", {"name": " "}),
            ("kinds", {"kinds": []}),
            ("kinds", {"kinds": ["matter.words"]}),
            ("scope", {"scope": "330106002"}),
            ("scope", {"scope": ""}),
            ("unit", {"unit": UUID(int=44)}),
            ("url", {"url": "http://receiver.example/"}),
            ("url", {"url": "https://nobody.example/"}),
        ],
    )
    def test_what_is_wrong_is_named(
        self,
        far: Outside,
        committed_db: None,  # noqa: ARG002 - the tables are there
        field: str,
        given: dict[str, object],
    ) -> None:
        usual = {"name": "a", "url": far.url, "kinds": ["grids.published"], "scope": STREET, "unit": None}
        with reading(ADMIN):
            with pytest.raises(Refused) as refused:
                actions.subscribe(**{**usual, **given}, actor=ADMIN)  # type: ignore[arg-type]
            assert refused.value.field == field
            assert Subscription.objects.count() == 0

    def test_the_site_has_to_allow_a_private_network(self, far: Outside, committed_db: None, settings: object) -> None:  # noqa: ARG002
        settings.LINLI_WEBHOOK_NETWORKS = ()  # type: ignore[attr-defined]
        with reading(ADMIN), pytest.raises(Refused, match="LINLI_WEBHOOK_NETWORKS"):
            actions.subscribe(name="a", url=far.url, kinds=["grids.published"], scope=STREET, unit=None, actor=ADMIN)


class TestWhoSeesThem:
    @pytest.mark.parametrize("reader", [NEIGHBOUR, CLERK, replace(ADMIN, territory=COMMUNITY)])
    def test_nobody_of_another_place_or_purpose(self, told: actions.Entered, happen: Announce, reader: object) -> None:
        delivery = happen()
        with reading(reader):  # type: ignore[arg-type]
            assert queries.receivers() == []
            assert queries.deliveries(told.id) == []
            with pytest.raises(NoSuchReceiver):
                queries.receiver(told.id)
            with pytest.raises(NoSuchReceiver):
                actions.revoke(told.id)
            assert Delivery.objects.filter(id=delivery).update(state=State.DROPPED) == 0

    def test_the_database_refuses_a_receiver_for_another_place(self, committed_db: None) -> None:  # noqa: ARG002
        with pytest.raises(ProgrammingError, match="row-level security"), reading(ADMIN):
            Subscription.objects.create(
                name="a", url="https://a/", kinds=["test"], scope="330106002", secret_sealed=b""
            )

    def test_a_list_of_several_asks_the_database_twice(self, far: Outside, told: actions.Entered) -> None:
        with reading(ADMIN):
            other = actions.subscribe(
                name="区平台", url=far.url, kinds=["grids.published"], scope=STREET, unit=None, actor=ADMIN
            )
            with CaptureQueriesContext(connection) as asked:
                assert {line.id for line in queries.receivers()} == {told.id, other.id}
        assert len(asked) == 2


class TestPausing:
    def test_what_happens_meanwhile_is_kept_and_goes_out_afterwards(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        with reading(ADMIN):
            actions.pause(told.id)
        delivery = happen()
        drain(told.id)
        assert (far.got, now_of(delivery).state) == ([], State.WAITING)
        with reading(ADMIN):
            assert actions.resume(told.id) == 1
            with pytest.raises(Refused):
                actions.resume(told.id)
        drain(told.id)
        assert now_of(delivery).state == State.SENT

    def test_resuming_sends_nothing_that_can_still_be_taken_back(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        with reading(ADMIN):
            actions.pause(told.id)
        held = happen(hold_s=60)
        with reading(ADMIN):
            assert actions.resume(told.id) == 1
        drain(told.id)
        assert (far.got, now_of(held).state) == ([], State.WAITING)

    def test_a_long_pause_parks_nothing(self, far: Outside, told: actions.Entered, happen: Announce) -> None:
        delivery = happen()
        with reading(_JOB):
            Delivery.objects.update(armed_at=timezone.now() - timedelta(days=20))
        with reading(ADMIN):
            actions.pause(told.id)
            actions.resume(told.id)
        far.usual = 503
        drain(told.id)
        assert now_of(delivery).state == State.WAITING


class TestRevoking:
    def test_the_secret_is_erased_and_nothing_goes_out_any_more(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        delivery = happen()
        with reading(ADMIN):
            assert actions.revoke(told.id) == 1
            assert queries.receiver(told.id).standing == Standing.REVOKED
            for again in (actions.revoke, actions.pause, actions.resume, actions.test):
                with pytest.raises(Refused):
                    again(told.id)
        drain(told.id)
        assert far.got == []
        assert now_of(delivery).state == State.DROPPED
        with reading(_JOB):
            assert bytes(Subscription.objects.get().secret_sealed) == b""


class TestRepeating:
    def test_one_goes_out_again_under_its_id(self, far: Outside, told: actions.Entered, happen: Announce) -> None:
        delivery, other = happen(), happen()
        drain(told.id)
        with reading(ADMIN):
            actions.repeat(told.id, delivery_id=delivery)
            with pytest.raises(Refused):
                actions.repeat(told.id, delivery_id=delivery)
            with pytest.raises(NoSuchReceiver):
                actions.repeat(told.id, delivery_id=UUID(int=3))
        drain(told.id)
        assert [got.id for got in far.got] == list(map(str, [delivery, other, delivery]))

    def test_all_since_a_day(self, far: Outside, told: actions.Entered, happen: Announce) -> None:
        old, new = happen(), happen()
        drain(told.id)
        with reading(_JOB):
            Delivery.objects.filter(id=old).update(created_at=timezone.now() - timedelta(days=3))
        with reading(ADMIN):
            assert actions.repeat_since(told.id, day=timezone.localdate(), only_parked=True) == 0
            assert actions.repeat_since(told.id, day=timezone.localdate() - timedelta(days=1), only_parked=False) == 1
        drain(told.id)
        assert far.got[-1].id == str(new)

    def test_a_test_goes_out_too(self, far: Outside, told: actions.Entered) -> None:
        with reading(ADMIN):
            actions.test(told.id)
        drain(told.id)
        with reading(ADMIN):
            [line] = queries.deliveries(told.id)
            assert (line.kind, line.code, line.state) == ("test", 204, State.SENT)
            assert queries.receiver(told.id).last_sent_at is not None
        assert len(far.got) == 1


class TestBacklog:
    def test_it_counts_what_waits_and_what_is_parked(self, told: actions.Entered, happen: Announce) -> None:
        parked = happen()
        happen()
        with reading(_JOB):
            Delivery.objects.filter(id=parked).update(state=State.PARKED)
            Delivery.objects.exclude(id=parked).update(armed_at=timezone.now() - timedelta(hours=1))
            found = queries.backlog()
            assert (found.waiting, found.parked) == (1, 1)
            assert found.oldest_s >= 3600
        with reading(ADMIN):
            actions.pause(told.id)
        with reading(_JOB):
            assert queries.backlog().waiting == 0
