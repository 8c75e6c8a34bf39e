from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.domains.duties import facade as duties
from linli.domains.duties.actions import default_lines
from linli.domains.duties.facade import ItemKind, Place
from linli.domains.duties.rules import may_own
from linli.foundation.orgs import actions as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader

COMMUNITY, STREET = "440305001001", "440305001"
GRID = f"{COMMUNITY}003"
HERE, THERE = Place(community=COMMUNITY, grid=GRID), Place(community="440305001002")
LONG_AGO = date(2020, 1, 1)
KINDS = {
    "elevator", "public_facility", "water_power_gas", "sewage", "noise", "sanitation", "fire_safety",
    "illegal_building", "parking", "pets", "greenery", "street_light_manhole", "neighbour_dispute", "elder_care",
    "policy_question", "public_security", "property_service", "other",
}  # fmt: skip


@pytest.fixture(autouse=True)
def units(db: None) -> Iterator[dict[UnitKind, UUID]]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        yield {
            kind: orgs.create_unit(scope=scope, name=kind.value, kind=kind, from_on=LONG_AGO).id
            for kind, scope in (
                (UnitKind.RESIDENTS_COMMITTEE, COMMUNITY),
                (UnitKind.SERVICE_STATION, COMMUNITY),
                (UnitKind.STREET_OFFICE, STREET),
                (UnitKind.DEPARTMENT, STREET),
                (UnitKind.ENTERPRISE, COMMUNITY),
            )
        }


def register(owner: UUID, *, scope: str, kind: ItemKind = ItemKind.GOVERNMENT, code: str = "noise") -> UUID:
    return duties.register_work_item(
        code=code,
        name="噪声",
        kind=kind,
        owner=owner,
        case_kinds=["noise"],
        scope=scope,
        basis="某法",
        from_on=LONG_AGO,
    ).id


def leads(place: Place = HERE) -> UUID | None:
    duty = duties.lead_for("noise", place)
    return duty.unit_id if duty else None


class TestLeadFor:
    def test_the_most_specific_scope_decides(self, units: dict[UnitKind, UUID]) -> None:
        register(units[UnitKind.DEPARTMENT], scope=STREET)
        assert leads() == leads(THERE) == units[UnitKind.DEPARTMENT]
        register(units[UnitKind.ENTERPRISE], scope=GRID, kind=ItemKind.SELF_GOVERNANCE)
        assert leads() == units[UnitKind.ENTERPRISE]
        assert leads(Place(community=COMMUNITY)) == units[UnitKind.DEPARTMENT]

    def test_what_nobody_registered_is_nobodys(self) -> None:
        assert leads() is None

    def test_a_line_that_ended_no_longer_decides(self, units: dict[UnitKind, UUID]) -> None:
        item = register(units[UnitKind.DEPARTMENT], scope=STREET)
        duties.end_work_item(item, on=timezone.localdate() - timedelta(days=1))
        assert leads() is None
        assert duties.lead_for("noise", HERE, on=timezone.localdate() - timedelta(days=1)) is not None

    def test_a_unit_that_ended_leads_nothing(self, units: dict[UnitKind, UUID]) -> None:
        register(units[UnitKind.ENTERPRISE], scope=COMMUNITY, kind=ItemKind.SELF_GOVERNANCE)
        register(units[UnitKind.DEPARTMENT], scope=STREET)
        orgs.end_unit(units[UnitKind.ENTERPRISE], on=timezone.localdate() - timedelta(days=1))
        assert leads() == units[UnitKind.DEPARTMENT]

    def test_it_is_answered_from_memory(self, units: dict[UnitKind, UUID]) -> None:
        register(units[UnitKind.DEPARTMENT], scope=STREET)
        leads()
        with CaptureQueriesContext(connection) as counted:
            leads()
            duties.may_lead(units[UnitKind.DEPARTMENT], "noise", HERE)
            duties.who_may_assist("noise", HERE)
        assert len(counted) == 0

    def test_a_new_owner_begins_on_a_day_and_the_old_line_stays_readable(self, units: dict[UnitKind, UUID]) -> None:
        item = register(units[UnitKind.DEPARTMENT], scope=STREET)
        today = timezone.localdate()
        duties.change_work_item(
            item, name="噪声", kind=ItemKind.GOVERNMENT, owner=units[UnitKind.STREET_OFFICE], case_kinds=["noise"],
            basis="某法", from_on=today,
        )  # fmt: skip
        before = duties.lead_for("noise", HERE, on=today - timedelta(days=1))
        assert before is not None
        assert (before.unit_id, leads()) == (units[UnitKind.DEPARTMENT], units[UnitKind.STREET_OFFICE])


