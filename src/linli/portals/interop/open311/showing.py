"""Matters, kinds and updates as the protocol names their parts: public facts, and empty where it knows more."""

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.portals.interop.open311.forms import Document, said
from linli.portals.interop.open311.words import danger_line, place_lines

CHANGED = "2026-11-24T00:00:00+08:00"
"""When what is offered here last changed."""
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(endpoint: str, *, contact: str, key_service: str) -> Document:
    """Return where the interface is and how keys are had."""
    there: dict[str, object] = {
        "specification": SPECIFICATION,
        "url": endpoint,
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    row: dict[str, object] = {
        "changeset": CHANGED, "contact": contact, "key_service": key_service, "endpoints": [there],
    }  # fmt: skip
    return Document(root="discovery", rows=[row])


def services(community: str) -> Document:
    """Return the kinds of matters of a community."""
    rows: list[dict[str, object]] = [
        {
            "service_code": kind.code,
            "service_name": kind.words,
            "description": kind.words,
            "metadata": True,
            "type": "realtime",
            "keywords": ",".join(kind.keywords),
            "group": "",
        }
        for kind in cases.offered_kinds(community)
    ]
    return Document(root="services", item="service", rows=rows)


def definition(community: str, kind: cases.OfferedKind) -> Document:
    """Return what may be said with a report: whom to call in danger, building, stair, and the place in words."""
    buildings = [{"key": str(one.id), "name": one.label} for one in places.buildings_of(community)]
    words = place_lines()
    attributes = [
        _attribute(1, "in_danger", "text", danger_line(), is_variable=False),
        _attribute(2, "building", "singlevaluelist", words["building"], values=buildings),
        _attribute(3, "stair", "number", words["stair"]),
        _attribute(4, "place_words", "string", words["place_words"]),
    ]
    row: dict[str, object] = {"service_code": kind.code, "attributes": attributes}
    return Document(root="service_definition", rows=[row])


def _attribute(
    order: int, code: str, datatype: str, description: str, *, is_variable: bool = True,
    values: list[dict[str, str]] | None = None,
) -> dict[str, object]:  # fmt: skip
    row: dict[str, object] = {
        "variable": is_variable,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": "",
        "order": order,
        "description": description,
    }
    return {**row, "values": values} if values is not None else row


def requests(found: tuple[cases.PublishedCase, ...]) -> Document:
    """Return public matters; a resident's own words are not public, so the description is the kind's."""
    return Document(root="service_requests", item="request", rows=[_request(case) for case in found])


def _request(case: cases.PublishedCase) -> dict[str, object]:
    return {
        "service_request_id": str(case.id),
        "status": status_of(is_open=case.is_open),
        "status_notes": case.state_words,
        "service_name": case.kind_words,
        "service_code": case.kind,
        "description": case.kind_words,
        "agency_responsible": "",
        "service_notice": "",
        "requested_datetime": said(case.opened_at),
        "updated_datetime": said(case.changed_at),
        "expected_datetime": said(case.due_at),
        "address": case.place,
        "address_id": said(case.building),
        "zipcode": "",
        "lat": case.latitude,
        "long": case.longitude,
        "media_url": "",
    }


def updates(steps: tuple[cases.PublishedStep, ...]) -> Document:
    """Return how public matters went on, in the words of their states."""
    rows: list[dict[str, object]] = [
        {
            "update_id": str(step.id),
            "service_request_id": str(step.case_id),
            "status": status_of(is_open=step.is_open).upper(),
            "updated_datetime": said(step.at),
            "description": step.state_words,
            "media_url": "",
        }
        for step in steps
    ]
    return Document(root="service_request_updates", item="request_update", rows=rows)


def status_of(*, is_open: bool) -> str:
    """Return the protocol's word for whether a matter is still being worked on."""
    return "open" if is_open else "closed"
