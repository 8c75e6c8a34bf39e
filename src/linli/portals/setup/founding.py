"""Founds a real community: its divisions, first units and accounts, and the rules that come with the program.

Everything is looked for before it is made, so founding again changes nothing and says what was there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.duties import facade as duties
from linli.foundation.accounts import actions as accounts
from linli.foundation.accounts.models import Account, Assignment
from linli.foundation.accounts.roles import ADMINISTRATORS, Role
from linli.foundation.orgs import actions as orgs
from linli.foundation.orgs import queries as org_queries
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.rulepacks import calendar
from linli.foundation.scope.context import current_reader
from linli.foundation.territory import actions as territory
from linli.foundation.territory import queries as territory_queries
from linli.foundation.workflow import actions as workflow
from linli.kernel.codes import lineage

FIRST_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.CLERK)
FIRST_UNITS = (UnitKind.STREET_OFFICE, UnitKind.RESIDENTS_COMMITTEE, UnitKind.SERVICE_STATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the first account of a role is for."""

    username: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What has to be said about a community: names by division scope, units by kind, first people by role."""

    community: str
    names: Mapping[str, str]
    units: Mapping[UnitKind, str]
    people: Mapping[Role, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what founding did."""

    is_new: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLogIn:
    """A new account and the password for its first log-in, which is shown this once and kept nowhere."""

    role: Role
    username: str
    password: str


@dataclass(slots=True)
class Founding:
    """What founding did, and the first log-ins it made."""

    lines: list[Line] = field(default_factory=list)
    log_ins: list[FirstLogIn] = field(default_factory=list)

    def note(self, words: str, *, is_new: bool) -> None:
        """Add a line."""
        self.lines.append(Line(is_new=is_new, words=words))


def found_community(answers: Answers) -> Founding:
    """Set a community up in the running transaction, whose purpose is ADMINISTER and whose territory covers it.

    Raises the rooms' own refusals (``DivisionRefused``, ``UnitRefused``, ``BadAccount``), each with its sentence.
    """
    done, today = Founding(), timezone.localdate()
    _found_divisions(answers, done, today)
    _found_units(answers, done, today)
    _seed_rules(done)
    _seed_duties(answers.community, done)
    _found_accounts(answers, done)
    return done


def default_units(names: Mapping[str, str], community: str) -> dict[UnitKind, str]:
    """Return how the first units of a community are usually called."""
    street, here = names.get(community[:9], ""), names.get(community, "")
    return {
        UnitKind.STREET_OFFICE: f"{street}办事处",
        UnitKind.RESIDENTS_COMMITTEE: f"{here}居民委员会",
        UnitKind.SERVICE_STATION: f"{here}服务站",
    }


def default_people() -> dict[Role, Person]:
    """Return user names and names for the first accounts where nobody says other ones."""
    return {role: Person(username=role.value.replace("_", "."), name=str(role.label)) for role in FIRST_ROLES}


def _found_divisions(answers: Answers, done: Founding, today: date) -> None:
    for code in lineage(answers.community):
        try:
            found = territory_queries.division(code)
            done.note(_("Division %(name)s (%(code)s)") % {"name": found.name, "code": code}, is_new=False)
        except territory_queries.NoSuchDivision:
            made = territory.add_division(code, name=answers.names[code], from_on=today)
            done.note(_("Division %(name)s (%(code)s)") % {"name": made.name, "code": code}, is_new=True)


def _found_units(answers: Answers, done: Founding, today: date) -> None:
    for kind, name in answers.units.items():
        there = org_queries.units_of_kind(answers.community, kind=kind)
        if there:
            done.note(_("Unit %(name)s") % {"name": there[0].name}, is_new=False)
            continue
        scope = answers.community[:9] if kind is UnitKind.STREET_OFFICE else answers.community
        orgs.create_unit(scope=scope, name=name, kind=kind, from_on=today)
        done.note(_("Unit %(name)s") % {"name": name}, is_new=True)


def _seed_rules(done: Founding) -> None:
    before = len(calendar.work_calendar().published_years)
    packs = rulepacks.seed()
    calendar.forget()
    done.note(_("Rule packs and their basis"), is_new=packs > 0)
    done.note(_("Working calendar"), is_new=len(calendar.work_calendar().published_years) > before)
    done.note(_("Procedure for matters"), is_new=workflow.seed() > 0)


def _seed_duties(community: str, done: Founding) -> None:
    units = {ref.kind: ref.id for ref in reversed(org_queries.units_serving(community))}
    seeding = duties.seed_defaults(community, units)
    done.note(_("Duty list of the community"), is_new=bool(seeding.added))
    done.note(_("Proofs that a committee must not issue"), is_new=duties.seed_proofs())


def _found_accounts(answers: Answers, done: Founding) -> None:
    for role, person in answers.people.items():
        scope = answers.community[:9] if role in ADMINISTRATORS else answers.community
        words = _("%(role)s %(username)s") % {"role": role.label, "username": person.username}
        if _is_held(role, answers.community) or Account.objects.filter(username=person.username.lower()).exists():
            done.note(words, is_new=False)
            continue
        password = accounts.one_time_password()
        actor = current_reader()
        account = accounts.create_account(
            username=person.username, name=person.name, password=password, actor=actor, must_change_password=True
        )
        accounts.grant_role(account=account, role=role, scope=scope, actor=actor)
        done.log_ins.append(FirstLogIn(role=role, username=account.username, password=password))
        done.note(words, is_new=True)


def _is_held(role: Role, community: str) -> bool:
    scopes = [community[:digits] for digits in range(2, len(community) + 1)]
    return Assignment.objects.current(timezone.localdate()).filter(role=role, scope__in=scopes).exists()


def missing_names(community: str, names: Iterable[str]) -> list[str]:
    """Return the scopes of a community's lineage that have no name yet, neither given nor in the tables."""
    given = set(names)
    known = {ref.code for ref in territory_queries.ancestry(community)}
    return [code for code in lineage(community) if code not in given and code not in known]
