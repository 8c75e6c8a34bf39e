"""Lists that come with the program: the proofs a committee must not issue, and one city's lists as an example."""

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.domains.duties.lists.changes import ListRefused, draft_list, put_in_force_at_once, take_items
from linli.domains.duties.lists.contracts import Item
from linli.domains.duties.lists.rules import ListKind, Period
from linli.domains.duties.models import DutyList, StaffHours
from linli.foundation.audit import log

PROOFS, EXAMPLE = "proofs", "example_lists"


@transaction.atomic
def seed_proofs() -> bool:
    """Put the list of proofs in force everywhere, unless some version of it is there; says whether it did."""
    return _seed(_pack(PROOFS), scope="", is_example=False, from_on=None)


@transaction.atomic
def seed_example(scope: str, *, from_on: date) -> int:
    """Put the example lists in force in a territory that is no real place; returns how many lists that were new."""
    return sum(_seed(one, scope=scope, is_example=True, from_on=from_on) for one in _pack(EXAMPLE)["lists"])


@transaction.atomic
def state_hours(community: str, *, people: int, hours_a_month: Decimal, source: str, from_on: date) -> None:
    """State how many hours a month a community's staff have, from a day on. Raises :class:`ListRefused`."""
    source = " ".join(source.split())
    if people < 1 or hours_a_month <= 0 or not source:
        raise ListRefused(_("Please say how many people, how many hours a month, and who stated it."))
    row, _is_new = StaffHours.objects.update_or_create(
        community=community,
        from_on=from_on,
        defaults={"people": people, "hours_a_month": hours_a_month, "source": source},
    )
    data = {"people": people, "hours": str(hours_a_month), "from": from_on}
    log.record("staff_hours.stated", community=community, subject_type="staff_hours", subject_id=row.id, data=data)


def _seed(pack: dict[str, Any], *, scope: str, is_example: bool, from_on: date | None) -> bool:
    kind = ListKind(pack["kind"])
    if DutyList.objects.filter(scope=scope, kind=kind.value).exists():
        return False
    made = draft_list(
        scope=scope, kind=kind, title=pack["title"], basis=pack["basis"], certainty=pack["certainty"],
        is_example=is_example,
    )  # fmt: skip
    take_items(made.id, [_item(one, pack=pack) for one in pack["items"]])
    put_in_force_at_once(made.id, from_on=from_on or date.fromisoformat(pack["from_on"]))
    return True


def _item(given: dict[str, Any], *, pack: dict[str, Any]) -> Item:
    day = given.get("document_on") or pack.get("document_on")
    return Item(
        code=given["code"],
        words=given["words"],
        case_kinds=tuple(given.get("case_kinds", ())),
        leads=frozenset(given.get("leads", ())),
        lead_words=given.get("lead_words", ""),
        assists=frozenset(given.get("assists", ())),
        assist_words=given.get("assist_words", ""),
        document=given.get("document") or pack["document"],
        article=given.get("article", ""),
        document_on=date.fromisoformat(day) if day else None,
        hours=Decimal(str(given["hours"])) if "hours" in given else None,
        period=Period(given.get("period", "month")),
        instead=given.get("instead", ""),
        certainty=given.get("certainty") or pack["certainty"],
    )


def _pack(name: str) -> dict[str, Any]:
    text = files("linli.domains.duties").joinpath(f"packs/{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
