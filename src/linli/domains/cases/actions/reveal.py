"""Opens one field of one reporter's contact for one purpose; the log row commits before the answer is sent."""

from uuid import UUID

from linli.domains.cases.models import Case, Contact
from linli.domains.cases.policies import sees_contact
from linli.domains.cases.queries.snapshot import NoSuchCase
from linli.foundation.privacy.sealing import open_sealed
from linli.foundation.scope.context import current_reader

FIELDS = ("name", "phone")


def contact_community(case_id: UUID) -> str:
    """Return the community of a matter whose contact this reader may open. Raises :class:`NoSuchCase`."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not sees_contact(current_reader(), case=case):
        raise NoSuchCase
    return case.community


def read_contact(case_id: UUID, *, field: str) -> str:
    """Return the reporter's name or phone in full; whoever calls has recorded who looks and why.

    Raises :class:`NoSuchCase` for another field, a matter without contact, or a reader who may not look.
    """
    if field not in FIELDS:
        raise NoSuchCase
    contact_community(case_id)
    contact = Contact.objects.filter(case=case_id).first()
    blob = getattr(contact, f"{field}_sealed", None)
    if blob is None:
        raise NoSuchCase
    return open_sealed(bytes(blob), context=f"cases.contact.{field}:{case_id}")
