"""Sets the demo community up through the actions a real one uses: divisions, units, people, grids, buildings, rules."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import shapely
from django.utils import timezone

from linli.domains.duties import facade as duties
from linli.domains.phrases import facade as phrases
from linli.domains.places import facade as places
from linli.foundation.accounts.actions.people import create_account
from linli.foundation.accounts.actions.roles import grant_role
from linli.foundation.accounts.models import Account
from linli.foundation.orgs import actions as orgs
from linli.foundation.orgs import queries as units_of
from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.rulepacks import calendar
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import actions as territory
from linli.foundation.territory import queries as divisions
from linli.foundation.territory.gridwork.checks import GridFeature
from linli.foundation.workflow import actions as workflow
from linli.kernel.geo import Datum
from linli.project.demo import street
from linli.project.demo.cast import PASSWORD, PEOPLE, POSTS, UNITS, DemoPerson
from linli.project.demo.readers import Cast, administrator, reader_for

FROM_ON = date(2025, 1, 1)
Say = Callable[[str], None]


def seed_rules() -> None:
    """Load the shipped rule packs, the grid event and the working calendar; what is there already stays."""
    with reading(administrator(street.COMMUNITY)):
        rulepacks.seed()
        workflow.seed()
        calendar.seed()
        duties.seed_proofs()


def build_community(say: Say = lambda _line: None) -> Cast:
    """Build the demo community, or find the one that is there; returns its people and units."""
    seed_rules()
    with reading(administrator(street.COMMUNITY)):
        is_there = _is_there()
        if not is_there:
            say("Drawing the community")
            _draw_territory()
            created = _create_units()
            _seed_duties(created)
            _fill_posts(created)
            _build_houses()
            phrases.seed_usual(street.COMMUNITY)
    with reading(administrator(street.DIVISIONS[0][0])) as actor:
        units = {unit.key: _unit_id(unit.name) for unit in UNITS}
        readers = {}
        for person in PEOPLE:
            account = Account.objects.filter(username=person.username).values_list("id", flat=True).first()
            if account is None:
                account = _create_person(person, units=units, actor=actor)
            readers[person.username] = reader_for(person, account=account, unit=units.get(person.unit))
    return Cast(readers=readers, units=units)


def _is_there() -> bool:
    try:
        divisions.community(street.COMMUNITY)
    except divisions.NoSuchDivision:
        return False
    return True


def _draw_territory() -> None:
    for code, name in street.DIVISIONS:
        territory.add_division(code, name=name, from_on=FROM_ON)
    territory.set_boundary(street.COMMUNITY, shapely.Polygon(street.boundary()))
    features = [
        GridFeature(row=row, shape=shapely.Polygon(ring), name=name, code=f"{street.COMMUNITY}{row:03d}")
        for row, (name, ring) in enumerate(street.grids(), start=1)
    ]
    territory.publish_grids(street.COMMUNITY, features, from_on=FROM_ON)


def _create_units() -> dict[str, units_of.UnitRef]:
    return {
        unit.key: orgs.create_unit(scope=unit.scope, name=unit.name, kind=unit.kind, from_on=FROM_ON, phone=unit.phone)
        for unit in UNITS
    }


def _fill_posts(units: dict[str, units_of.UnitRef]) -> None:
    for key, title, name in POSTS:
        orgs.hold_post(orgs.create_post(units[key].id, title=title, from_on=FROM_ON), person_name=name, from_on=FROM_ON)


def _seed_duties(units: dict[str, units_of.UnitRef]) -> None:
    owners = {}
    for key, ref in units.items():
        if key not in {"lift", "market"}:
            owners[ref.kind] = ref.id
    duties.seed_defaults(street.COMMUNITY, owners, from_on=FROM_ON)
    duties.seed_example(street.DIVISIONS[1][0], from_on=FROM_ON)
    duties.state_hours(
        street.COMMUNITY,
        people=9,
        hours_a_month=Decimal(1386),
        source="示例数字：9 人，每人每月 154 小时",
        from_on=FROM_ON,
    )


def _build_houses() -> None:
    places.import_buildings(street.COMMUNITY, street.buildings_file(), datum=Datum.WGS84)
    for building in places.buildings_of(street.COMMUNITY):
        places.name_building(
            building.id, number=building.number, address=f"柳岸路 {building.sequence} 号", floors=building.floors,
            stairs=street.STAIRS,
        )  # fmt: skip
        places.lay_out_dwellings(
            building.id, stairs=street.STAIRS, floors=building.floors or 6, rooms_per_floor=street.ROOMS_PER_FLOOR
        )


def _unit_id(name: str) -> UUID:
    return next(unit.id for unit in units_of.units_serving(street.COMMUNITY) if unit.name == name)


def _create_person(person: DemoPerson, *, units: dict[str, UUID], actor: Reader) -> UUID:
    account = create_account(username=person.username, name=person.name, password=PASSWORD, actor=actor)
    grant_role(
        account=account, role=person.role, scope=person.scope, unit=units.get(person.unit), actor=actor,
        from_on=timezone.localdate(),
    )  # fmt: skip
    return account.id
