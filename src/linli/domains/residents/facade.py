"""The door of residents: bring a sheet in, find people, look at one, correct, move, add by hand, open one value."""

from linli.domains.residents.actions.adding import Newcomer, add_person
from linli.domains.residents.actions.correcting import Correction, correct_person
from linli.domains.residents.actions.exporting import TooMany, take_list
from linli.domains.residents.actions.holding import AlreadyEntered, NothingChanged, Stale, Unclear
from linli.domains.residents.actions.importing import import_residents
from linli.domains.residents.actions.moving import (
    CannotTakeBack,
    Departure,
    NotHere,
    check_again,
    end_stay,
    take_back,
)
from linli.domains.residents.actions.prepare import prepare
from linli.domains.residents.actions.queueing import KIND, queue
from linli.domains.residents.columns import FIELDS
from linli.domains.residents.contracts import ImportOutcome, Known, PersonLine, PersonPage, StayLine
from linli.domains.residents.policies import CHECK, CORRECT, EXPORT, LOOK, NotYours, may
from linli.domains.residents.queries.find import MOST_COUNTED, Found, PeopleFilters, count_due, find_people
from linli.domains.residents.queries.lines import people_in
from linli.domains.residents.queries.page import NoSuchPerson, community_of, person_page, read_value
from linli.domains.residents.queries.words import choices
from linli.domains.residents.words import FIELD_WORDS, wrong_with
from linli.foundation.imports.intake.understand import Prepared, RefusedColumn

__all__ = [
    "CHECK",
    "CORRECT",
    "EXPORT",
    "FIELDS",
    "FIELD_WORDS",
    "KIND",
    "LOOK",
    "MOST_COUNTED",
    "AlreadyEntered",
    "CannotTakeBack",
    "Correction",
    "Departure",
    "Found",
    "ImportOutcome",
    "Known",
    "Newcomer",
    "NoSuchPerson",
    "NotHere",
    "NotYours",
    "NothingChanged",
    "PeopleFilters",
    "PersonLine",
    "PersonPage",
    "Prepared",
    "RefusedColumn",
    "Stale",
    "StayLine",
    "TooMany",
    "Unclear",
    "add_person",
    "check_again",
    "choices",
    "community_of",
    "correct_person",
    "count_due",
    "end_stay",
    "find_people",
    "import_residents",
    "may",
    "people_in",
    "person_page",
    "prepare",
    "queue",
    "read_value",
    "take_back",
    "take_list",
    "wrong_with",
]
