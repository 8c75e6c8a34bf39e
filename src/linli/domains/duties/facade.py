"""The door of duties: whose a kind of matter is, who may lead it, who may assist, and how the register changes."""

from linli.domains.duties.actions import (
    ItemRefused,
    change_work_item,
    end_work_item,
    register_work_item,
    seed_defaults,
)
from linli.domains.duties.contracts import Allowed, Assistant, Duty, Place, Refused, WorkItemRef
from linli.domains.duties.queries import items_serving, items_within, lead_for, may_lead, who_may_assist
from linli.domains.duties.rules import ItemKind

__all__ = [
    "Allowed",
    "Assistant",
    "Duty",
    "ItemKind",
    "ItemRefused",
    "Place",
    "Refused",
    "WorkItemRef",
    "change_work_item",
    "end_work_item",
    "items_serving",
    "items_within",
    "lead_for",
    "may_lead",
    "register_work_item",
    "seed_defaults",
    "who_may_assist",
]
