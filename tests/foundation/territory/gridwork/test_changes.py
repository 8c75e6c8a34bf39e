from collections.abc import Sequence
from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from linli.foundation.territory.gridwork import changes
from linli.foundation.territory.gridwork.changes import Drawing, DrawingRefused
from linli.foundation.territory.gridwork.checks import GridFeature, check_grids
from linli.foundation.territory.gridwork.fitting import corners_of
from linli.foundation.territory.gridwork.gaps import gaps, overlaps
from linli.foundation.territory.models import GridKind
from linli.kernel.shapes import Area, area_m2

COMMUNITY = "990305001001"
LON, LAT, STEP = 113.93, 22.53, 0.001
Point = tuple[float, float]


def at(x: float, y: float) -> Point:
    """A point by hundred-metre steps east and north of the corner of the community."""
    return round(LON + x * STEP, 12), round(LAT + y * STEP, 12)


def box(west: float, south: float, east: float, north: float) -> Polygon:
    return shapely.box(*at(west, south), *at(east, north))


def grid(number: int, shape: Area, kind: GridKind = GridKind.BASE, name: str = "") -> GridFeature:
    code = f"{COMMUNITY}{number:03d}"
    return GridFeature(row=number, code=code, name=name or f"Grid {number}", kind=kind, shape=shape)


def code(number: int) -> str:
    return f"{COMMUNITY}{number:03d}"


def two(boundary: Area | None = None, **more: object) -> Drawing:
    """Two squares side by side, the western one number 1."""
    squares = (grid(1, box(0, 0, 1, 1)), grid(2, box(1, 0, 2, 1)))
    return Drawing(community=COMMUNITY, grids=squares, boundary=boundary, **more)  # type: ignore[arg-type]


def after(drawing: Drawing, grids: Sequence[GridFeature]) -> Drawing:
    return Drawing(community=COMMUNITY, grids=tuple(grids), boundary=drawing.boundary, taken=drawing.taken)


def flaws(drawing: Drawing) -> tuple[int, int]:
    return len(gaps(drawing.grids, boundary=drawing.boundary)), len(overlaps(drawing.grids))


def size(drawing: Drawing, number: int) -> float:
    return area_m2(drawing.grid(code(number)).shape)


class TestDraw:
    def test_a_new_grid_takes_only_ground_that_no_other_has(self) -> None:
        whole = two()
        drawn = after(whole, changes.draw(whole, [at(1.5, 0.5), at(3, 0.5), at(3, 2), at(1.5, 2)]))
        assert [one.code for one in drawn.grids] == [code(1), code(2), code(3)]
        assert drawn.grid(code(3)).name == "第 3 网格"
        assert flaws(drawn) == (0, 0)
        assert drawn.grid(code(3)).shape.equals(box(1.5, 0.5, 3, 2) - box(1, 0, 2, 1))

    def test_it_stays_within_the_community(self) -> None:
        whole = two(boundary=box(0, 0, 3, 1))
        drawn = after(whole, changes.draw(whole, [at(1.9, -1), at(9, -1), at(9, 2), at(1.9, 2)], name=" 东 片 "))
        assert drawn.grid(code(3)).name == "东 片"
        assert flaws(drawn) == (0, 0)

    def test_a_number_that_a_grid_once_had_is_never_given_again(self) -> None:
        whole = two(taken=frozenset({code(3), code(4)}))
        drawn = changes.draw(whole, [at(2, 0), at(3, 0), at(3, 1), at(2, 1)])
        assert [one.code for one in drawn] == [code(1), code(2), code(5)]

    def test_micro_grids_lie_in_others(self) -> None:
        whole = two()
        drawn = after(whole, changes.draw(whole, [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8)], kind=GridKind.MICRO))
        assert drawn.grid(code(3)).kind is GridKind.MICRO
        assert flaws(drawn) == (0, 0)

    @pytest.mark.parametrize(
        "ring",
        [
            [],
            [at(3, 0)],
            [at(3, 0), at(4, 0)],
            [at(3, 0), at(4, 1), at(4, 0), at(3, 1)],
            [at(0.1, 0.1), at(0.9, 0.1), at(0.9, 0.9)],
            [at(3, 0)] * 2001,
            [(400.0, 1.0), (401.0, 1.0), (401.0, 2.0)],
        ],
        ids=["nothing", "a point", "a line", "crossing itself", "taken ground", "too many points", "nowhere"],
    )
    def test_what_is_no_free_ground_is_refused_in_a_sentence(self, ring: list[Point]) -> None:
        with pytest.raises(DrawingRefused, match=r".+"):
            changes.draw(two(), ring)

    def test_outside_the_boundary_is_refused(self) -> None:
        with pytest.raises(DrawingRefused):
            changes.draw(two(boundary=box(0, 0, 2, 1)), [at(5, 5), at(6, 5), at(6, 6)])


