"""``linli keys``: lists, makes and revokes the keys of other systems from the command line."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.apikeys.actions import KeyRefused, NoSuchKey, create_key, revoke_key
from linli.foundation.apikeys.queries import keys_within
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import queries as territory

USUAL_LIFE = timedelta(days=365)


class Command(BaseCommand):
    """``linli keys list | create | revoke``: what the page in set-up does, for whoever runs the machine."""

    help = "List, make and revoke keys of other systems. A new key is shown once."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the page asks for."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        shown = deeds.add_parser("list", help="the keys of a place, good ones first")
        shown.add_argument("--place", required=True, metavar="CODE", help="community, street or district")
        made = deeds.add_parser("create", help="make a key and show it once")
        made.add_argument("--place", required=True, metavar="CODE", help="where it is good")
        made.add_argument("--name", required=True, help="the system it is for")
        made.add_argument("--unit", required=True, help="name of the unit that answers for it")
        made.add_argument("--write", action="store_true", help="may hand matters in")
        made.add_argument("--no-read", action="store_true", help="without the higher limit for reading")
        made.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day, usually a year on")
        ended = deeds.add_parser("revoke", help="end a key at once")
        ended.add_argument("--place", required=True, metavar="CODE", help="where it is good")
        ended.add_argument("key", type=UUID, help="its id, as the list shows it")

    def handle(self, *, deed: str, place: str, **options: Any) -> None:
        """Do it in one transaction."""
        with reading(job_reader(place[:2], purpose=Purpose.ADMINISTER)):
            try:
                territory.division(place)
            except territory.NoSuchDivision:
                raise CommandError(_("%(code)s is no place that is in use here.") % {"code": place}) from None
            if deed == "list":
                self._list(place)
            elif deed == "create":
                self._create(place, **options)
            else:
                self._revoke(place, options["key"])

    def _list(self, place: str) -> None:
        for key in keys_within(place):
            may = "+".join(word for word, has in (("read", key.can_read), ("write", key.can_write)) if has)
            used = key.last_used_on or "–"
            self.stdout.write(
                f"{key.id}  …{key.hint}  {key.standing:<8}{key.scope:<13}{may:<11}{key.expires_on}  {used}"
                f"  {key.unit}  {key.name}"
            )

    def _create(
        self, place: str, *, name: str, unit: str, write: bool, no_read: bool, until: date | None, **_more: Any
    ) -> None:
        owner = next((one for one in orgs.units_serving(place) if one.name == unit), None)
        if owner is None:
            raise CommandError(_("No unit called “%(name)s” serves this place.") % {"name": unit})
        try:
            key = create_key(
                name=name, scope=place, unit=owner.id, can_read=not no_read, can_write=write,
                expires_on=until or timezone.localdate() + USUAL_LIFE,
            )  # fmt: skip
        except KeyRefused as refused:
            raise CommandError(str(refused)) from refused
        assert key is not None
        self.stderr.write(_("The key, shown this once:"))
        self.stdout.write(key.secret)

    def _revoke(self, place: str, key: UUID) -> None:
        if key not in {one.id for one in keys_within(place)}:
            raise CommandError(_("There is no such key in this place."))
        try:
            revoke_key(key)
        except NoSuchKey:
            raise CommandError(_("There is no such key in this place.")) from None
        self.stdout.write(_("The key no longer opens anything."))
