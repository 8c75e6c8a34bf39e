from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.foundation.orgs import actions, queries
from linli.foundation.orgs.models import Holding, UnitKind
from linli.foundation.scope.context import become, reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader

COMMUNITY, STREET = "440305001001", "440305001"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def administering(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        yield


def create(name: str, kind: UnitKind = UnitKind.ENTERPRISE, scope: str = COMMUNITY) -> UUID:
    return actions.create_unit(scope=scope, name=name, kind=kind, from_on=LONG_AGO).id


def today() -> date:
    return timezone.localdate()


class TestUnits:
    def test_a_community_is_served_by_its_own_units_and_those_above(self) -> None:
        create("安和物业")
        create("示例街道办", UnitKind.STREET_OFFICE, STREET)
        create("别处的居委会", UnitKind.RESIDENTS_COMMITTEE, "440305001002")
        assert [ref.name for ref in queries.units_serving(COMMUNITY)] == ["示例街道办", "安和物业"]

    def test_the_nearest_street_office_arbitrates(self) -> None:
        create("区里的办公室", UnitKind.STREET_OFFICE, "440305")
        create("街道办", UnitKind.STREET_OFFICE, STREET)
        assert queries.street_office_of(COMMUNITY).name == "街道办"

    def test_without_a_street_office_nobody_arbitrates(self) -> None:
        with pytest.raises(queries.NoSuchUnit):
            queries.street_office_of(COMMUNITY)

    def test_a_name_stands_once_in_a_place(self) -> None:
        create("安和物业")
        with pytest.raises(actions.UnitRefused):
            create(" 安和物业 ")

    def test_an_ended_unit_serves_nobody_but_keeps_its_name(self) -> None:
        unit = create("安和物业")
        actions.end_unit(unit, on=today() - timedelta(days=1))
        assert queries.units_serving(COMMUNITY) == ()
        assert queries.unit_name(unit) == "安和物业"
        create("安和物业")

    def test_a_unit_cannot_end_before_it_begins(self) -> None:
        with pytest.raises(actions.UnitRefused):
            actions.end_unit(create("安和物业"), on=LONG_AGO - timedelta(days=1))

    def test_units_come_from_memory(self) -> None:
        unit = create("安和物业")
        queries.unit(unit)
        with CaptureQueriesContext(connection) as counted:
            queries.unit(unit)
            queries.units_serving(COMMUNITY)
        assert len(counted) == 0


class TestPosts:
    def test_who_takes_a_post_ends_who_held_it_the_day_before(self) -> None:
        post = actions.create_post(create("居委会", UnitKind.RESIDENTS_COMMITTEE), title="主任", from_on=LONG_AGO)
        first = actions.hold_post(post, person_name="甲示例", from_on=LONG_AGO)
        actions.hold_post(post, person_name="乙示例", from_on=today())
        assert Holding.objects.get(id=first).to_on == today() - timedelta(days=1)

    def test_a_post_is_not_taken_into_the_past(self) -> None:
        post = actions.create_post(create("居委会"), title="主任", from_on=LONG_AGO)
        actions.hold_post(post, person_name="甲示例", from_on=today())
        with pytest.raises(actions.UnitRefused):
            actions.hold_post(post, person_name="乙示例", from_on=today() - timedelta(days=1))

    def test_a_vacant_post_is_listed_without_a_name(self) -> None:
        unit = create("居委会")
        actions.hold_post(
            actions.create_post(unit, title="主任", from_on=LONG_AGO), person_name="甲示例", from_on=LONG_AGO
        )
        actions.create_post(unit, title="副主任", from_on=LONG_AGO)
        assert sorted((post.title, post.holder_name) for post in queries.posts_of(unit)) == [
            ("主任", "甲示例"),
            ("副主任", ""),
        ]

    def test_ending_a_unit_ends_its_posts_and_holdings(self) -> None:
        unit = create("居委会")
        holding = actions.hold_post(
            actions.create_post(unit, title="主任", from_on=LONG_AGO), person_name="甲示例", from_on=LONG_AGO
        )
        actions.end_unit(unit, on=today())
        assert Holding.objects.get(id=holding).to_on == today()
        assert queries.posts_of(unit, on=today() + timedelta(days=1)) == ()

    def test_a_holding_ends_on_a_day_after_it_began(self) -> None:
        post = actions.create_post(create("居委会"), title="主任", from_on=LONG_AGO)
        holding = actions.hold_post(post, person_name="甲示例", from_on=today())
        with pytest.raises(actions.UnitRefused):
            actions.end_holding(holding, on=today() - timedelta(days=1))
        actions.end_holding(holding, on=today())
        assert Holding.objects.get(id=holding).to_on == today()


class TestNamedIn:
    def test_a_text_names_a_unit_by_name_or_by_who_holds_a_post_there(self) -> None:
        firm, committee = create("安和物业"), create("示例居委会", UnitKind.RESIDENTS_COMMITTEE)
        actions.hold_post(
            actions.create_post(committee, title="主任", from_on=LONG_AGO), person_name="甲示例", from_on=LONG_AGO
        )
        text = "我要反映安和物业的问题，找过甲 示例也没有用"
        assert {named.unit.id for named in queries.named_in(text, community=COMMUNITY)} == {firm, committee}

    def test_a_report_by_the_public_finds_the_names_too(self) -> None:
        committee = create("示例居委会", UnitKind.RESIDENTS_COMMITTEE)
        actions.hold_post(
            actions.create_post(committee, title="主任", from_on=LONG_AGO), person_name="甲示例", from_on=LONG_AGO
        )
        become(Reader(territory=COMMUNITY, purpose=Purpose.REPORT))
        assert [named.unit.id for named in queries.named_in("甲示例不办事", community=COMMUNITY)] == [committee]


class TestRowSecurity:
    @pytest.fixture(autouse=True)
    def held(self) -> None:
        post = actions.create_post(create("居委会"), title="主任", from_on=LONG_AGO)
        actions.hold_post(post, person_name="甲示例", from_on=LONG_AGO)

    @pytest.mark.parametrize(
        ("reader", "sees"),
        [
            (Reader(id="public", territory=COMMUNITY, purpose=Purpose.BROWSE), 0),
            (Reader(id="public", territory=COMMUNITY, purpose=Purpose.TRACK), 0),
            (Reader(id="public", territory="", purpose=Purpose.REPORT), 0),
            (Reader(id="public", territory=COMMUNITY, purpose=Purpose.AUDIT), 0),
            (Reader(id="public", territory="440305001002", purpose=Purpose.HANDLE), 0),
            (Reader(id="public", territory=COMMUNITY, purpose=Purpose.HANDLE), 1),
            (Reader(id="public", territory=STREET, purpose=Purpose.HANDLE), 1),
            (Reader(id="public", territory=f"{COMMUNITY}003", purpose=Purpose.HANDLE), 1),
        ],
    )
    def test_holders_are_seen_near_by_and_on_duty_only(self, reader: Reader, sees: int) -> None:
        become(reader)
        assert Holding.objects.count() == sees

    def test_staff_cannot_put_themselves_into_a_post(self) -> None:
        become(Reader(id="public", territory=COMMUNITY, purpose=Purpose.HANDLE))
        assert Holding.objects.update(person_name="丙示例") == 0
