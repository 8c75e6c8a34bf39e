"""Division codes: what carries meaning, and what lies inside what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.divisions import (
    DivisionLevel,
    UnknownDivision,
    check_grid_code,
    full_code,
    is_within,
    level_of,
    lineage,
    scope_of,
)


class TestScope:
    @pytest.mark.parametrize(
        ("code", "scope", "level"),
        [
            ("440000000000", "44", DivisionLevel.PROVINCE),
            ("440000", "44", DivisionLevel.PROVINCE),
            ("440300000000", "4403", DivisionLevel.CITY),
            ("440305000000", "440305", DivisionLevel.DISTRICT),
            ("440305006000", "440305006", DivisionLevel.STREET),
            ("440305006", "440305006", DivisionLevel.STREET),
            ("440305006001", "440305006001", DivisionLevel.COMMUNITY),
            ("440305006010", "440305006010", DivisionLevel.COMMUNITY),
            ("440305006001012", "440305006001012", DivisionLevel.GRID),
        ],
    )
    def test_zeros_at_the_end_carry_no_meaning(self, code: str, scope: str, level: DivisionLevel) -> None:
        assert (scope_of(code), level_of(code)) == (scope, level)
        assert scope_of(scope) == scope

    def test_a_city_without_districts_has_streets_all_the_same(self) -> None:
        assert lineage("441900003001") == ("44", "4419", "441900003", "441900003001")

    @pytest.mark.parametrize("code", ["", "4", "44030", "980000", "000000000000", "44030500600A", "440305006000001"])
    def test_what_has_no_level_is_refused(self, code: str) -> None:
        with pytest.raises(UnknownDivision):
            scope_of(code)

    def test_the_full_form_is_twelve_digits(self) -> None:
        assert full_code("440305") == "440305000000"


class TestWithin:
    def test_a_grid_lies_in_its_community_its_street_and_its_city(self) -> None:
        grid = "440305006001012"
        assert all(is_within(grid, place) for place in (grid, "440305006001", "440305006000", "440300000000", "44"))

    @pytest.mark.parametrize("place", ["440305006002", "440305007000", "4404", "45"])
    def test_it_does_not_lie_in_its_neighbours(self, place: str) -> None:
        assert not is_within("440305006001012", place)

    def test_a_city_does_not_lie_in_its_own_district(self) -> None:
        assert not is_within("440300000000", "440305")

    @given(groups=st.tuples(st.integers(1, 99), st.integers(1, 99), st.integers(1, 999), st.integers(1, 999)))
    def test_every_place_lies_in_all_of_its_lineage(self, groups: tuple[int, int, int, int]) -> None:
        city, district, street, community = groups
        code = f"44{city:02}{district:02}{street:03}{community:03}"
        assert lineage(code)[-1] == code
        assert all(is_within(code, ancestor) for ancestor in lineage(code))


class TestGridCode:
    def test_a_grid_belongs_to_a_community(self) -> None:
        assert check_grid_code("440305006001001")

    @pytest.mark.parametrize("code", ["440305006000001", "440305006001000", "440305006001", "44030500600100A"])
    def test_a_grid_of_a_street_or_without_a_number_is_refused(self, code: str) -> None:
        assert not check_grid_code(code)
