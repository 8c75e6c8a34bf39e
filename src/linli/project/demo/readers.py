"""Who acts in the demo: each log-in as the reader it would be after logging in, and the jobs that set the site up."""

from dataclasses import dataclass
from uuid import UUID

from linli.foundation.accounts.roles import ROLE_PURPOSE
from linli.foundation.scope.reader import JOB, Purpose, Reader
from linli.project.demo.cast import DemoPerson

ADMINISTER = Reader(id=JOB, territory="", purpose=Purpose.ADMINISTER)


def administrator(territory: str) -> Reader:
    """Return the reader that sets a site up: it may add divisions, units, accounts, never read a matter."""
    return Reader(id=JOB, territory=territory, purpose=Purpose.ADMINISTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The demo's people and units as they were created."""

    readers: dict[str, Reader]
    units: dict[str, UUID]

    def of_unit(self, unit: UUID) -> Reader | None:
        """Return somebody of a unit who works on matters, or none."""
        people = [r for r in self.readers.values() if r.unit == unit]
        return next((r for r in people if r.purpose is Purpose.ASSIST), next(iter(people), None))


def reader_for(person: DemoPerson, *, account: UUID, unit: UUID | None) -> Reader:
    """Return the reader that a person's session would be."""
    return Reader(
        id=str(account), territory=person.scope, unit=unit, purpose=ROLE_PURPOSE[person.role], role=person.role.value
    )
