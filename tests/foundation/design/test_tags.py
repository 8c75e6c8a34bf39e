"""What pages write with the room's tags: shapes, plates, moments, counts, codes."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from linli.foundation.design import glyphs, moments
from linli.kernel.tokens import new_case_code

NOON = datetime(2026, 10, 13, 4, 0, tzinfo=UTC)  # Tuesday noon in Shanghai


def written(source: str, **context: object) -> str:
    return Template("{% load design %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def _tuesday_noon() -> object:
    with time_machine.travel(NOON, tick=False), translation.override("zh-hans"):
        yield


class TestMoments:
    @pytest.mark.parametrize(
        ("moment", "form", "words"),
        [
            (datetime(2026, 10, 13, 9, 30, tzinfo=UTC), "full", "10 月 13 日 周二 17:30"),
            (datetime(2025, 10, 13, 9, 30, tzinfo=UTC), "full", "2025 年 10 月 13 日 周一 17:30"),
            (datetime(2026, 10, 13, 1, 10, tzinfo=UTC), "near", "今天 09:10"),
            (datetime(2026, 10, 12, 16, 30, tzinfo=UTC), "near", "今天 00:30"),
            (datetime(2026, 10, 12, 1, 10, tzinfo=UTC), "near", "昨天 09:10"),
            (datetime(2026, 10, 14, 9, 30, tzinfo=UTC), "near", "明天 17:30"),
            (datetime(2026, 10, 10, 1, 10, tzinfo=UTC), "near", "10 月 10 日 周六 09:10"),
            (datetime(2026, 10, 13, 1, 10, tzinfo=UTC), "short", "09:10"),
            (datetime(2026, 10, 12, 1, 10, tzinfo=UTC), "short", "昨天"),
            (datetime(2026, 10, 10, 1, 10, tzinfo=UTC), "short", "10 月 10 日"),
            (datetime(2026, 10, 10, 1, 10, tzinfo=UTC), "clock", "09:10"),
            (date(2026, 10, 20), "full", "10 月 20 日"),
            (date(2027, 1, 4), "day", "2027 年 1 月 4 日"),
            (date(2026, 10, 14), "near", "明天"),
        ],
    )
    def test_are_said_as_a_neighbour_says_them(self, moment: date, form: str, words: str) -> None:
        assert moments.say_moment(moment, form=form) == words

    def test_are_said_in_english_too(self) -> None:
        with translation.override("en"):
            assert moments.say_moment(datetime(2026, 10, 13, 9, 30, tzinfo=UTC)) == "Tue 13 Oct, 17:30"
            assert moments.say_moment(datetime(2026, 10, 14, 9, 30, tzinfo=UTC), form="near") == "tomorrow 17:30"

    def test_an_unknown_form_is_refused(self) -> None:
        with pytest.raises(ValueError, match="unknown form"):
            moments.say_moment(NOON, form="fuzzy")

    def test_stand_in_a_time_element_that_machines_read(self) -> None:
        assert written("{{ at|when:'clock' }}", at=NOON) == '<time datetime="2026-10-13T04:00:00+00:00">12:00</time>'
        assert written("{{ at|when }}", at=None) == ""


class TestTags:
    def test_a_state_has_a_shape_and_a_word_beside_its_colour(self) -> None:
        html = written('{% status "late" "超 2 小时" %}')
        assert "status-late" in html
        assert "<svg" in html
        assert "超 2 小时" in html
        assert "已超期" in written('{% status "late" %}')

    def test_every_look_has_its_own_shape(self) -> None:
        shapes = [glyphs.draw_glyph(look) for look in glyphs.LOOKS]
        assert len(set(shapes)) == len(glyphs.LOOKS)

    def test_a_plate_is_escaped_and_an_unknown_place_says_so(self) -> None:
        assert "&lt;b&gt;" in written("{% plate place %}", place="<b>3 号楼")
        assert "地点待定" in written("{% plate place %}", place=None)

    def test_counts_are_exact_to_999(self) -> None:
        assert written("{{ a|capped }} {{ b|capped }}", a=999, b=1000) == "999 999+"

    def test_a_code_is_written_in_groups(self) -> None:
        code = new_case_code()
        assert written("{{ code|spaced }}", code=code).replace(" ", "").count(code) == 1

    def test_an_unknown_icon_is_a_mistake_of_the_page(self) -> None:
        with pytest.raises(KeyError):
            written('{% icon "no-such-icon" %}')

    def test_the_five_mouths_differ(self) -> None:
        assert len({glyphs.draw_mouth(position) for position in range(1, 6)}) == 5
        with pytest.raises(ValueError, match="not in"):
            glyphs.draw_mouth(0)

    def test_one_answer_has_one_nonce_on_its_script_and_its_elements(self) -> None:
        request = RequestFactory().get("/")
        html = written('{% built_files "workbench" %}<form {% hx_nonce %}>', request=request)
        nonce = html.split('nonce="')[1].split('"')[0]
        assert html.count(f'nonce="{nonce}"') == 2
