"""Reporters' addresses on their way out: sealed for one message, opened by its sending job, emptied once it is done."""

from uuid import UUID

from django.db.models import BinaryField, Case, Value, When

from linli.foundation.privacy.sealing import open_sealed, seal

EMPTIED = Case(When(address_sealed__isnull=True, then=None), default=Value(b""), output_field=BinaryField(null=True))
"""What an address becomes when its message needs it no more: that there was one stays known, what it was does not."""


def reseal(blob: bytes | memoryview, *, context: str, message_id: UUID) -> bytes:
    """Return an address sealed for a message, from one sealed in another room; raises CannotOpen."""
    return seal(open_sealed(blob, context=context), context=_context(message_id))


def address_of(message_id: UUID, blob: bytes | memoryview) -> str:
    """Return the address a message goes to; raises CannotOpen."""
    return open_sealed(blob, context=_context(message_id))


def _context(message_id: UUID) -> str:
    return f"notices.message.address:{message_id}"
