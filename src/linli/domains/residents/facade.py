"""The door of residents: bring a sheet in, find people, look at one, open one value for a purpose."""

from linli.domains.residents.actions.importing import import_residents
from linli.domains.residents.actions.prepare import prepare
from linli.domains.residents.actions.queueing import KIND, queue
from linli.domains.residents.columns import FIELDS
from linli.domains.residents.contracts import ImportOutcome, PersonLine, PersonPage, StayLine
from linli.domains.residents.queries.find import Found, find_people
from linli.domains.residents.queries.page import NoSuchPerson, community_of, person_page, read_value
from linli.domains.residents.words import FIELD_WORDS, wrong_with
from linli.foundation.imports.intake.understand import Prepared, RefusedColumn

__all__ = [
    "FIELDS",
    "FIELD_WORDS",
    "KIND",
    "Found",
    "ImportOutcome",
    "NoSuchPerson",
    "PersonLine",
    "PersonPage",
    "Prepared",
    "RefusedColumn",
    "StayLine",
    "community_of",
    "find_people",
    "import_residents",
    "person_page",
    "prepare",
    "queue",
    "read_value",
    "wrong_with",
]
