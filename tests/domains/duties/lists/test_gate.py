"""The gate on PostgreSQL: lists published, a matter refused with its citation, an exception opened, ended, expired."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from linli.domains.duties import facade as duties
from linli.domains.duties.facade import Item, ItemKind, ListKind, Place, Share, Wish
from linli.domains.duties.models import Admission, AdmissionDeed, DutyList
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import actions as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader

COMMUNITY, STREET, CITY = "440305001001", "440305001", "4403"
HERE = Place(community=COMMUNITY, grid=f"{COMMUNITY}003")
LONG_AGO = date(2020, 1, 1)
SET_UP = job_reader("44", purpose=Purpose.ADMINISTER)
Units = dict[UnitKind, UUID]


@pytest.fixture
def units(db: None) -> Iterator[Units]:  # noqa: ARG001 - opens the database
    with translation.override("zh-hans"), reading(SET_UP):
        rulepacks.seed()
        made = {
            kind: orgs.create_unit(scope=scope, name=name, kind=kind, from_on=LONG_AGO).id
            for kind, scope, name in (
                (UnitKind.RESIDENTS_COMMITTEE, COMMUNITY, "示例居委会"),
                (UnitKind.SERVICE_STATION, COMMUNITY, "示例服务站"),
                (UnitKind.STREET_OFFICE, STREET, "示例街道办"),
                (UnitKind.DEPARTMENT, STREET[:6], "示例民政局"),
            )
        }
        duties.register_work_item(
            code="care", name="老年人帮扶", kind=ItemKind.ASSIST_GOVERNMENT, owner=made[UnitKind.SERVICE_STATION],
            case_kinds=["elder_care"], scope=COMMUNITY, basis="某办法", from_on=LONG_AGO,
        )  # fmt: skip
        yield made


def item(code: str, kind: str, *, leads: set[str], assists: set[str] = frozenset(), **more: object) -> Item:  # type: ignore[assignment]
    return Item(
        code=code, words=f"事项{code}", case_kinds=(kind,) if kind else (), leads=frozenset(leads),
        assists=frozenset(assists), document="《某条例》", article="第三条", **more,  # type: ignore[arg-type]
    )  # fmt: skip


CARE = item("07", "elder_care", leads={"service_station"}, assists={"residents_committee"}, hours=Decimal(30))
NOISE = item("03", "noise", leads={"department"}, assists={"residents_committee"}, lead_words="区生态环境局")


def published(*items: Item, kind: ListKind = ListKind.ADMITTED, scope: str = CITY, days: int = 0) -> UUID:
    made = duties.draft_list(scope=scope, kind=kind, title="社区清单", basis="某文")
    for one in duties.items_of(made.id):
        duties.take_item_off(made.id, one.id)  # type: ignore[arg-type]
    for one in items:
        duties.put_item(made.id, one)
    duties.publish_list(made.id, from_on=timezone.localdate() + timedelta(days=days))
    return made.id


def lead(units: Units, kind: UnitKind, case_kind: str, *, on: date | None = None) -> duties.Allowed | duties.Refused:
    return duties.may_lead(units[kind], case_kind, HERE, on=on)


def told(answer: duties.Allowed | duties.Refused) -> str:
    assert isinstance(answer, duties.Refused)
    return answer.sentence


class TestWithoutLists:
    def test_the_register_alone_decides(self, units: Units) -> None:
        assert isinstance(lead(units, UnitKind.SERVICE_STATION, "elder_care"), duties.Allowed)

    def test_the_ministrys_list_of_proofs_alone_stops_no_matter(self, units: Units) -> None:
        assert duties.seed_proofs()
        assert not duties.seed_proofs()
        assert isinstance(lead(units, UnitKind.SERVICE_STATION, "elder_care"), duties.Allowed)


class TestWhatIsNotOnTheList:
    def test_is_not_dispatched_and_the_sentence_cites_item_list_version_and_basis(self, units: Units) -> None:
        published(CARE, NOISE_ADMITTED)
        assert isinstance(lead(units, UnitKind.SERVICE_STATION, "elder_care"), duties.Allowed)
        published(NOISE_ADMITTED)
        sentence = told(lead(units, UnitKind.SERVICE_STATION, "elder_care"))
        for part in (
            "事项07",
            "社区清单",
            "2",
            timezone.localdate().isoformat(),
            "《某条例》第三条",
            "示例服务站",
            "示例街道办",
        ):
            assert part in sentence

    def test_the_version_of_the_day_counts(self, units: Units) -> None:
        published(CARE)
        published(NOISE_ADMITTED, days=3)
        today = timezone.localdate()
        for days, is_allowed in ((0, True), (2, True), (3, False)):
            answer = lead(units, UnitKind.SERVICE_STATION, "elder_care", on=today + timedelta(days=days))
            assert isinstance(answer, duties.Allowed) is is_allowed

    def test_nobody_is_suggested_whom_the_list_does_not_let_lead(self, units: Units) -> None:
        published(NOISE_ADMITTED)
        assert duties.lead_for("elder_care", HERE) is None
        helpers = {one.unit_id for one in duties.who_may_assist("elder_care", HERE)}
        assert helpers == {units[UnitKind.STREET_OFFICE], units[UnitKind.DEPARTMENT]}
        assert "示例居委会" in told(duties.may_assist(units[UnitKind.RESIDENTS_COMMITTEE], "elder_care", HERE))

    def test_street_and_department_pass(self, units: Units) -> None:
        published(NOISE_ADMITTED)
        for kind in (UnitKind.STREET_OFFICE, UnitKind.DEPARTMENT):
            assert isinstance(lead(units, kind, "elder_care"), duties.Allowed)


NOISE_ADMITTED = item("09", "policy_question", leads={"service_station"})


class TestWhereItOnlyAssists:
    def test_the_community_is_not_made_lead_and_may_be_asked_to_assist(self, units: Units) -> None:
        published(NOISE, kind=ListKind.ASSIST)
        sentence = told(lead(units, UnitKind.RESIDENTS_COMMITTEE, "noise"))
        assert "区生态环境局" in sentence
        assert isinstance(duties.may_assist(units[UnitKind.RESIDENTS_COMMITTEE], "noise", HERE), duties.Allowed)
        assert isinstance(duties.may_assist(units[UnitKind.SERVICE_STATION], "noise", HERE), duties.Refused)


class TestWhatIsBarred:
    def test_it_goes_elsewhere_even_where_another_list_names_it(self, units: Units) -> None:
        published(CARE)
        barred = Item(
            code="1", words="不该办的", case_kinds=("elder_care",), document="《禁令》", instead="区民政局窗口"
        )
        published(barred, kind=ListKind.BARRED, scope="44")
        assert "区民政局窗口" in told(lead(units, UnitKind.SERVICE_STATION, "elder_care"))


class TestLists:
    def test_a_published_version_stays_as_it_is(self, units: Units) -> None:  # noqa: ARG002 - the place stands
        made = published(CARE)
        with pytest.raises(duties.ListRefused):
            duties.put_item(made, NOISE)
        with pytest.raises(duties.ListRefused):
            duties.drop_draft(made)

    def test_a_draft_begins_with_the_items_there_are_and_says_what_differs(self, units: Units) -> None:  # noqa: ARG002
        published(CARE, NOISE_ADMITTED)
        draft = duties.draft_list(scope=CITY, kind=ListKind.ADMITTED, title="社区清单", basis="某文")
        assert not duties.difference(draft.id).is_any
        care = next(one for one in duties.items_of(draft.id) if one.code == "07")
        duties.take_item_off(draft.id, care.id)  # type: ignore[arg-type]
        duties.put_item(draft.id, item("10", "", leads={"service_station"}))
        found = duties.difference(draft.id)
        assert ([x.code for x in found.added], [x.code for x in found.removed]) == (["10"], ["07"])

    def test_a_number_may_be_written_as_the_city_writes_it(self, units: Units) -> None:  # noqa: ARG002
        draft = duties.draft_list(scope=CITY, kind=ListKind.OWN, title="清单", basis="某文")
        put = duties.put_item(draft.id, item("自治（一）01", "", leads={"residents_committee"}))
        duties.take_item_off(draft.id, put.id)  # type: ignore[arg-type]
        assert duties.items_of(draft.id) == ()

    def test_a_page_of_before_changes_nothing(self, units: Units) -> None:  # noqa: ARG002
        draft = duties.draft_list(scope=CITY, kind=ListKind.OWN, title="清单", basis="某文")
        duties.put_item(draft.id, item("1", "", leads={"residents_committee"}), edits=0)
        with pytest.raises(duties.ListRefused):
            duties.publish_list(draft.id, from_on=timezone.localdate(), edits=0)
        duties.publish_list(draft.id, from_on=timezone.localdate(), edits=1)

    def test_no_version_begins_in_the_past_or_empty(self, units: Units) -> None:  # noqa: ARG002
        draft = duties.draft_list(scope=CITY, kind=ListKind.OWN, title="清单", basis="某文")
        with pytest.raises(duties.ListRefused):
            duties.publish_list(draft.id, from_on=timezone.localdate())
        duties.put_item(draft.id, item("1", "", leads={"residents_committee"}))
        with pytest.raises(duties.ListRefused):
            duties.publish_list(draft.id, from_on=timezone.localdate() - timedelta(days=1))

    def test_a_retired_list_stays_readable_and_decides_no_more(self, units: Units) -> None:
        made = published(NOISE_ADMITTED)
        duties.retire_list(made, on=timezone.localdate() - timedelta(days=1))
        assert isinstance(lead(units, UnitKind.SERVICE_STATION, "elder_care"), duties.Allowed)
        assert len(duties.items_of(made)) == 1

    def test_the_gate_answers_from_memory(self, units: Units) -> None:
        published(CARE, NOISE_ADMITTED)
        lead(units, UnitKind.SERVICE_STATION, "elder_care")
        with CaptureQueriesContext(connection) as counted:
            lead(units, UnitKind.SERVICE_STATION, "elder_care")
            duties.who_may_assist("noise", HERE)
            duties.whose("老年人", community=COMMUNITY, on=timezone.localdate())
        assert len(counted) == 0


class TestShippedLists:
    def test_the_twenty_proofs_each_say_where_to_go(self, units: Units) -> None:  # noqa: ARG002
        duties.seed_proofs()
        items = duties.items_of(DutyList.objects.get(scope="").id)
        assert len(items) == 20
        assert all(one.instead and one.basis for one in items)

    @pytest.mark.parametrize("words", ["无犯罪", "无犯罪证明", "开个无犯罪记录证明"])
    def test_the_counter_finds_a_proof_by_the_words_people_say(self, units: Units, words: str) -> None:  # noqa: ARG002
        duties.seed_proofs()
        found = duties.whose(words, community=COMMUNITY, on=timezone.localdate())
        assert found[0].item.words == "无犯罪记录证明"
        assert "公安" in found[0].item.instead

    def test_the_example_says_that_it_is_one(self, units: Units) -> None:  # noqa: ARG002
        assert duties.seed_example("99", from_on=LONG_AGO) == 4
        assert duties.seed_example("99", from_on=LONG_AGO) == 0
        rows = DutyList.objects.filter(scope="99")
        assert {(row.is_example, row.certainty) for row in rows} == {(True, "m")}


def reader_of(role: Role, *, unit: UUID | None, territory: str) -> Reader:
    purpose = Purpose.ASSIST if role is Role.UNIT_WORKER else Purpose.HANDLE
    return Reader(id=str(uuid4()), territory=territory, unit=unit, purpose=purpose, role=role.value)


def wish(**other: object) -> Wish:
    today = timezone.localdate()
    said = {
        "scope": COMMUNITY, "words": "高温期间探访", "case_kinds": ["elder_care"], "unit_kind": "service_station",
        "share": Share.LEAD, "basis": "区民政局通知", "hours": Decimal(12), "period": duties.Period.MONTH,
        "from_on": today, "to_on": today + timedelta(days=29), "reason": "连续高温",
    }  # fmt: skip
    return Wish(**{**said, **other})  # type: ignore[arg-type]


class TestExceptions:
    @pytest.fixture
    def bureau(self, units: Units) -> Reader:
        published(NOISE_ADMITTED)
        return reader_of(Role.UNIT_WORKER, unit=units[UnitKind.DEPARTMENT], territory="440305")

    @pytest.fixture
    def office(self, units: Units) -> Reader:
        return reader_of(Role.STREET_OFFICIAL, unit=units[UnitKind.STREET_OFFICE], territory=STREET)

    def is_open(self, units: Units, *, kind: str = "elder_care", days: int = 0) -> bool:
        on = timezone.localdate() + timedelta(days=days)
        return isinstance(lead(units, UnitKind.SERVICE_STATION, kind, on=on), duties.Allowed)

    def test_an_approved_one_opens_its_item_for_its_days_and_ended_it_opens_nothing(
        self, units: Units, bureau: Reader, office: Reader
    ) -> None:
        with reading(bureau):
            asked = duties.ask_admission(wish())
        assert not self.is_open(units)
        with reading(office):
            duties.decide_admission(asked.id, is_approved=True, reason="同意")
        with reading(SET_UP):
            assert [self.is_open(units, days=days) for days in (0, 29, 30)] == [True, True, False]
            assert not self.is_open(units, kind="noise")
            asked_hours = duties.hours_asked(COMMUNITY, on=timezone.localdate())
            assert asked_hours.admitted_hours == 12
        with reading(office):
            duties.end_admission(asked.id, reason="高温结束")
        with reading(SET_UP):
            assert not self.is_open(units)

    def test_a_refused_one_opens_nothing_and_is_not_decided_twice(
        self, units: Units, bureau: Reader, office: Reader
    ) -> None:
        with reading(bureau):
            asked = duties.ask_admission(wish())
        with reading(office):
            duties.decide_admission(asked.id, is_approved=False, reason="已有同类事项")
            with pytest.raises(duties.AdmissionRefused):
                duties.decide_admission(asked.id, is_approved=True, reason="再想想")
        with reading(SET_UP):
            assert not self.is_open(units)

    def test_self_approval_is_refused(self, office: Reader, units: Units) -> None:
        with reading(office):
            asked = duties.ask_admission(wish())
            with pytest.raises(duties.AdmissionRefused):
                duties.decide_admission(asked.id, is_approved=True, reason="同意")
        colleague = reader_of(Role.STREET_OFFICIAL, unit=units[UnitKind.STREET_OFFICE], territory=STREET)
        with reading(colleague), pytest.raises(duties.AdmissionRefused):
            duties.decide_admission(asked.id, is_approved=True, reason="同意")
        district = reader_of(Role.STREET_OFFICIAL, unit=units[UnitKind.DEPARTMENT], territory="440305")
        with reading(district):
            assert duties.decide_admission(asked.id, is_approved=True, reason="同意").state == "approved"

    def test_a_community_asks_for_nothing_and_no_firm_does(self, units: Units) -> None:
        for kind in (UnitKind.RESIDENTS_COMMITTEE, UnitKind.SERVICE_STATION):
            worker = reader_of(Role.UNIT_WORKER, unit=units[kind], territory=COMMUNITY)
            with reading(worker), pytest.raises(duties.AdmissionRefused):
                duties.ask_admission(wish())

    def test_reasons_are_read_by_the_place_and_by_nobody_else(self, bureau: Reader) -> None:
        with reading(bureau):
            asked = duties.ask_admission(wish())
            assert [one.reason for one in duties.course_of(asked.id)] == ["连续高温"]
        with reading(reader_of(Role.CLERK, unit=None, territory=COMMUNITY)):
            assert len(duties.course_of(asked.id)) == 1
        for stranger in (Reader(), reader_of(Role.CLERK, unit=None, territory="440305001002")):
            with reading(stranger):
                assert duties.course_of(asked.id) == ()

    def test_the_course_cannot_be_altered(self, bureau: Reader) -> None:
        with reading(bureau):
            duties.ask_admission(wish())
            assert AdmissionDeed.objects.update(reason="别的") == 0
            assert Admission.objects.count() == 1
