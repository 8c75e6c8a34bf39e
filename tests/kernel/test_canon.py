"""The audit chain's spelling: the same value is always the same text, and a changed link breaks every later one."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.canon import NotCanonical, canonical_json, canonical_moment, chain_hash


class Outcome(StrEnum):
    DONE = "done"


class Floor(Enum):
    ROOF = 7


class TestCanonicalJson:
    def test_keys_are_sorted_and_nothing_is_spaced(self) -> None:
        assert canonical_json({"b": [1, True, None], "a": "三号楼"}) == '{"a":"三号楼","b":[1,true,null]}'

    def test_moments_are_utc_with_six_decimals(self) -> None:
        beijing = timezone(timedelta(hours=8))
        assert canonical_json(datetime(2026, 10, 1, 8, tzinfo=beijing)) == '"2026-10-01T00:00:00.000000Z"'

    def test_days_keys_amounts_and_codes_have_a_spelling(self) -> None:
        value = (date(2026, 10, 1), UUID(int=7), Decimal("1E+2"), Decimal("0.10"), Outcome.DONE, Floor.ROOF)
        assert json.loads(canonical_json(value)) == [
            "2026-10-01",
            "00000000-0000-0000-0000-000000000007",
            "100",
            "0.10",
            "done",
            7,
        ]

    @pytest.mark.parametrize(
        "value",
        [
            float("nan"),
            float("inf"),
            Decimal("NaN"),
            datetime(2026, 10, 1),  # noqa: DTZ001
            {1: "one"},
            {1, 2},
            b"bytes",
            "\ud800",
            {"\ud800": 1},
        ],
    )
    def test_what_has_no_single_spelling_is_refused(self, value: object) -> None:
        with pytest.raises(NotCanonical):
            canonical_json(value)

    def test_the_refusal_says_where(self) -> None:
        with pytest.raises(NotCanonical, match=r"\$\.steps\[1\]\.cost"):
            canonical_json({"steps": [{}, {"cost": float("nan")}]})

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
            max_leaves=12,
        )
    )
    def test_reading_and_writing_again_changes_nothing(self, value: object) -> None:
        text = canonical_json(value)
        assert canonical_json(json.loads(text)) == text

    def test_a_naive_moment_is_refused(self) -> None:
        with pytest.raises(NotCanonical):
            canonical_moment(datetime(2026, 10, 1))  # noqa: DTZ001
        assert canonical_moment(datetime(2026, 10, 1, tzinfo=UTC)).endswith("Z")


class TestChainHash:
    def test_anybody_can_compute_it(self) -> None:
        assert chain_hash("ab", "{}") == hashlib.sha256(b"ab\n{}").hexdigest()

    def test_a_changed_link_changes_every_later_one(self) -> None:
        def last(payloads: list[str]) -> str:
            link = ""
            for payload in payloads:
                link = chain_hash(link, payload)
            return link

        assert last(["1", "2", "3"]) != last(["1", "X", "3"])
