"""A committed community of events, and a receiver outside whose name leads to this machine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings
from tests.foundation.webhooks.receiver import Outside, certificate, outside

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.webhooks import actions, offers, receivers
from linli.foundation.webhooks.models import Delivery, Subscription
from linli.foundation.webhooks.offers import Outward
from linli.foundation.webhooks.sending import _JOB
from linli.kernel.uuid7 import new_id

COMMUNITY, STREET = "330106001001", "330106001"
NAME = "receiver.example"
ADMIN = Reader(id=str(UUID(int=7)), territory=STREET, purpose=Purpose.ADMINISTER, role="system_admin")
Announce = Callable[..., UUID]


@pytest.fixture
def far(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """Give a receiver on loopback, which this site allows, under a certificate this machine trusts."""
    settings.LINLI_WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, NAME)))
    monkeypatch.setattr(receivers, "resolve", lambda host, port: {NAME: ["127.0.0.1"]}.get(host, []))  # noqa: ARG005
    with outside(tmp_path, NAME) as receiver:
        yield receiver


@pytest.fixture
def told(committed_db: None, far: Outside) -> actions.Entered:  # noqa: ARG001 - the tables are there
    """Enter the receiver for everything in the street."""
    with reading(ADMIN):
        return actions.subscribe(
            name="市平台", url=far.url, kinds=["grids.published"], scope=STREET, unit=None, actor=ADMIN
        )


@pytest.fixture
def happen(told: actions.Entered) -> Announce:
    """Let something happen: ``happen(subject=…, number=1, hold_s=10)``; returns the delivery's id."""

    def announce(
        *, subject: UUID | None = None, number: int = 0, hold_s: int = 0, event_id: UUID | None = None
    ) -> UUID:
        outward = Outward(community=COMMUNITY, facts={"number": number}, subject=subject, number=number, hold_s=hold_s)
        with reading(_JOB):
            row = Subscription.objects.get(id=told.id)
            [made] = offers.deliver_to(
                [row], kind="grids.published", event_id=event_id or new_id(), at=datetime.now(UTC), outward=outward
            )
        return made.id

    return announce


def now_of(delivery_id: UUID) -> Delivery:
    with reading(_JOB):
        return Delivery.objects.get(id=delivery_id)


def make_due(told: actions.Entered) -> None:
    """Let time pass until the next attempts, and a resting receiver's next one."""
    with reading(_JOB):
        Delivery.objects.filter(subscription=told.id).update(due_at=datetime(2020, 1, 1, tzinfo=UTC))
        Subscription.objects.filter(id=told.id).exclude(rest_until=None).update(
            rest_until=datetime(2020, 1, 1, tzinfo=UTC)
        )
