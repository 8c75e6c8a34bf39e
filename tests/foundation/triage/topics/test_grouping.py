"""Messages about the same thing at the same place make one topic, which opens to each of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.foundation.triage.topics.test_heat import RULE

from linli.foundation.triage.topics import grouping
from linli.foundation.triage.topics.grouping import Message, TooMany, Topic, hot_topics
from linli.foundation.triage.topics.placewords import told_in

DAY = datetime(2026, 3, 1, tzinfo=UTC)
MIXER = (
    "梧桐苑旁边的搅拌站夜间噪音大，粉尘满天",
    "投诉梧桐苑附近搅拌站粉尘噪音扰民",
    "梧桐苑小区门口建搅拌站，粉尘让人无法开窗",
    "搅拌站离梧桐苑太近，噪音粉尘严重",
)
LIFT = ("荷塘里七栋电梯停运半个月", "荷塘里电梯停运，老人出不了门", "荷塘里电梯一直停运没人维修")
OTHERS = (
    "清溪路公交车早上发车太晚",
    "请问医保卡丢失怎样补办",
    "希望东望广场多装几盏路灯",
    "幼儿园报名网站打不开",
    "河边有人钓鱼乱扔渔线",
    "快递柜收费不合理",
)


def message(number: int, subject: str, **more: object) -> Message:
    return replace(
        Message(id=f"m{number}", at=DAY + timedelta(hours=number), subject=subject, body=f"{subject}，请处理"),
        **more,  # type: ignore[arg-type]
    )


def street() -> list[Message]:
    return [message(number, subject) for number, subject in enumerate((*MIXER, *LIFT, *OTHERS))]


def topics(messages: list[Message]) -> list[Topic]:
    return hot_topics(messages, RULE, at=DAY + timedelta(days=1))


class TestGrouping:
    def test_each_topic_opens_to_its_messages_the_larger_one_first(self) -> None:
        first, second = topics(street())[:2]
        assert first.ids == ("m0", "m1", "m2", "m3")
        assert second.ids == ("m4", "m5", "m6")
        assert "搅拌" in "".join((*first.words, *first.places))
        assert first.crowd.people == 4

    def test_the_order_of_the_file_does_not_matter(self) -> None:
        assert topics(street()[::-1])[0].ids == topics(street())[0].ids

    def test_a_lonely_message_is_a_topic_only_with_many_votes(self) -> None:
        few, many = street(), street()
        few.append(message(50, "图书馆周末闭馆太早", likes=19))
        many.append(message(50, "图书馆周末闭馆太早", likes=20))
        assert not any("m50" in topic.ids for topic in topics(few))
        assert any(topic.ids == ("m50",) for topic in topics(many))

    def test_one_person_writing_thrice_is_one_person(self) -> None:
        same = [replace(one, user="a") for one in street()[:4]] + street()[4:]
        assert next(topic for topic in topics(same) if "m0" in topic.ids).crowd.people == 1

    def test_without_names_the_same_words_are_one_person(self) -> None:
        copied = [*street(), replace(street()[0], id="copy")]
        topic = next(topic for topic in topics(copied) if "copy" in topic.ids)
        assert (len(topic.ids), topic.crowd.people) == (5, 4)

    def test_no_words_at_all_make_no_topic(self) -> None:
        assert topics([message(1, "……"), message(2, "！！")]) == []
        assert topics([message(1, "电梯停运")]) == []

    def test_too_many_are_refused_before_any_work(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grouping, "MOST_MESSAGES", 3)
        with pytest.raises(TooMany, match="too many"):
            topics(street())

    def test_a_part_too_large_to_compare_whole_is_cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grouping, "_LARGEST", 3)
        found = {topic.ids for topic in topics(street())}
        assert ("m4", "m5", "m6") in found
        assert max(map(len, found)) <= 3

    @pytest.mark.parametrize("said", ["梧桐苑搅拌站噪音大", "快递柜收费不合理"])
    def test_the_same_words_over_and_over_stay_one_topic_however_many(
        self, monkeypatch: pytest.MonkeyPatch, said: str
    ) -> None:
        monkeypatch.setattr(grouping, "_LARGEST", 3)
        same = [message(100 + number, said, body=said) for number in range(6)]
        assert any({one.id for one in same} <= set(topic.ids) for topic in topics([*street(), *same]))


class TestPlaceWords:
    def test_a_bare_suffix_takes_its_name(self) -> None:
        assert any("梧桐苑" in place for place in told_in("投诉梧桐苑附近搅拌").places)

    def test_areas_named_by_letters_are_kept_whole(self) -> None:
        assert "b4区" in told_in("B4区路灯不亮").places

    def test_polite_words_say_nothing(self) -> None:
        assert told_in("尊敬的领导您好，希望政府解决").contents == ()
