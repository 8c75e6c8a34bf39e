"""Who misses often is held back for a while, and nobody else."""

from linli.kernel import misses
from linli.kernel.misses import Misses

MOST, WINDOW_S = 5, 600.0


class TestMisses:
    def test_it_lets_go_after_the_window(self) -> None:
        now = [0.0]
        counted = Misses(most=MOST, window_s=WINDOW_S, clock=lambda: now[0])
        for _ in range(MOST):
            assert not counted.is_held("a")
            counted.note_miss("a")
        assert counted.is_held("a")
        assert not counted.is_held("b")

        now[0] = WINDOW_S + 1.0

        assert not counted.is_held("a")

    def test_old_callers_are_dropped(self) -> None:
        now = [0.0]
        counted = Misses(most=MOST, window_s=WINDOW_S, clock=lambda: now[0])
        counted.note_miss("a")
        now[0] = WINDOW_S + 1.0
        counted.note_miss("b")

        assert list(counted._misses) == ["b"]

    def test_a_flood_of_callers_takes_no_more_room(self) -> None:
        counted = Misses(most=MOST, window_s=WINDOW_S, clock=lambda: 0.0)
        for number in range(misses.KEPT_CALLERS + 3):
            counted.note_miss(str(number))

        assert len(counted._misses) == misses.KEPT_CALLERS
