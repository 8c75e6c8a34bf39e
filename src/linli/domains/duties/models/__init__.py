"""The tables of duties: the register, the lists with their versions, and exceptions with an end."""

from linli.domains.duties.models.admissions import Admission, AdmissionDeed, AdmissionState, StaffHours
from linli.domains.duties.models.lists import DutyList, ListItem, ListStatus
from linli.domains.duties.models.register import WorkItem

__all__ = [
    "Admission",
    "AdmissionDeed",
    "AdmissionState",
    "DutyList",
    "ListItem",
    "ListStatus",
    "StaffHours",
    "WorkItem",
]