class TestSplit:
    def test_the_larger_part_keeps_code_and_name(self) -> None:
        whole = two()
        cut = after(whole, changes.split(whole, code(1), [at(0.3, -0.1), at(0.3, 1.1)]))
        assert [one.code for one in cut.grids] == [code(1), code(2), code(3)]
        assert cut.grid(code(1)).name == "Grid 1"
        assert size(cut, 3) == pytest.approx(size(whole, 1) * 0.3, rel=1e-4)
        assert flaws(cut) == (0, 0)

    def test_a_line_from_border_to_border_is_enough(self) -> None:
        cut = changes.split(two(), code(1), [at(0.5, 0), at(0.4, 0.6), at(0.5, 1)])
        assert len(cut) == 3

    def test_the_neighbour_gets_the_new_corner_too(self) -> None:
        whole = two()
        cut = after(whole, changes.split(whole, code(1), [at(-0.1, 0.5), at(1.1, 0.5)]))
        assert list(at(1, 0.5)) in corners_of(cut.grid(code(2)).shape).tolist()
        moved = after(cut, changes.move_corner(cut, at(1, 0.5), at(1.2, 0.6)))
        assert flaws(moved) == (0, 0)

    @pytest.mark.parametrize(
        "line",
        [
            [at(0.2, 0.2), at(0.8, 0.8)],
            [at(-1, 0.5), at(0.5, 0.5)],
            [at(3, 0), at(3, 1)],
            [at(0, 0), at(0, 0)],
            [at(0, 0)],
            [],
        ],
        ids=["inside", "half way", "elsewhere", "no way", "a point", "nothing"],
    )
    def test_a_line_that_does_not_run_through_is_refused(self, line: list[Point]) -> None:
        with pytest.raises(DrawingRefused):
            changes.split(two(), code(1), line)

    def test_a_line_that_crosses_itself_is_refused(self) -> None:
        with pytest.raises(DrawingRefused, match=r"."):
            changes.split(two(), code(1), [at(-1, 0.5), at(2, 0.5), at(0.5, 2), at(0.5, -1)])

    def test_a_zigzag_into_more_than_twenty_parts_is_refused(self) -> None:
        comb = [at(x / 12, -0.5 if x % 2 else 1.5) for x in range(1, 12)]
        zigzag = [at(-0.5, y / 30) if y % 2 else at(1.5, y / 30) for y in range(1, 29)]
        assert len(changes.split(two(), code(1), comb)) > 3
        with pytest.raises(DrawingRefused, match="20"):
            changes.split(two(), code(1), zigzag)

    def test_a_grid_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(DrawingRefused):
            changes.split(two(), code(9), [at(0, 0), at(1, 1)])


class TestMerge:
    def test_the_largest_keeps_code_and_name(self) -> None:
        whole = two()
        cut = after(whole, changes.split(whole, code(1), [at(0.3, -0.1), at(0.3, 1.1)]))
        back = after(cut, changes.merge(cut, [code(3), code(1)]))
        assert [one.code for one in back.grids] == [code(1), code(2)]
        assert back.grid(code(1)).shape.equals_exact(box(0, 0, 1, 1), 1e-9) or size(back, 1) == pytest.approx(
            size(whole, 1)
        )
        assert flaws(back) == (0, 0)

    def test_grids_that_touch_in_a_corner_alone_are_refused(self) -> None:
        apart = Drawing(community=COMMUNITY, grids=(grid(1, box(0, 0, 1, 1)), grid(2, box(1, 1, 2, 2))))
        with pytest.raises(DrawingRefused):
            changes.merge(apart, [code(1), code(2)])

    def test_a_slit_of_a_millimetre_between_them_closes(self) -> None:
        slit = Drawing(community=COMMUNITY, grids=(grid(1, box(0, 0, 1, 1)), grid(2, box(1.00001, 0, 2, 1))))
        fitted = after(slit, changes.settled(slit, slit.grids))
        assert len(changes.merge(fitted, [code(1), code(2)])) == 1

    @pytest.mark.parametrize("codes", [[], [code(1)], [code(1), code(1)], [code(1), code(7)]])
    def test_fewer_than_two_is_no_merging(self, codes: list[str]) -> None:
        with pytest.raises(DrawingRefused):
            changes.merge(two(), codes)

    def test_a_micro_grid_is_not_merged_with_ground(self) -> None:
        mixed = Drawing(
            community=COMMUNITY, grids=(grid(1, box(0, 0, 1, 1)), grid(2, box(1, 0, 2, 1), GridKind.MICRO))
        )  # fmt: skip
        with pytest.raises(DrawingRefused):
            changes.merge(mixed, [code(1), code(2)])


