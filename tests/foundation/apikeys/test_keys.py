"""Keys of other systems: who makes and ends them, what the database shows of them, and how calls are counted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests import databases

from linli.foundation.accounts.policies import NotYours
from linli.foundation.apikeys.actions import KeyRefused, NewKey, NoSuchKey, create_key, digest_of, revoke_key
from linli.foundation.apikeys.counting import forget_calls, seconds_to_wait
from linli.foundation.apikeys.models import ApiCall, ApiKey
from linli.foundation.apikeys.queries import keys_for, keys_within, shown_key
from linli.foundation.apikeys.rules import WINDOW, Limit, Standing, reaches, standing_on, wait_seconds
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

STREET = COMMUNITY[:9]
DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.get_default_timezone())
Make = Callable[..., NewKey]


class TestRules:
    @pytest.mark.parametrize(
        ("day", "is_revoked", "standing"),
        [
            (DAY, False, Standing.GOOD),
            (DAY + timedelta(days=1), False, Standing.EXPIRED),
            (DAY, True, Standing.REVOKED),
            (DAY + timedelta(days=1), True, Standing.REVOKED),
        ],
    )
    def test_the_last_day_counts_whole(self, day: date, is_revoked: bool, standing: Standing) -> None:  # noqa: FBT001
        assert standing_on(day, expires_on=DAY, is_revoked=is_revoked) is standing

    @pytest.mark.parametrize(
        ("scope", "is_reached"),
        [(COMMUNITY, True), (STREET, True), ("", False), ("999901001002", False), (f"{STREET}0010", False)],
    )
    def test_a_key_reaches_its_place_and_what_lies_in_it(self, scope: str, is_reached: bool) -> None:  # noqa: FBT001
        assert reaches(scope, COMMUNITY) is is_reached

    def test_after_the_first_of_the_minute_is_over_one_more_is_let_in(self) -> None:
        calls = [NOON - timedelta(seconds=50), NOON - timedelta(seconds=10), NOON]
        assert wait_seconds(calls, most=4, now=NOON) == 0
        assert wait_seconds(calls, most=3, now=NOON) == 10
        assert wait_seconds(calls, most=2, now=NOON) == 50
        assert wait_seconds([NOON - WINDOW], most=1, now=NOON) == 0

    @given(st.lists(st.integers(0, 180), max_size=40).map(sorted), st.integers(1, 10))
    def test_who_waits_as_told_is_let_in_and_not_a_second_sooner(self, ago: list[int], most: int) -> None:
        calls = [NOON - timedelta(seconds=one) for one in reversed(ago)]
        wait = wait_seconds(calls, most=most, now=NOON)
        assert wait_seconds(calls, most=most, now=NOON + timedelta(seconds=wait)) == 0
        if wait > 1:
            assert wait_seconds(calls, most=most, now=NOON + timedelta(seconds=wait - 1)) > 0
        assert wait <= WINDOW.total_seconds()


@pytest.fixture
def make(cast: Cast) -> Make:
    """Make a key as the set-up of the site."""

    def made(*, scope: str = COMMUNITY, **more: object) -> NewKey:
        said: dict[str, object] = {
            "name": "城市热线", "unit": cast.units["station"], "can_read": True, "can_write": True,
            "expires_on": timezone.localdate(), **more,
        }  # fmt: skip
        with reading(job_reader(scope[:2], purpose=Purpose.ADMINISTER)):
            key = create_key(scope=scope, **said)  # type: ignore[arg-type]
        assert key is not None
        return key

    yield made  # type: ignore[misc]
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM apikeys_apikey")


def publishing(secret: str = "") -> Reader:
    return Reader(purpose=Purpose.PUBLISH, territory=COMMUNITY, grant=digest_of(secret) if secret else "")


class TestMaking:
    def test_the_key_itself_is_kept_nowhere(self, make: Make, owner: databases.Owner) -> None:  # noqa: ARG002
        secret = make().secret
        assert len(secret) > 40
        with databases.kept_owner_of(databases.current()) as here:
            rows = here.execute("SELECT k::text FROM apikeys_apikey k").fetchall()
            chain = here.execute("SELECT a::text FROM audit_entry a WHERE a::text LIKE '%api_key.created%'").fetchall()
        assert rows
        assert chain
        assert all(secret not in str(row) and secret[:-4] not in str(row) for row in [*rows, *chain])

    def test_a_form_sent_twice_makes_one(self, make: Make, cast: Cast) -> None:
        request = uuid4()
        assert make(request=request).id == request
        with reading(job_reader("99", purpose=Purpose.ADMINISTER)):
            again = create_key(
                name="城市热线", scope=COMMUNITY, unit=cast.units["station"], can_read=True, can_write=True,
                expires_on=timezone.localdate(), request=request,
            )  # fmt: skip
            assert again is None
            assert len(keys_for(COMMUNITY)) == 1

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"can_read": False, "can_write": False}, "can_read"),
            ({"unit": UUID(int=0)}, "unit"),
            ({"expires_on": date(2020, 1, 1)}, "expires_on"),
            ({"expires_on": date(2099, 1, 1)}, "expires_on"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, make: Make, more: dict[str, object], field: str) -> None:
        with pytest.raises(KeyRefused) as refused:
            make(**more)
        assert refused.value.field == field

    def test_nobody_else_makes_or_ends_one(self, make: Make, cast: Cast) -> None:
        key = make()
        for username in ("heshuning", "jiedao", "anquan", "shenji"):
            with reading(cast.readers[username]), pytest.raises((NotYours, NoSuchKey)):
                revoke_key(key.id)

    def test_the_administrator_of_a_community_does_not_end_the_streets_key(self, make: Make, cast: Cast) -> None:
        key = make(scope=STREET, unit=cast.units["street"])
        with reading(job_reader(COMMUNITY, purpose=Purpose.ADMINISTER)):
            assert [one.id for one in keys_for(COMMUNITY)] == [key.id]
            assert keys_within(COMMUNITY) == ()
            revoked = ApiKey.objects.filter(pk=key.id).update(revoked_at=timezone.now())
        assert revoked == 0


class TestShowing:
    def test_a_key_is_seen_by_whoever_shows_it_and_by_nobody_else(self, make: Make, cast: Cast) -> None:
        key = make()
        with reading(publishing(key.secret)) as reader:
            shown = shown_key(reader.grant)
            assert shown is not None
            assert shown.is_good
        clerk, elsewhere = cast.readers["heshuning"], job_reader("999901002", purpose=Purpose.ADMINISTER)
        for other in (publishing(), publishing("linli_x"), Reader(), clerk, elsewhere):
            with reading(other):
                assert not ApiKey.objects.exists()

    def test_revoked_it_stays_in_the_list_and_opens_nothing(self, make: Make) -> None:
        key = make()
        for _time in range(2):
            with reading(job_reader(COMMUNITY, purpose=Purpose.ADMINISTER)):
                revoke_key(key.id)
        with reading(publishing(key.secret)) as reader:
            shown = shown_key(reader.grant)
        assert shown is not None
        assert shown.standing is Standing.REVOKED


class TestCounting:
    def test_what_is_over_a_limit_is_not_written_and_forgotten_after_an_hour(self, cast: Cast) -> None:  # noqa: ARG002
        limits = [Limit(caller="address:192.0.2.1", most=2), Limit(caller="key:1", most=5)]
        with reading(publishing()):
            waits = [seconds_to_wait(limits, now=NOON + timedelta(seconds=at)) for at in range(4)]
            assert waits == [0, 0, 58, 57]
            assert ApiCall.objects.count() == 4
            assert seconds_to_wait(limits, now=NOON + timedelta(seconds=61)) == 0
        with reading(job_reader("")):
            assert forget_calls(now=NOON + timedelta(minutes=60, seconds=1)) == 2
            assert forget_calls(now=NOON + timedelta(hours=3)) == 4

    def test_no_address_is_kept(self, cast: Cast) -> None:  # noqa: ARG002
        with reading(publishing()):
            seconds_to_wait([Limit(caller="address:192.0.2.1", most=2)], now=NOON)
            caller = ApiCall.objects.get().caller
        assert len(caller) == 32
        assert caller.isalnum()
