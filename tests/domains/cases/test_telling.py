"""Who is told what, after the change committed."""

import pytest
from tests.domains.cases.acting import finish, told

from linli.domains.cases import facade as cases
from linli.foundation.accounts import queries as accounts
from linli.foundation.events import relay
from linli.foundation.notices.models import Message
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def report(text: str, *, token: str, phone: str = "") -> cases.Opened:
    with reading(Reader()):
        return cases.open_case(
            cases.OpenCase(
                community=COMMUNITY,
                text=text,
                token=token,
                channel="web",
                contact=cases.ContactInput(phone=phone) if phone else None,
            )
        )


class TestTelling:
    def test_the_unit_whose_duty_it_is_hears_of_its_matter(self, cast: Cast) -> None:
        report("电梯又停了，门关不上", token="telling-1")

        assert [message.unit for message in told("case_dispatched")] == [cast.units["property"]]

    def test_danger_reaches_the_duty_desk(self, cast: Cast) -> None:
        opened = report("三楼着火了，冒黑烟", token="telling-2")

        assert "119" in opened.danger_phones
        assert [str(m.account) for m in told("urgent_report")] == [cast.readers["zhiban"].id]

    def test_a_matter_about_a_unit_reaches_the_street_and_never_that_unit(self, cast: Cast) -> None:
        report("安和物业服务中心收了钱不开票", token="telling-3")

        relay.drain()
        with reading(job_reader(COMMUNITY)):
            receivers = {message.unit for message in Message.objects.all()}
        assert receivers == {cast.units["street"]}
        with reading(cast.readers["heshuning"]):
            assert Message.objects.count() == 0

    def test_a_reporter_with_a_phone_gets_a_text_message(self, cast: Cast) -> None:
        del cast
        report("路灯不亮", token="telling-4", phone="19900000001")

        assert len(told("reporter_received")) == 1

    def test_what_was_handled_twice_is_told_once(self, cast: Cast) -> None:
        del cast
        report("电梯又停了", token="telling-5")
        report("电梯又停了", token="telling-5")

        assert len(told("case_dispatched")) == 1

    def test_where_nobody_verifies_by_profession_the_clerk_hears_of_it(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        everybody = accounts.people_in_role
        monkeypatch.setattr(
            accounts,
            "people_in_role",
            lambda role, scope: () if role == "verifier" else everybody(role, scope=scope),
        )
        opened = report("电梯又停了", token="telling-6")
        finish(cast.readers["wuye"], opened.case_id)

        assert [str(m.account) for m in told("to_verify")] == [cast.readers["heshuning"].id]

    def test_staff_of_the_community_find_no_message_about_a_sealed_matter(self, cast: Cast) -> None:
        report("安和物业服务中心收了钱不开票", token="telling-7", phone="19900000001")
        relay.drain(strict=True)

        with reading(cast.readers["heshuning"]):
            assert Message.objects.count() == 0
        with reading(cast.readers["jiedao"]):
            assert Message.objects.filter(kind="case_arrived").count() == 1
