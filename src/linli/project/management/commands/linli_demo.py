"""``linli demo``: builds the demo community with its invented residents, and prints its log-ins."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.project.demo.build import build_community
from linli.project.demo.cast import PASSWORD, PEOPLE
from linli.project.demo.households import settle
from linli.project.demo.matters import live

MATTERS = 400


class Command(BaseCommand):
    """Builds the community once; running it again finds it and adds nothing."""

    help = "Build the demo community and print its log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many matters to live through, and the form of the answer."""
        parser.add_argument("--matters", type=int, default=MATTERS, help="how many matters to live through (400)")
        parser.add_argument("--json", action="store_true", help="print log-ins as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build, live through the matters, print."""
        quiet = bool(options["json"])

        def say(line: str) -> None:
            if not quiet:
                self.stderr.write(f"  {line}")

        cast = build_community(say)
        with reading(cast.readers["heshuning"]):
            has_matters = bool(cases.case_list(cases.CaseFilters()).count)
        if not has_matters:
            say("Living through its matters")
            live(cast, count=options["matters"], say=say)
        settle(cast, say=say)
        logins = [{"username": p.username, "password": PASSWORD, "role": p.role.value, "name": p.name} for p in PEOPLE]
        if quiet:
            self.stdout.write(json.dumps({"logins": logins}, ensure_ascii=False))
            return
        self.stdout.write(
            "Everything and everybody in the demo is invented: an identity number of area 990101 is nobody's."
        )
        self.stdout.write(f"Demo log-ins (password of all: {PASSWORD})")
        for login in logins:
            self.stdout.write(f"  {login['username']:<12} {login['name']}")
