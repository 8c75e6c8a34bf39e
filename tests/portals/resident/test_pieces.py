"""The small parts: the brake on guessing, lengths of time in words, the plan."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from linli.domains.places.facade import PlanMap, PlanShape, ToLonLat
from linli.portals.resident.plan import MANY, draw_plan
from linli.portals.resident.sentences import span_words
from linli.portals.resident.templatetags.resident import two_lines
from linli.portals.resident.views.failures import SECRET_FIELD


class TestSpanWords:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (0, "1 分"),
            (59, "59 分"),
            (60, "1 小时"),
            (410, "6 小时 50 分"),
            (1440, "1 天"),
            (3 * 1440 + 130, "3 天 2 小时"),
        ],
    )
    def test_the_two_largest_units(self, minutes: int, words: str) -> None:
        with translation.override("zh-hans"):
            assert span_words(timedelta(minutes=minutes)) == words


class TestTwoLines:
    @pytest.mark.parametrize(
        ("words", "cut"),
        [
            ("非常不满意", "非常<br>不满意"),
            ("基本满意", "基本<br>满意"),
            ("不满意", "不满意"),
            ("Very satisfied", "Very<br>satisfied"),
        ],
    )
    def test_where_people_would_cut(self, words: str, cut: str) -> None:
        assert two_lines(words) == cut


class TestPlan:
    def plan(self, *, viewbox: str = "0 0 400 100") -> PlanMap:
        shape = PlanShape(id="b-3", label='3 号楼"><script>', path="M10 10h20v5h-20Z", cx=20.0, cy=12.5)
        degrees = ToLonLat(lon_0=118.6, lat_0=28.4, lon_per_m=1e-5, lat_per_m=-9e-6)
        return PlanMap(viewbox=viewbox, width_m=400, height_m=100, to_lonlat=degrees, buildings=(shape,), grids=())

    def test_a_building_can_be_tapped_and_is_escaped(self) -> None:
        drawn = draw_plan(self.plan(), title="plan")

        assert 'data-place="b-3"' in drawn
        assert 'data-at="20.0,12.5"' in drawn
        assert "<script>" not in drawn
        assert ">3</text>" in drawn

    def test_metres_and_degrees_fit(self) -> None:
        drawn = draw_plan(self.plan(), title="plan")

        assert 'data-metres-lon="100000.000"' in drawn
        assert 'data-metres-lat="111111.111"' in drawn

    def test_very_many_buildings_are_one_light_path(self) -> None:
        plan = self.plan()
        many = replace(plan, buildings=plan.buildings * (MANY + 1))

        drawn = draw_plan(many, title="plan")

        assert "data-place" not in drawn
        assert drawn.count("m-roof") == 1

    def test_the_whole_community_is_in_the_frame(self) -> None:
        drawn = draw_plan(self.plan(), title="plan")

        assert 'viewBox="0.0 -70.7 400.0 241.3"' in drawn


def test_secrets_are_never_shown_again() -> None:
    assert all(
        SECRET_FIELD.search(name) for name in ("csrfmiddlewaretoken", "token", "password", "new_password1", "otp")
    )
    assert not SECRET_FIELD.search("text")
