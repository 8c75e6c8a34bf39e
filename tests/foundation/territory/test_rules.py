import pytest

from linli.foundation.territory.rules import NoNumberLeft, number_grids, reading_order

NORTH_WEST, NORTH_EAST = (0.0, 1.0, 1.0, 2.0), (1.0, 1.1, 2.0, 2.0)
SOUTH_WEST, SOUTH_EAST = (0.0, 0.0, 1.0, 1.0), (1.0, 0.0, 2.0, 1.1)


class TestReadingOrder:
    def test_things_are_numbered_like_the_words_of_a_page(self) -> None:
        boxes = [SOUTH_EAST, NORTH_EAST, SOUTH_WEST, NORTH_WEST]
        assert [boxes[at] for at in reading_order(boxes)] == [NORTH_WEST, NORTH_EAST, SOUTH_WEST, SOUTH_EAST]

    def test_a_row_may_be_a_little_uneven(self) -> None:
        west, east = (0.0, 0.0, 1.0, 1.0), (1.0, 0.3, 2.0, 1.3)
        assert reading_order([east, west]) == [1, 0]

    def test_nothing_has_no_order(self) -> None:
        assert reading_order([]) == []


class TestNumberGrids:
    def test_codes_are_the_community_and_three_digits(self) -> None:
        assert number_grids("440305001001", boxes=[SOUTH_WEST, NORTH_WEST]) == ["440305001001002", "440305001001001"]

    def test_a_number_in_use_is_passed_over(self) -> None:
        assert number_grids("440305001001", boxes=[NORTH_WEST], taken=["440305001001001"]) == ["440305001001002"]

    def test_the_thousandth_grid_has_no_number(self) -> None:
        taken = [f"440305001001{number:03d}" for number in range(1, 1000)]
        with pytest.raises(NoNumberLeft):
            number_grids("440305001001", boxes=[NORTH_WEST], taken=taken)
