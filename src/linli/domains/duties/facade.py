"""The door of duties: whose a kind of matter is, who may lead and assist, the register, the lists and exceptions."""

from linli.domains.duties.actions import (
    ItemRefused,
    change_work_item,
    end_work_item,
    register_work_item,
    seed_defaults,
)
from linli.domains.duties.contracts import Allowed, Assistant, Closed, Duty, Place, Refused, WorkItemRef
from linli.domains.duties.lists.admitting import AdmissionRefused, Wish, ask_admission, decide_admission, end_admission
from linli.domains.duties.lists.changes import (
    ListRefused,
    difference,
    draft_list,
    drop_draft,
    publish_list,
    put_item,
    retire_list,
    take_item_off,
)
from linli.domains.duties.lists.contracts import (
    AdmissionRef,
    Difference,
    Found,
    HeldVersion,
    HoursAsked,
    HoursOfList,
    Item,
    ListVersion,
    Stated,
)
from linli.domains.duties.lists.importing import KIND as SHEET_KIND
from linli.domains.duties.lists.importing import ItemsPreview, bring_items_in, preview_items
from linli.domains.duties.lists.queries import (
    NoSuchAdmission,
    NoSuchList,
    admission,
    admissions_about,
    asked_items,
    course_of,
    hours_asked,
    items_of,
    list_version,
    lists_covering,
    lists_in_force,
    whose,
)
from linli.domains.duties.lists.rules import AUTHORITIES, ListKind, Period, Share
from linli.domains.duties.lists.seeding import seed_example, seed_proofs, state_hours
from linli.domains.duties.lists.sheets import FIELD_WORDS as SHEET_FIELD_WORDS
from linli.domains.duties.lists.sheets import FIELDS as SHEET_FIELDS
from linli.domains.duties.lists.sheets import prepare as prepare_items
from linli.domains.duties.lists.sheets import wrong_with as wrong_with_items
from linli.domains.duties.lists.words import LIST_KINDS, PERIODS, SHARES, assists_words, leads_words
from linli.domains.duties.lists.workbooks import write_items
from linli.domains.duties.queries import (
    closed_units,
    items_serving,
    items_within,
    lead_for,
    may_assist,
    may_lead,
    who_may_assist,
)
from linli.domains.duties.rules import ItemKind

__all__ = [
    "AUTHORITIES",
    "LIST_KINDS",
    "PERIODS",
    "SHARES",
    "SHEET_FIELDS",
    "SHEET_FIELD_WORDS",
    "SHEET_KIND",
    "AdmissionRef",
    "AdmissionRefused",
    "Allowed",
    "Assistant",
    "Closed",
    "Difference",
    "Duty",
    "Found",
    "HeldVersion",
    "HoursAsked",
    "HoursOfList",
    "Item",
    "ItemKind",
    "ItemRefused",
    "ItemsPreview",
    "ListKind",
    "ListRefused",
    "ListVersion",
    "NoSuchAdmission",
    "NoSuchList",
    "Period",
    "Place",
    "Refused",
    "Share",
    "Stated",
    "Wish",
    "WorkItemRef",
    "admission",
    "admissions_about",
    "ask_admission",
    "asked_items",
    "assists_words",
    "bring_items_in",
    "change_work_item",
    "closed_units",
    "course_of",
    "decide_admission",
    "difference",
    "draft_list",
    "drop_draft",
    "end_admission",
    "end_work_item",
    "hours_asked",
    "items_of",
    "items_serving",
    "items_within",
    "lead_for",
    "leads_words",
    "list_version",
    "lists_covering",
    "lists_in_force",
    "may_assist",
    "may_lead",
    "prepare_items",
    "preview_items",
    "publish_list",
    "put_item",
    "register_work_item",
    "retire_list",
    "seed_defaults",
    "seed_example",
    "seed_proofs",
    "state_hours",
    "take_item_off",
    "who_may_assist",
    "whose",
    "write_items",
    "wrong_with_items",
]
