"""Pauses grow, three days are tried, a receiver that is down rests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from linli.foundation.webhooks import rules, signing

AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


class TestPauses:
    @given(st.integers(1, 200))
    def test_they_grow_and_never_pass_six_hours(self, attempts: int) -> None:
        assert timedelta(0) < rules.pause(attempts) <= rules.pause(attempts + 1) <= timedelta(hours=6)

    def test_eighteen_attempts_reach_beyond_two_days(self) -> None:
        assert sum((rules.pause(n) for n in range(1, 18)), timedelta()) > timedelta(days=2)

    def test_a_weekend_is_not_given_up_and_three_days_are(self) -> None:
        assert not rules.is_given_up(armed_at=AT, now=AT + timedelta(days=3) - timedelta(seconds=1))
        assert rules.is_given_up(armed_at=AT, now=AT + timedelta(days=3))

    def test_two_failures_are_no_rest_and_later_ones_end_at_half_an_hour(self) -> None:
        assert rules.rest(2) is None
        assert rules.rest(3) == timedelta(minutes=1)
        assert rules.rest(50) == timedelta(minutes=30)


class TestWhoHears:
    @pytest.mark.parametrize(
        ("kind", "community", "units", "is_heard"),
        [
            ("matter.moved", "330106001001", ("u1", "u2"), True),
            ("matter.moved", "330106001001", ("u2",), False),
            ("matter.moved", "330106002001", ("u1",), False),
            ("grids.published", "330106001001", ("u1",), False),
        ],
    )
    def test_its_kinds_its_place_its_unit(
        self, kind: str, community: str, units: tuple[str, ...], *, is_heard: bool
    ) -> None:
        heard = rules.hears(
            kinds=["matter.moved"], scope="330106001", unit="u1", event_kind=kind, community=community, units=units
        )
        assert heard is is_heard


class TestSigning:
    def test_the_standards_own_example(self) -> None:
        body = b'{"test": 2432232314}'
        key = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        at = datetime.fromtimestamp(1614265330, tz=UTC)
        said = UUID("0194c2a3-0000-7000-8000-000000000001")
        ours = signing.signature(said, second=1614265330, body=body, secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        assert ours == key.sign(msg_id=str(said), timestamp=at, data=body.decode())

    @given(st.binary(max_size=50))
    def test_another_body_secret_or_moment_does_not_verify(self, more: bytes) -> None:
        secret, said, now = signing.new_secret(), UUID(int=9), int(datetime.now(UTC).timestamp())
        body = b'{"a":1}'
        headers = signing.headers(said, second=now, body=body, secret=secret)
        assert Webhook(secret).verify(body, headers) == {"a": 1}
        for other_secret, other_body, other in (
            (signing.new_secret(), body, headers),
            (secret, body + b" " + more.hex().encode(), headers),
            (secret, body, {**headers, "webhook-timestamp": str(now - 10)}),
            (secret, body, {**headers, "webhook-id": str(UUID(int=8))}),
        ):
            with pytest.raises(WebhookVerificationError):
                Webhook(other_secret).verify(other_body, other)
