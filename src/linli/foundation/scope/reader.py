"""The reader of a transaction, as values: what the database's policies and the program's own checks both look at."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Purpose(StrEnum):
    """What a transaction is for. The database's policies open rows by purpose, not by trust in the program."""

    BROWSE = "browse"  # public pages without a matter
    REPORT = "report"  # a resident hands a matter in; grant = digest of the new key
    STATE = "state"  # the code alone: state, no text; grant = the code
    TRACK = "track"  # code and key: public time line, rating, reopening; grant = digest of the key
    AUTHENTICATE = "authenticate"  # log-in; grant = the user name
    HANDLE = "handle"  # staff with a territory: committee, station, street, grid worker
    ASSIST = "assist"  # people of a unit, who see the matters their unit is a party of
    ADMINISTER = "administer"  # system and security administrators: accounts and settings, never residents' data
    AUDIT = "audit"  # audit administrators: the chain, never residents' data
    PUBLISH = "publish"  # public facts for other systems, no words; grant = digest of the caller's own key, if any
    SERVE = "serve"  # jobs, for one territory at a time


PUBLIC = "public"
JOB = "job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who acts, in which standing.

    ``id`` is the account's id as text, or ``public`` or ``job``. ``territory`` is a scope code (significant digits of a
    division or grid code, empty: none). ``role`` is the code of the standing's role, empty for the public.
    """

    id: str = PUBLIC
    territory: str = ""
    unit: UUID | None = None
    purpose: Purpose = Purpose.BROWSE
    grant: str = ""
    role: str = ""
    assignment: UUID | None = None

    @property
    def account_id(self) -> UUID | None:
        """The account, or none for the public and for jobs."""
        return None if self.id in (PUBLIC, JOB) else UUID(self.id)

    @property
    def is_staff(self) -> bool:
        """Whether a person with an account acts."""
        return self.id not in (PUBLIC, JOB)


def job_reader(territory: str, *, purpose: Purpose = Purpose.SERVE) -> Reader:
    """Return the reader of a background job that works on one territory."""
    return Reader(id=JOB, territory=territory, purpose=purpose)
