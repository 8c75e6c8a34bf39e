"""``linli_init``: sets up a real community without invented data; what is not given is asked, nothing is done twice."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.foundation.accounts.actions import BadAccount
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs.actions import UnitRefused
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory.actions import DivisionRefused
from linli.foundation.territory.national.offers import list_day, offer_for
from linli.foundation.territory.queries import division_name
from linli.kernel.codes import DivisionLevel, UnknownDivision, level_of, scope_of
from linli.portals.setup.founding import (
    FIRST_ROLES,
    FIRST_UNITS,
    Answers,
    Founding,
    Person,
    default_people,
    default_units,
    found_community,
    missing_names,
)

Given = dict[str, Any]


class Command(BaseCommand):
    """Set up a community: divisions, first units, rules, calendar, duties and the first four accounts."""

    help = "Set up a real community without invented data. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take answers as options or from a file; what is missing is asked where somebody sits at the keyboard."""
        parser.add_argument("--answers", type=Path, metavar="FILE.json", help="a file with the answers")
        parser.add_argument("--community", metavar="CODE", help="the community's 12 digits")
        parser.add_argument("--division", action="append", default=[], metavar="CODE=NAME", help="a division's name")
        parser.add_argument("--unit", action="append", default=[], metavar="KIND=NAME", help="a first unit's name")
        parser.add_argument(
            "--account", action="append", default=[], metavar="ROLE=USERNAME:NAME", help="whom a first account is for"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Set the community up in one transaction, and show each new password once."""
        given = _given(options)
        code = _community(given)
        with reading(job_reader(code[:2], purpose=Purpose.ADMINISTER)):
            day = list_day()
            if day is not None and not options["json"]:
                self.stdout.write(_("Names come from the list of divisions as of %(day)s.") % {"day": day})
            answers = _answers(code, given)
            try:
                founding = found_community(answers)
            except (DivisionRefused, UnitRefused, BadAccount) as refused:
                raise CommandError(str(refused)) from refused
        self._show(founding, as_json=options["json"])

    def _show(self, founding: Founding, *, as_json: bool) -> None:
        if as_json:
            lines = [{"new": line.is_new, "what": line.words} for line in founding.lines]
            log_ins = [
                {"role": log_in.role.value, "username": log_in.username, "password": log_in.password}
                for log_in in founding.log_ins
            ]
            self.stdout.write(json.dumps({"lines": lines, "log_ins": log_ins}, ensure_ascii=False))
            return
        new, there = _("new"), _("already there")
        for line in founding.lines:
            self.stdout.write(f"{new if line.is_new else there}  {line.words}")
        if founding.log_ins:
            self.stdout.write("")
            self.stdout.write(_("Passwords for the first log-in. Write them down now: they are shown this once."))
        for log_in in founding.log_ins:
            self.stdout.write(f"  {log_in.role.label}  {log_in.username}  {log_in.password}")
        self.stdout.write("")
        self.stdout.write(_("Next: linli serve, then log in as system administrator and open Set-up."))


def _given(options: dict[str, Any]) -> Given:
    given: Given = {"names": {}, "units": {}, "people": {}}
    if options["answers"]:
        given = _from_file(options["answers"])
    if options["community"]:
        given["community"] = options["community"]
    given["names"] |= {_scope(code): name for code, name in _pairs(options["division"], "--division")}
    given["units"] |= dict(_pairs(options["unit"], "--unit"))
    for role, person in _pairs(options["account"], "--account"):
        username, _colon, name = person.partition(":")
        given["people"][role] = {"username": username, "name": name or username}
    return given


def _from_file(path: Path) -> Given:
    try:
        read = json.loads(path.read_text("utf-8"))
        return {
            "community": str(read["community"]),
            "names": {_scope(str(code)): str(name) for code, name in read.get("divisions", {}).items()},
            "units": dict(read.get("units", {})),
            "people": {role: dict(person) for role, person in read.get("accounts", {}).items()},
        }
    except OSError as error:
        raise CommandError(
            _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error.strerror}
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text = _("%(path)s must be JSON with community, divisions, units and accounts.")
        raise CommandError(text % {"path": path}) from error


def _pairs(given: Sequence[str], option: str) -> list[tuple[str, str]]:
    pairs = [tuple(one.split("=", 1)) for one in given]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):  # noqa: PLR2004 - a pair
        raise CommandError(_("%(option)s needs two sides around “=”.") % {"option": option})
    return [(left.strip(), right.strip()) for left, right in pairs]


def _scope(code: str) -> str:
    try:
        return scope_of(code)
    except UnknownDivision:
        raise CommandError(_("%(code)s is not a division code.") % {"code": code}) from None


def _community(given: Given) -> str:
    code = given.get("community") or _ask(_("Community's 12-digit code"), option="--community CODE")
    scope = _scope(code)
    if level_of(scope) is not DivisionLevel.COMMUNITY:
        raise CommandError(_("%(code)s is not the 12-digit code of a community.") % {"code": code})
    return scope


def _answers(code: str, given: Given) -> Answers:
    names = dict(given["names"])
    asked = missing_names(code, names)
    offered = offer_for(code).names if asked else {}
    for missing in asked:
        question = _("Name of %(code)s") % {"code": missing}
        names[missing] = _ask(question, usual=offered.get(missing, ""), option=f"--division {missing}=…")
    usual = default_units({one: names.get(one) or division_name(one) for one in (code[:9], code)}, code)
    units = {kind: given["units"].get(kind.value) or _ask(str(kind.label), usual=usual[kind]) for kind in FIRST_UNITS}
    for kind, name in given["units"].items():
        if kind not in UnitKind.values:
            raise CommandError(_("%(kind)s is not a kind of unit.") % {"kind": kind})
        units[UnitKind(kind)] = name
    return Answers(community=code, names=names, units=units, people=_people(given["people"]))


def _people(given: dict[str, dict[str, str]]) -> dict[Role, Person]:
    people = default_people()
    for role, person in given.items():
        if role not in people:
            known = ", ".join(role.value for role in FIRST_ROLES)
            raise CommandError(_("First accounts are for: %(roles)s.") % {"roles": known})
        usual = people[Role(role)]
        people[Role(role)] = Person(
            username=person.get("username", usual.username), name=person.get("name", usual.name)
        )
    return people


def _ask(question: str, *, usual: str = "", option: str = "") -> str:
    """Return an answer from the keyboard; where nobody sits there, the usual one, else say which option is missing."""
    if not sys.stdin.isatty():
        if usual:
            return usual
        raise CommandError(_("%(question)s is missing: give %(option)s.") % {"question": question, "option": option})
    suffix = f" [{usual}]" if usual else ""
    while True:
        answer = input(f"{question}{suffix}: ").strip() or usual
        if answer:
            return answer
