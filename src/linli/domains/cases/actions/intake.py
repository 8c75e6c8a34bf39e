"""What is found out about a report before it is written: kind, danger, whom it names, how often one reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from linli.domains.cases.actions.naming import named_in
from linli.domains.cases.contracts import OpenCase
from linli.domains.cases.models import Contact
from linli.domains.cases.queries.suggesting import may_route, suggested_kind
from linli.domains.cases.queries.words import kinds
from linli.domains.duties import facade as duties
from linli.foundation.privacy.sealing import derived_key, seal
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.danger import danger_in
from linli.foundation.rulepacks.kinds import OTHER
from linli.foundation.scope.context import current_reader
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.tokens import digest, key_from
from linli.kernel.uuid7 import new_id

EMERGENCY = "emergency"
CALLER_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the text and the registers say about a report.

    ``is_sure`` lets it go to ``lead`` without a person first. ``about_units`` are the units it must never reach. The
    street office is not among them: above it nobody here takes matters, so one about it is sealed and stays with it.
    """

    kind: str
    urgency: str
    procedure: str
    is_confirmed: bool
    is_sure: bool
    lead: UUID | None
    is_sealed: bool
    about_units: tuple[UUID, ...]
    is_danger: bool
    danger_phones: tuple[str, ...]


def key_of(token: str, *, text: str) -> tuple[str, str]:
    """Return the key that a form's token and words lead to, and its digest as the database keeps it.

    The key follows from both, so that the same form sent twice leads to the same matter, while other words typed over
    it open one of their own instead of getting lost. The key itself is stored nowhere.
    """
    key = key_from(digest(f"{token}\n{text.strip()}", secret=derived_key("cases.token")))
    return key, key_digest_of(key)


def key_digest_of(key: str) -> str:
    """Return a key's digest as the database keeps it (64 hexadecimal digits)."""
    return digest(key, secret=derived_key("cases.key")).hex()


def flood_check(order: OpenCase, *, at: datetime) -> bool:
    """Count a public report by its caller's keyed address; return whether it is held for a look (one statement).

    Staff and addresses the site has allowed (``LINLI_ALLOWED_CALLERS``) are not counted.
    """
    if current_reader().is_staff or not order.caller or order.caller in settings.ALLOWED_CALLERS:
        return False
    caller = digest(order.caller, secret=derived_key("cases.caller")).hex()[:CALLER_DIGITS]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH added AS (INSERT INTO cases_submission (id, community, caller, created_at) VALUES (%s, %s, %s, %s))"
            " SELECT (SELECT count(*) FROM cases_submission WHERE caller = %s AND created_at > %s),"
            " (SELECT count(*) FROM cases_submission WHERE caller = %s AND created_at > %s),"
            " (SELECT count(*) FROM cases_submission WHERE community = %s AND created_at > %s)",
            [
                new_id(at), order.community, caller, at,
                caller, at - timedelta(minutes=10), caller, at - timedelta(days=1),
                order.community, at - timedelta(minutes=1),
            ],
        )  # fmt: skip
        ten_minutes, day, minute = cursor.fetchone()
    limits = rulepacks.intake_limits(scope=order.community, on=timezone.localdate(at))
    return bool(
        ten_minutes >= limits.per_address_ten_minutes
        or day >= limits.per_address_day
        or minute >= limits.per_community_minute
    )


def look_at(order: OpenCase, *, grid: str, at: datetime) -> Look:
    """Find kind, urgency, danger, the units a report is about and the unit whose duty it is in its grid."""
    known = kinds(order.community, on=timezone.localdate(at))
    is_given = order.kind in known
    suggestion = None if is_given else suggested_kind(order.text, community=order.community)
    kind = suggestion.code if suggestion else order.kind
    phones = danger_phones(order, at=at)
    about = named_in(order.text, community=order.community, chosen=order.about_unit)
    duty = None if kind == OTHER else duties.lead_for(kind, duties.Place(community=order.community, grid=grid))
    return Look(
        kind=kind,
        urgency=EMERGENCY if phones else known[kind].urgency,
        procedure=known[kind].procedure,
        is_confirmed=is_given,
        is_sure=may_route(suggestion, community=order.community) if suggestion else kind != OTHER,
        lead=duty.unit_id if duty else None,
        is_sealed=about.is_any,
        about_units=about.units,
        is_danger=bool(phones) or known[kind].is_dangerous,
        danger_phones=phones,
    )


def danger_phones(order: OpenCase, *, at: datetime) -> tuple[str, ...]:
    """Return whom to call at once by the words of a report, each number once."""
    pack = rulepacks.danger(scope=order.community, on=timezone.localdate(at))
    return tuple(dict.fromkeys(hit.phone for hit in danger_in(order.text, pack)))


def sealed_contact(order: OpenCase, *, case_id: UUID) -> list[Contact]:
    """Return the contact's row, name and phone sealed, or none where nobody wished to be reached."""
    if order.contact is None or not (order.contact.name.strip() or order.contact.phone.strip()):
        return []
    name, phone = order.contact.name.strip(), order.contact.phone.strip()
    return [
        Contact(
            case_id=case_id,
            community=order.community,
            name_sealed=seal(name, context=f"cases.contact.name:{case_id}") if name else None,
            phone_sealed=seal(phone, context=f"cases.contact.phone:{case_id}") if phone else None,
            name_masked=mask_name(name) if name else "",
            phone_masked=mask_phone(phone) if phone else "",
        )
    ]
