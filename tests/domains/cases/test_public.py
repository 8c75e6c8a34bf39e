"""What residents see and do with code and key: follow, add something, rate, have it done again."""

from datetime import datetime, timedelta

import pytest
from tests.domains.cases.acting import LIFT, MONDAY, finish, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Rating, RatingGroup
from linli.foundation.events import relay
from linli.foundation.notices.models import Message
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.kernel.tokens import BadCode
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

CLOSED = MONDAY + timedelta(hours=3)
LAST_MOMENT = datetime(2026, 10, 5, 23, 59, 59, tzinfo=SHANGHAI)
"""The end of the seventh day after the day of closing, a holiday or not (民法典 201)."""


def closed(cast: Cast, *, opened: cases.Opened | None = None, at: datetime = CLOSED) -> cases.Opened:
    """Take a matter to its close."""
    matter = opened or report(at=MONDAY)
    finish(cast.readers["wuye"], matter.case_id, at=at)
    step(cast.readers["heshi"], matter.case_id, "verify", at=at)
    return matter


def seen(opened: cases.Opened, *, at: datetime | None = None) -> cases.PublicCase:
    with reading(Reader()):
        return cases.case_by_key(opened.code, opened.key, at=at)


def reopened(opened: cases.Opened, *, at: datetime) -> cases.StepDone:
    with reading(Reader()):
        return cases.reopen(opened.code, opened.key, words="还是关不上", at=at)


def rated(opened: cases.Opened, level: int, *, at: datetime | None = None, words: str = "") -> cases.StepDone:
    with reading(Reader()):
        return cases.rate(opened.code, opened.key, level=level, words=words, at=at)


class TestTheCodeAlone:
    def test_it_shows_the_state_and_nothing_personal(self, cast: Cast) -> None:
        del cast
        opened = report("电梯又停了，3 号楼的老人下不了楼", place=cases.PlaceInput(words="西门"))
        with reading(Reader()):
            state = cases.state_by_code(opened.code)

        assert (state.code, state.state, state.shape) == (opened.code, "handling", "doing")
        assert not any("老人" in str(value) or "西门" in str(value) for value in _values(state))

    def test_a_mistyped_code_is_told_from_one_that_never_was(self, cast: Cast) -> None:
        del cast
        opened = report()
        swapped = opened.code[1] + opened.code[0] + opened.code[2:]
        with reading(Reader()), pytest.raises((BadCode, cases.NoSuchCase)):
            cases.state_by_code(swapped if swapped != opened.code else "12")


class TestCodeAndKey:
    def test_they_show_the_public_time_line_alone(self, cast: Cast) -> None:
        opened = report()
        step(cast.readers["wuye"], opened.case_id, "receive")
        step(cast.readers["wuye"], opened.case_id, "note", text="零件明天到", audience="public")
        step(cast.readers["wuye"], opened.case_id, "note", text="供货商在涨价", audience="parties")
        step(cast.readers["heshuning"], opened.case_id, "note", text="报事人情绪激动", audience="internal")

        texts = [entry.text for entry in seen(opened).entries]
        assert "零件明天到" in texts
        assert not {"供货商在涨价", "报事人情绪激动"} & set(texts)

    @pytest.mark.parametrize("key", ["", "AAAA-AAAA-AAAA", "x" * 80])
    def test_a_wrong_key_opens_nothing(self, cast: Cast, key: str) -> None:
        del cast
        opened = report()

        with reading(Reader()), pytest.raises(cases.NoSuchCase):
            cases.case_by_key(opened.code, key)

    def test_the_key_of_another_matter_opens_nothing(self, cast: Cast) -> None:
        del cast
        first, second = report(), report("路灯不亮")

        with reading(Reader()), pytest.raises(cases.NoSuchCase):
            cases.case_by_key(first.code, second.key)

    def test_what_is_added_is_public_and_reaches_the_units(self, cast: Cast) -> None:
        opened = report()
        with reading(Reader()):
            cases.supplement(opened.code, opened.key, words="刚才又停了一次")
        relay.drain(strict=True)

        assert seen(opened).entries[-1].text == "刚才又停了一次"
        with reading(job_reader(COMMUNITY)):
            units = set(Message.objects.filter(kind="case_supplemented").values_list("unit", flat=True))
        assert cast.units["property"] in units


class TestRating:
    def test_it_is_given_once(self, cast: Cast) -> None:
        opened = closed(cast)
        assert seen(opened, at=CLOSED).can_rate
        rated(opened, 5, at=CLOSED)

        assert (seen(opened, at=CLOSED).rating, seen(opened, at=CLOSED).can_rate) == (5, False)
        with pytest.raises(cases.StepRefused):
            rated(opened, 1, at=CLOSED)
        with reading(job_reader(COMMUNITY)):
            assert list(Rating.objects.values_list("level", flat=True)) == [5]

    def test_an_open_matter_is_not_rated(self, cast: Cast) -> None:
        del cast
        opened = report()

        with pytest.raises(cases.StepRefused):
            rated(opened, 5)

    @pytest.mark.parametrize(("level", "told"), [(3, []), (2, ["low_rating"]), (1, ["low_rating"])])
    def test_a_low_one_reaches_the_street_and_never_the_unit(self, cast: Cast, level: int, told: list[str]) -> None:
        rated(closed(cast), level, words="等了三天")
        relay.drain(strict=True)

        with reading(job_reader(COMMUNITY)):
            messages = list(Message.objects.filter(kind="low_rating"))
        assert [m.kind for m in messages] == told
        assert {m.unit for m in messages} <= {cast.units["street"]}
        with reading(cast.readers["wuye"]):
            assert Rating.objects.count() == 0


