"""The tables of a matter: what happened stands in entries, everything else can be rebuilt from them."""

from linli.domains.cases.models.case import Case, Contact, Submission, Wording
from linli.domains.cases.models.entry import Entry, EntryText
from linli.domains.cases.models.party import Clock, Party
from linli.domains.cases.models.quality import Draw, SecondLook
from linli.domains.cases.models.rating import Rating, RatingGroup
from linli.domains.cases.models.request import TimeRequest
from linli.domains.cases.models.supervision import Supervision

__all__ = [
    "Case",
    "Clock",
    "Contact",
    "Draw",
    "Entry",
    "EntryText",
    "Party",
    "Rating",
    "RatingGroup",
    "SecondLook",
    "Submission",
    "Supervision",
    "TimeRequest",
    "Wording",
]
