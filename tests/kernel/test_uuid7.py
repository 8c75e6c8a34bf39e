"""Keys rise, carry their moment, and are never made twice."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import uuid7
from linli.kernel.uuid7 import _Series, moment_of, new_id


class TestNewId:
    def test_ten_thousand_keys_rise(self) -> None:
        keys = [new_id() for _ in range(10_000)]
        assert all(one < other for one, other in pairwise(keys))

    def test_threads_never_make_the_same_key(self) -> None:
        with ThreadPoolExecutor(8) as pool:
            keys = list(pool.map(lambda _: new_id(), range(8000)))
        assert len(set(keys)) == 8000

    def test_a_key_for_now_carries_now(self) -> None:
        uuid7._start_afresh()  # another test may have travelled ahead, and keys never go back
        assert abs(moment_of(new_id()) - datetime.now(UTC)) < timedelta(seconds=5)

    @given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
    def test_a_given_moment_comes_back_to_the_millisecond(self, moment: datetime) -> None:
        key = new_id(moment)
        assert (key.version, key.variant) == (7, uuid.RFC_4122)
        assert moment_of(key) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def test_an_old_matter_gets_an_old_key_whatever_was_made_before(self) -> None:
        late, early = (new_id(datetime(year, 5, 1, tzinfo=UTC)) for year in (2026, 2021))
        assert early < late < new_id()

    def test_keys_for_one_given_moment_rise(self) -> None:
        moment = datetime(2021, 5, 1, tzinfo=UTC)
        keys = [new_id(moment) for _ in range(100)]
        assert keys == sorted(keys)

    @pytest.mark.parametrize("moment", [datetime(2026, 1, 1), datetime(1969, 12, 31, tzinfo=UTC)])  # noqa: DTZ001
    def test_a_naive_or_too_early_moment_is_refused(self, moment: datetime) -> None:
        with pytest.raises(ValueError, match=r"time zone|no key"):
            new_id(moment)


class TestSeries:
    def test_a_clock_set_back_does_not_turn_the_order_round(self) -> None:
        series = _Series()
        first, second = series.next(5000, never_back=True), series.next(4000, never_back=True)
        assert first < second

    def test_a_full_millisecond_flows_into_the_next(self) -> None:
        series = _Series()
        first = series.next(5000, never_back=True)
        series._tail = 2**74 - 1
        second = series.next(5000, never_back=True)
        assert first < second
        assert moment_of(second) - moment_of(first) == timedelta(milliseconds=1)


class TestMomentOf:
    def test_a_random_key_has_no_moment(self) -> None:
        with pytest.raises(ValueError, match="version 7"):
            moment_of(uuid.uuid4())