class TestMayLead:
    def test_the_registered_owner_may(self, units: dict[UnitKind, UUID]) -> None:
        register(units[UnitKind.DEPARTMENT], scope=STREET)
        answer = duties.may_lead(units[UnitKind.DEPARTMENT], "noise", HERE)
        assert answer == duties.Allowed(basis="某法")

    def test_a_committee_is_never_made_to_lead_what_is_not_on_its_list(self, units: dict[UnitKind, UUID]) -> None:
        register(units[UnitKind.DEPARTMENT], scope=STREET)
        for unit in (UnitKind.RESIDENTS_COMMITTEE, UnitKind.SERVICE_STATION, UnitKind.ENTERPRISE):
            answer = duties.may_lead(units[unit], "noise", HERE)
            assert isinstance(answer, duties.Refused)
            assert "居民委员会组织法" in answer.basis

    def test_the_street_may_always_take_a_matter_over(self, units: dict[UnitKind, UUID]) -> None:
        assert isinstance(duties.may_lead(units[UnitKind.STREET_OFFICE], "noise", HERE), duties.Allowed)

    def test_a_unit_of_another_place_may_not(self, units: dict[UnitKind, UUID]) -> None:
        answer = duties.may_lead(units[UnitKind.ENTERPRISE], "noise", THERE)
        assert isinstance(answer, duties.Refused)


class TestWhoMayAssist:
    def test_usual_helpers_come_first_and_the_lead_is_not_among_them(self, units: dict[UnitKind, UUID]) -> None:
        duties.seed_defaults(COMMUNITY, units)
        helpers = duties.who_may_assist("noise", HERE)
        assert [helper.is_usual for helper in helpers] == [True, True, False, False]
        assert units[UnitKind.DEPARTMENT] not in {helper.unit_id for helper in helpers}


class TestRegister:
    @pytest.mark.parametrize("unit_kind", ["residents_committee", "service_station", "self_governing_group"])
    def test_no_community_body_owns_government_work(self, unit_kind: str) -> None:
        assert not may_own(ItemKind.GOVERNMENT, unit_kind=unit_kind)

    def test_government_work_is_not_put_on_a_committees_list(self, units: dict[UnitKind, UUID]) -> None:
        with pytest.raises(duties.ItemRefused):
            register(units[UnitKind.RESIDENTS_COMMITTEE], scope=COMMUNITY)

    def test_a_line_needs_its_basis(self, units: dict[UnitKind, UUID]) -> None:
        with pytest.raises(duties.ItemRefused):
            duties.register_work_item(
                code="noise", name="噪声", kind=ItemKind.GOVERNMENT, owner=units[UnitKind.DEPARTMENT],
                case_kinds=["noise"], scope=STREET, basis=" ", from_on=LONG_AGO,
            )  # fmt: skip

    def test_a_line_stands_once_in_a_place(self, units: dict[UnitKind, UUID]) -> None:
        register(units[UnitKind.DEPARTMENT], scope=STREET)
        with pytest.raises(duties.ItemRefused):
            register(units[UnitKind.STREET_OFFICE], scope=STREET)


class TestSeedDefaults:
    def test_every_kind_of_matter_has_its_lead_and_its_basis(self, units: dict[UnitKind, UUID]) -> None:
        seeding = duties.seed_defaults(COMMUNITY, units)
        assert (len(seeding.added), seeding.without_owner) == (len(default_lines()), ())
        for kind in KINDS:
            duty = duties.lead_for(kind, HERE)
            assert duty is not None
            assert duty.basis

    def test_seeding_again_changes_nothing(self, units: dict[UnitKind, UUID]) -> None:
        duties.seed_defaults(COMMUNITY, units)
        assert duties.seed_defaults(COMMUNITY, units).added == ()

    def test_lines_without_an_owner_are_named(self, units: dict[UnitKind, UUID]) -> None:
        committee = {UnitKind.RESIDENTS_COMMITTEE: units[UnitKind.RESIDENTS_COMMITTEE]}
        assert "illegal_building" in duties.seed_defaults(COMMUNITY, committee).without_owner
