"""The yearly notice, read and compared with what the holiday package publishes for the same year."""

from __future__ import annotations

from datetime import date

import pytest

from linli.kernel.holiday_notice import NoticeUnclear, parse_notice
from linli.kernel.holidays import UnpublishedYear, published_days

NOTICES = {
    2024: """
一、元旦:1月1日放假,与周末连休。
二、春节:2月10日至17日放假调休,共8天。2月4日(星期日)、2月18日(星期日)上班。鼓励各单位结合带薪年休假等制度落实,安排职工在除夕(2月9日)休息。
三、清明节:4月4日至6日放假调休,共3天。4月7日(星期日)上班。
四、劳动节:5月1日至5日放假调休,共5天。4月28日(星期日)、5月11日(星期六)上班。
五、端午节:6月10日放假,与周末连休。
六、中秋节:9月15日至17日放假调休,共3天。9月14日(星期六)上班。
七、国庆节:10月1日至7日放假调休,共7天。9月29日(星期日)、10月12日(星期六)上班。
节假日期间,各地区、各部门要妥善安排好值班和安全、保卫等工作。
""",
    2025: """
一、元旦:1月1日(周三)放假1天,不调休。
二、春节:1月28日(农历除夕、周二)至2月4日(农历正月初七、周二)放假调休,共8天。1月26日(周日)、2月8日(周六)上班。
三、清明节:4月4日(周五)至6日(周日)放假,共3天。
四、劳动节:5月1日(周四)至5日(周一)放假调休,共5天。4月27日(周日)上班。
五、端午节:5月31日(周六)至6月2日(周一)放假,共3天。
六、国庆节、中秋节:10月1日(周三)至8日(周三)放假调休,共8天。9月28日(周日)、10月11日(周六)上班。
""",
    2026: """
一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
""",
}
_TO_FULL_WIDTH = str.maketrans(":,()", "\uff1a\uff0c\uff08\uff09")
_TO_HALF_WIDTH = {full: half for half, full in _TO_FULL_WIDTH.items()}


def worked_or_off(table: dict[date, tuple[bool, str]]) -> dict[date, bool]:
    return {day: is_working for day, (is_working, _name) in table.items()}


class TestParseNotice:
    @pytest.mark.parametrize("year", [2024, 2025, 2026])
    @pytest.mark.parametrize("is_half_width", [False, True])
    def test_the_notice_says_what_the_package_publishes(self, year: int, is_half_width: bool) -> None:  # noqa: FBT001
        text = NOTICES[year].translate(_TO_HALF_WIDTH if is_half_width else _TO_FULL_WIDTH)
        assert worked_or_off(parse_notice(text, year).differing()) == worked_or_off(published_days(year))

    def test_weekends_inside_a_holiday_keep_its_name(self) -> None:
        notice = parse_notice(NOTICES[2026], 2026)
        assert notice.names[date(2026, 10, 4)] == "国庆节"
        assert date(2026, 10, 4) not in notice.differing()

    def test_advice_to_rest_on_new_years_eve_is_no_day_off(self) -> None:
        assert date(2024, 2, 9) not in parse_notice(NOTICES[2024], 2024).days
        advice = "春节:2月10日至17日放假调休,共8天。鼓励各单位除夕(2月9日)放假。"
        assert date(2024, 2, 9) not in parse_notice(advice, 2024).days

    @pytest.mark.parametrize(
        "text", ["元旦:12月31日至1月2日放假,共3天。", "元旦:2022年12月31日至2023年1月2日放假,共3天。"]
    )
    def test_new_year_may_begin_in_december(self, text: str) -> None:
        assert sorted(parse_notice(text, 2023).days) == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("元旦:1月1日(周五)至3日(周六)放假调休,共3天。", "is not 周五"),
            ("元旦:1月1日(周四)至3日(周六)放假调休,共4天。", "the total says 4"),
            ("元旦:1月1日放假。1月5日(周一)上班。", "no weekend day"),
            ("清明节:4月31日放假。", "does not exist"),
            ("国庆节:10月7日至1日放假。", "does not exist"),
            ("元旦:1月1日至4日放假,共4天。1月4日上班。", "both off and worked"),
            ("元旦:放假调休。", "no date"),
            ("祝大家节日快乐。", "no holiday"),
        ],
    )
    def test_a_sentence_that_contradicts_itself_is_refused(self, text: str, reason: str) -> None:
        with pytest.raises(NoticeUnclear, match=reason):
            parse_notice(text, 2026)


class TestPublishedDays:
    def test_only_days_that_differ_from_plain_weeks_are_listed(self) -> None:
        assert all(is_working == (day.weekday() >= 5) for day, (is_working, _name) in published_days(2026).items())

    def test_the_make_up_saturday_after_the_golden_week_is_worked(self) -> None:
        assert published_days(2026)[date(2026, 10, 10)] == (True, "国庆节")

    def test_a_year_without_a_notice_is_said_to_be_unpublished(self) -> None:
        with pytest.raises(UnpublishedYear, match="2035"):
            published_days(2035)
