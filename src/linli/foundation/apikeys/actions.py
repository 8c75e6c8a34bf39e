"""Makes and revokes keys: a system administrator's deeds, on record; the key itself leaves this room once."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.accounts.policies import require_role
from linli.foundation.accounts.roles import Role
from linli.foundation.apikeys.models import ApiKey
from linli.foundation.apikeys.rules import LONGEST, reaches
from linli.foundation.audit import log as audit
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import current_reader

SECRET_BYTES = 32
PREFIX = "linli_"
HINT = 4
NAME_LENGTH = 60


class KeyRefused(ValueError):
    """A key cannot be made as asked; ``field`` names what to look at, the sentence says why."""

    def __init__(self, field_name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field_name


class NoSuchKey(LookupError):
    """There is no such key in the reader's territory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key just made; ``secret`` is shown to whoever asked for it and nowhere again."""

    id: UUID
    secret: str = field(repr=False)


def digest_of(secret: str) -> str:
    """Return what the database keeps of a key; 256 random bits need no salt."""
    return hashlib.sha256(secret.strip().encode()).hexdigest()


@transaction.atomic
def create_key(
    *, name: str, scope: str, unit: UUID, can_read: bool, can_write: bool, expires_on: date, request: UUID | None = None
) -> NewKey | None:
    """Make a key as the running reader, a system administrator of the place or the set-up of the site.

    ``request`` is the form's own id: sent twice it makes one key, and the second time none is returned, since the key
    of the first is kept nowhere. Raises :class:`KeyRefused`, and ``NotYours`` for another role.
    """
    reader = current_reader()
    require_role(reader, Role.SYSTEM_ADMIN)
    _check(name=name, scope=scope, unit=unit, is_for_something=can_read or can_write, expires_on=expires_on)
    if request is not None and ApiKey.objects.filter(pk=request).exists():
        return None
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    row = ApiKey(
        digest=digest_of(secret), hint=secret[-HINT:], name=name.strip(), scope=scope, unit_id=unit,
        can_read=can_read, can_write=can_write, created_at=timezone.now(), created_by=reader.account_id,
        expires_on=expires_on,
    )  # fmt: skip
    if request is not None:
        row.id = request
    row.save(force_insert=True)
    audit.record(
        "api_key.created", community=scope, subject_type="api_key", subject_id=row.id,
        data={"unit": str(unit), "read": can_read, "write": can_write, "until": expires_on.isoformat()},
    )  # fmt: skip
    return NewKey(id=row.id, secret=secret)


@transaction.atomic
def revoke_key(key_id: UUID) -> None:
    """End a key at once and for good; a second time changes nothing. Raises :class:`NoSuchKey` and ``NotYours``."""
    reader = current_reader()
    require_role(reader, Role.SYSTEM_ADMIN)
    row = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if row is None:
        raise NoSuchKey
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by = timezone.now(), reader.account_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("api_key.revoked", community=row.scope, subject_type="api_key", subject_id=row.id)


def _check(*, name: str, scope: str, unit: UUID, is_for_something: bool, expires_on: date) -> None:
    today = timezone.localdate()
    if not name.strip() or len(name.strip()) > NAME_LENGTH:
        raise KeyRefused("name", _("Please say which system the key is for, in 60 characters at most."))
    if not reaches(current_reader().territory, scope):
        raise KeyRefused("scope", _("This place is not in your territory."))
    if unit not in {one.id for one in orgs.units_serving(scope)}:
        raise KeyRefused("unit", _("This unit does not serve this place."))
    if not is_for_something:
        raise KeyRefused("can_read", _("A key is for reading, for handing in, or for both."))
    if not today <= expires_on <= today + LONGEST:
        raise KeyRefused("expires_on", _("The last day lies between today and two years from now."))