class TestCorners:
    def test_a_shared_corner_moves_for_both(self) -> None:
        whole = two()
        moved = after(whole, changes.move_corner(whole, at(1, 1), at(1.2, 1.1)))
        assert flaws(moved)[1] == 0
        assert size(moved, 1) > size(whole, 1)

    def test_an_edge_bends_for_both(self) -> None:
        whole = two()
        bent = after(whole, changes.bend(whole, at(1, 0), at(1, 1), at(1.3, 0.5)))
        assert flaws(bent) == (0, 0)
        assert size(bent, 1) + size(bent, 2) == pytest.approx(size(whole, 1) + size(whole, 2))

    def test_a_corner_between_two_goes_for_both(self) -> None:
        bent = after(two(), changes.bend(two(), at(1, 0), at(1, 1), at(1.3, 0.5)))
        straight = after(bent, changes.remove_corner(bent, at(1.3, 0.5)))
        assert flaws(straight) == (0, 0)
        assert size(straight, 1) == pytest.approx(size(two(), 1))

    def test_where_three_meet_no_corner_goes(self) -> None:
        whole = after(two(), changes.split(two(), code(1), [at(-0.1, 0.5), at(1.1, 0.5)]))
        with pytest.raises(DrawingRefused):
            changes.remove_corner(whole, at(1, 0.5))

    def test_a_border_that_would_cross_itself_stays(self) -> None:
        with pytest.raises(DrawingRefused):
            changes.move_corner(two(), at(0, 0), at(0.5, 1.5))

    def test_a_triangle_keeps_its_corners(self) -> None:
        triangle = Drawing(community=COMMUNITY, grids=(grid(1, Polygon([at(0, 0), at(1, 0), at(0, 1)])),))
        with pytest.raises(DrawingRefused):
            changes.remove_corner(triangle, at(0, 0))

    def test_a_corner_that_is_gone_is_named(self) -> None:
        with pytest.raises(DrawingRefused):
            changes.move_corner(two(), at(5, 5), at(6, 6))

    def test_put_near_another_corner_it_is_that_corner(self) -> None:
        whole = two()
        near = (at(2, 1)[0] + 2e-7, at(2, 1)[1])  # two centimetres
        apart = Drawing(community=COMMUNITY, grids=(*whole.grids, grid(3, box(2.5, 0, 3, 1))))
        moved = after(apart, changes.move_corner(apart, at(2.5, 1), near))
        assert list(at(2, 1)) in corners_of(moved.grid(code(3)).shape).tolist()


class TestFlaws:
    def test_an_overlap_goes_to_the_one_that_keeps_it(self) -> None:
        both = Drawing(community=COMMUNITY, grids=(grid(1, box(0, 0, 1.2, 1)), grid(2, box(1, 0, 2, 1))))
        assert flaws(both) == (0, 1)
        for keeps, loses in ((1, 2), (2, 1)):
            mended = after(both, changes.give_overlap(both, keeps=code(keeps), loses=code(loses)))
            assert flaws(mended) == (0, 0)
            assert size(mended, keeps) == pytest.approx(size(both, keeps))

    def test_many_small_overlaps_of_two_grids_are_one_that_is_named(self) -> None:
        """As publishing counts them: together they are more than half a square metre."""
        teeth = [box(0.998, y / 10, 1, y / 10 + 0.01) for y in range(10)]
        both = (grid(1, box(0, 0, 1, 1)), grid(2, shapely.union_all([box(1, 0, 2, 1), *teeth])))
        (shared,) = overlaps(both)
        assert max(area_m2(piece) for piece in shapely.get_parts(shared.shape)) < 0.5 < shared.area_m2
        assert len(check_grids(COMMUNITY, both, boundary=None).refused) == 1

    def test_a_grid_inside_another_is_not_eaten_up(self) -> None:
        inside = Drawing(community=COMMUNITY, grids=(grid(1, box(0, 0, 1, 1)), grid(2, box(0.2, 0.2, 0.8, 0.8))))
        with pytest.raises(DrawingRefused):
            changes.give_overlap(inside, keeps=code(1), loses=code(2))
        assert flaws(after(inside, changes.give_overlap(inside, keeps=code(2), loses=code(1)))) == (0, 0)

    @pytest.mark.parametrize("filled_by", [code(1), code(2), ""])
    def test_a_gap_goes_to_a_grid_beside_it_or_becomes_one(self, filled_by: str) -> None:
        holed = Drawing(
            community=COMMUNITY, grids=(grid(1, box(0, 0, 1, 1)), grid(2, box(1.2, 0, 2, 1))), boundary=box(0, 0, 2, 1)
        )
        (gap,) = gaps(holed.grids, boundary=holed.boundary)
        assert gap.codes == (code(1), code(2))
        mended = after(holed, changes.fill_gap(holed, (gap.lon, gap.lat), code=filled_by))
        assert flaws(mended) == (0, 0)
        assert len(mended.grids) == (2 if filled_by else 3)

    def test_a_slanting_border_makes_no_splinters_along_its_other_grids(self) -> None:
        slant = [(0, 0), (0.33, 1.1), (0.66, 2.2), (2, 2.2), (1.7, 1.1), (1.4, 0)]
        low = Polygon([at(*slant[0]), at(*slant[1]), at(*slant[4]), at(*slant[5])])
        whole = Polygon([at(*slant[0]), at(*slant[2]), at(*slant[3]), at(*slant[5])])
        drawing = Drawing(community=COMMUNITY, grids=(grid(1, low),), boundary=whole)
        (gap,) = gaps(drawing.grids, boundary=whole)
        assert len(gap.shape.exterior.coords) == 5
        assert flaws(after(drawing, changes.fill_gap(drawing, (gap.lon, gap.lat)))) == (0, 0)

    def test_a_gap_that_is_filled_already_says_so(self) -> None:
        with pytest.raises(DrawingRefused):
            changes.fill_gap(two(), at(0.5, 0.5))

    def test_a_grid_far_from_the_gap_does_not_get_it(self) -> None:
        far = Drawing(
            community=COMMUNITY, grids=(grid(1, box(0, 0, 1, 1)), grid(2, box(2, 0, 3, 1))), boundary=box(0, 0, 1.5, 1)
        )
        with pytest.raises(DrawingRefused):
            changes.fill_gap(far, at(1.2, 0.5), code=code(2))

    def test_without_a_boundary_a_gap_is_what_grids_enclose(self) -> None:
        ring = shapely.difference(box(0, 0, 3, 3), box(1, 1, 2, 2))
        assert flaws(Drawing(community=COMMUNITY, grids=(grid(1, ring),))) == (1, 0)


