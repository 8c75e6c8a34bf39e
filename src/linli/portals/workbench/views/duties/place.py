"""Which community a page of duties is about, and how lists and exceptions are shown."""

from django.http import HttpRequest
from django.utils import timezone

from linli.domains.cases import facade as cases
from linli.domains.duties import facade as duties
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks.models import Certainty
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.portals.workbench.rail import ADMISSION_READERS, HOURS_READERS

UNITS = {kind.value: kind.label for kind in UnitKind}
CHECKED = (Certainty.VERIFIED.value, Certainty.INFERRED.value)


def tabs(request: HttpRequest) -> dict[str, bool]:
    """Return which of the pages of duties the reader's role has."""
    role = reader_of(request).role
    return {"admissions": role in ADMISSION_READERS, "hours": role in HOURS_READERS}


def communities(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the communities of the reader's territory, code and name."""
    reach = reader_of(request).territory
    return [(ref.code, ref.name) for ref in territory.communities_within(reach)] if reach else []


def chosen(request: HttpRequest, offered: list[tuple[str, str]]) -> str:
    """Return the community asked for, else the first; empty where there is none."""
    asked = request.GET.get("at", "")
    codes = [code for code, _name in offered]
    return asked if asked in codes else next(iter(codes), "")


def kind_names(community: str) -> dict[str, str]:
    """Return the words of the kinds of matter, by code."""
    return {kind.code: str(kind.words) for kind in cases.kinds(community)} if community else {}


def answer(found: duties.Found, *, names: dict[str, str]) -> dict[str, object]:
    """Return an item as the page shows it."""
    item, version = found.item, found.version
    return {
        "item": item,
        "version": version,
        "kinds": [names.get(kind, kind) for kind in item.case_kinds],
        "is_barred": version.kind is duties.ListKind.BARRED,
        "leads": duties.leads_words(item, UNITS),
        "assists": duties.assists_words(item, UNITS),
        "period": duties.PERIODS[item.period],
        "hours": f"{item.hours.normalize():f}" if item.hours is not None else "",
        "is_to_check": item.certainty not in CHECKED or version.is_example,
    }


def shown(one: duties.AdmissionRef, *, names: dict[str, str]) -> dict[str, object]:
    """Return an exception as the pages show it."""
    today = timezone.localdate()
    is_open = one.is_open_on(today)
    return {
        "one": one,
        "place": territory.division_name(one.scope),
        "kinds": [names.get(kind, kind) for kind in one.case_kinds],
        "unit": UNITS[one.unit_kind],
        "share": duties.SHARES[one.share],
        "period": duties.PERIODS[one.period],
        "hours": f"{one.hours.normalize():f}",
        "asked_by": orgs.unit_name(one.asked_by),
        "decided_by": orgs.unit_name(one.decided_by) if one.decided_by else "",
        "is_open": is_open,
        "is_asked": one.state == "asked",
        "is_over": one.state == "approved" and one.to_on < today,
    }