class TestGroupsOfFive:
    def test_four_show_nothing_five_show_the_counts_and_fifteen_days_later_the_words(self, cast: Cast) -> None:
        at = MONDAY + timedelta(days=1)
        for number in range(5):
            if number == 4:
                relay.drain(strict=True)
                assert self.groups(cast, at=at) == ()
            rated(closed(cast, opened=report(f"{LIFT} {number}", at=MONDAY)), 5 - number % 2, words=f"话{number}",
                  at=at + timedelta(minutes=number))  # fmt: skip
        relay.drain(strict=True)

        last = at + timedelta(minutes=4)
        (shown,) = self.groups(cast, at=last + timedelta(days=15) - timedelta(seconds=1))
        assert (shown.counts[5], shown.counts[4], shown.words) == (3, 2, ())
        (later,) = self.groups(cast, at=last + timedelta(days=15))
        assert sorted(later.words) == [f"话{number}" for number in range(5)]
        relay.drain(strict=True)
        with reading(job_reader(COMMUNITY)):
            assert RatingGroup.objects.count() == 1
            assert cases.group_ratings(cast.units["property"], community=COMMUNITY, at=last) == 0

    def groups(self, cast: Cast, *, at: datetime) -> tuple[cases.RatingGroupLine, ...]:
        with reading(cast.readers["wuye"]):
            return cases.rating_groups(at=at)


class TestAskingAgain:
    def test_the_seventh_day_counts_whole_and_the_eighth_is_too_late(self, cast: Cast) -> None:
        opened = closed(cast)
        late = LAST_MOMENT + timedelta(seconds=1)

        assert seen(opened, at=LAST_MOMENT).can_reopen
        assert seen(opened, at=LAST_MOMENT).reopen_until == LAST_MOMENT.date()
        assert not seen(opened, at=late).can_reopen
        with pytest.raises(cases.StepRefused):
            reopened(opened, at=late)
        assert reopened(opened, at=LAST_MOMENT).state == "accepted"

    def test_the_second_time_it_goes_to_the_street_and_then_no_further(self, cast: Cast) -> None:
        opened = closed(cast)
        reopened(opened, at=CLOSED)
        step(cast.readers["heshuning"], opened.case_id, "dispatch", at=CLOSED, lead=str(cast.units["property"]))
        closed(cast, opened=opened, at=CLOSED + timedelta(hours=1))

        assert seen(opened, at=CLOSED + timedelta(hours=2)).reopen_goes_to_street
        assert reopened(opened, at=CLOSED + timedelta(hours=2)).state == "review"
        step(
            cast.readers["jiedao"],
            opened.case_id,
            "review_close",
            at=CLOSED + timedelta(hours=3),
            reason="已到现场看过",
        )
        assert not seen(opened, at=CLOSED + timedelta(hours=4)).can_reopen
        with pytest.raises(cases.StepRefused):
            reopened(opened, at=CLOSED + timedelta(hours=4))

    def test_each_round_is_rated_for_itself(self, cast: Cast) -> None:
        opened = closed(cast)
        rated(opened, 1, at=CLOSED)
        reopened(opened, at=CLOSED)
        step(cast.readers["heshuning"], opened.case_id, "dispatch", at=CLOSED, lead=str(cast.units["property"]))
        closed(cast, opened=opened, at=CLOSED + timedelta(hours=1))
        rated(opened, 5, at=CLOSED + timedelta(hours=2))

        with reading(job_reader(COMMUNITY)):
            assert list(Rating.objects.order_by("round").values_list("round", "level")) == [(0, 1), (1, 5)]

    def test_units_of_the_first_round_are_released(self, cast: Cast) -> None:
        opened = closed(cast)
        reopened(opened, at=CLOSED)

        assert row(opened.case_id).lead_unit_id is None
        assert seen(opened, at=CLOSED).lead == ""


class TestReveal:
    def test_the_station_reads_the_number_and_units_never(self, cast: Cast) -> None:
        opened = report(contact=cases.ContactInput(name="陈师傅", phone="19900000001"))

        with reading(cast.readers["heshuning"]):
            assert cases.contact_community(opened.case_id) == COMMUNITY
            assert cases.read_contact(opened.case_id, field="phone") == "19900000001"
            with pytest.raises(cases.NoSuchCase):
                cases.read_contact(opened.case_id, field="address")
        for who in ("wuye", "heshi", "wangge2", "shenji"):
            with reading(cast.readers[who]), pytest.raises(cases.NoSuchCase):
                cases.read_contact(opened.case_id, field="phone")

    def test_of_a_sealed_matter_the_street_alone(self, cast: Cast) -> None:
        opened = report("安和物业服务中心乱收费", contact=cases.ContactInput(phone="19900000001"))

        with reading(cast.readers["heshuning"]), pytest.raises(cases.NoSuchCase):
            cases.read_contact(opened.case_id, field="phone")
        with reading(cast.readers["jiedao"]):
            assert cases.read_contact(opened.case_id, field="phone") == "19900000001"

    def test_a_page_shows_the_mask_and_a_matter_without_contact_has_nothing_to_open(self, cast: Cast) -> None:
        opened = report(contact=cases.ContactInput(name="陈师傅", phone="19900000001"))
        anonymous = report("路灯不亮")
        with reading(cast.readers["heshuning"]):
            shown = cases.case_page(opened.case_id)
            assert "19900000001" not in str(shown)
            assert shown.can_reveal
            assert not cases.case_page(anonymous.case_id).can_reveal
            with pytest.raises(cases.NoSuchCase):
                cases.read_contact(anonymous.case_id, field="phone")
        with reading(cast.readers["wuye"]):
            assert cases.case_page(opened.case_id).contact_phone == ""


def _values(state: cases.PublicState) -> list[object]:
    return [getattr(state, name) for name in state.__dataclass_fields__]