class TestNames:
    def test_a_grid_is_called_as_somebody_says(self) -> None:
        (first, _second) = changes.rename(two(), code(1), name="  北 片  ", kind=GridKind.DEDICATED)
        assert (first.name, first.kind) == ("北 片", GridKind.DEDICATED)

    def test_it_needs_a_name(self) -> None:
        with pytest.raises(DrawingRefused):
            changes.rename(two(), code(1), name=" ", kind=GridKind.BASE)

    def test_one_taken_away_leaves_a_gap(self) -> None:
        whole = two(boundary=box(0, 0, 2, 1))
        assert flaws(after(whole, changes.remove(whole, code(2)))) == (1, 0)


moves = st.tuples(st.integers(0, 7), st.floats(0.02, 1.98), st.floats(0.02, 0.98), st.floats(0.02, 0.98))


class TestWhateverIsDrawn:
    @settings(deadline=None, max_examples=60)
    @given(st.lists(moves, max_size=8))
    def test_cutting_joining_and_bending_leave_neither_gap_nor_overlap(
        self, steps: list[tuple[int, float, float, float]]
    ) -> None:
        """Whatever is cut, joined or bent inside the community, its ground stays shared out exactly once."""
        drawing = two(boundary=box(0, 0, 2, 1))
        for which, x, low, high in steps:
            try:
                drawing = after(drawing, _step(drawing, which, x=x, low=low, high=high))
            except DrawingRefused:
                continue
            assert flaws(drawing) == (0, 0)
            assert not check_grids(COMMUNITY, drawing.grids, boundary=drawing.boundary).refused


def _step(drawing: Drawing, which: int, *, x: float, low: float, high: float) -> Sequence[GridFeature]:
    one = drawing.grids[which % len(drawing.grids)]
    other = drawing.grids[(which + 1) % len(drawing.grids)]
    if which % 3 == 0:
        return changes.split(drawing, one.code, [at(x, -0.2), at(x, low), at(2 - x, 1.2)])
    if which % 3 == 1:
        return changes.merge(drawing, [one.code, other.code])
    return _bend(drawing, one, at(x, high))


def _bend(drawing: Drawing, one: GridFeature, to: Point) -> Sequence[GridFeature]:
    """Bend an edge inside the community, where another grid lies beyond it."""
    corners = [(float(x), float(y)) for x, y in corners_of(one.shape)]
    inner = box(0.001, 0.001, 1.999, 0.999)
    for start, end in pairwise(corners):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        if inner.contains(shapely.Point(middle)):
            bent = changes.bend(drawing, start, end, to)
            if overlaps(bent) or gaps(bent, boundary=drawing.boundary):
                raise DrawingRefused("a corner pulled across a third grid overlaps it, which the check names")
            return bent
    raise DrawingRefused("no edge inside")
