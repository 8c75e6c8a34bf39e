"""Drawings are made from counts and outlines, and say nothing about anybody's home."""

import re
from xml.etree import ElementTree as ET

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.design.elevation import House, draw_elevation
from linli.foundation.design.plan import Plan, PlanPin, PlanShape, PlanWay, draw_plan
from linli.foundation.design.qr import draw_qr

SQUARE = [(104.0, 30.0), (104.001, 30.0), (104.001, 30.001), (104.0, 30.001)]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


class TestElevation:
    @given(
        st.lists(
            st.builds(House, floors=st.integers(0, 60), columns=st.integers(0, 40), lit=st.integers(0, 500)),
            max_size=30,
        )
    )
    def test_stays_inside_its_frame_and_lights_no_more_than_there_is(self, houses: list[House]) -> None:
        picture = parsed(draw_elevation(houses))
        for rect in picture.iter("rect"):
            left, width = float(rect.get("x", "")), float(rect.get("width", ""))
            assert left >= 0
            assert left + width <= 358
            assert float(rect.get("y", "")) >= 0
        lit = sum(rect.get("class") == "w lit" for rect in picture.iter("rect"))
        assert lit <= sum(house.lit for house in houses)

    def test_lights_one_window_for_each_open_matter(self) -> None:
        houses = [House(floors=6, columns=3, lit=2), House(floors=10, columns=4, lit=0)]
        assert draw_elevation(houses).count("w lit") == 2

    def test_draws_the_same_street_for_the_same_counts(self) -> None:
        houses = [House(floors=6, columns=3, lit=2)]
        assert draw_elevation(houses) == draw_elevation(houses)

    def test_prefers_the_buildings_with_open_matters(self) -> None:
        houses = [House(floors=6, columns=2, lit=0)] * 20 + [House(floors=6, columns=2, lit=1)]
        assert draw_elevation(houses).count("w lit") == 1


class TestPlan:
    def test_gives_the_script_what_turns_a_tap_into_degrees(self) -> None:
        svg = parsed(draw_plan(Plan(buildings=[PlanShape(rings=[SQUARE], code="b1", name="3 号楼", label="3")])))
        building = next(one for one in svg.iter("g") if one.get("data-place") == "b1")
        x, y = (float(n) for n in building.get("data-at", "").split(","))
        lon = float(svg.get("data-lon", "")) + x / float(svg.get("data-metres-lon", ""))
        lat = float(svg.get("data-lat", "")) - y / float(svg.get("data-metres-lat", ""))
        assert (lon, lat) == pytest.approx((104.0005, 30.0005), abs=1e-6)

    def test_keeps_courtyards_open(self) -> None:
        yard = [(104.0003, 30.0003), (104.0006, 30.0003), (104.0006, 30.0006)]
        svg = draw_plan(Plan(buildings=[PlanShape(rings=[SQUARE, yard])]))
        roof = re.search(r'class="m-roof" fill-rule="evenodd" d="([^"]+)"', svg)
        assert roof is not None
        assert roof[1].count("M") == 2

    def test_escapes_names_and_lists_only_what_may_be_chosen(self) -> None:
        plan = Plan(
            buildings=[PlanShape(rings=[SQUARE], code='"><script>', name="<3>"), PlanShape(rings=[SQUARE])],
            ways=[PlanWay(line=SQUARE[:2])],
            pins=[PlanPin(at=SQUARE[0], look="late", plate="3 号楼", count=2, url="/work/?b=1")],
        )
        svg = draw_plan(plan)
        assert "<script>" not in svg
        assert len(plan.choices) == 1
        parsed(svg)

    def test_an_empty_plan_is_refused(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            draw_plan(Plan(buildings=[]))


class TestQr:
    def test_draws_every_dark_module_with_a_quiet_zone_of_four(self) -> None:
        text = "http://127.0.0.1:8000/c/2610407385?k=ABCDEFGHJKMN"
        svg = draw_qr(text, label="<code>")
        assert 'aria-label="&lt;code&gt;"' in svg
        dark = sum(map(sum, segno.make_qr(text, error="m").matrix))
        runs = re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg)
        assert sum(int(length) for _, _, length in runs) == dark
        assert min(int(x) for x, _, _ in runs) == 4
        assert min(int(y) for _, y, _ in runs) == 4
