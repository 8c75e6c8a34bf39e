"""Reads of keys: those of a place for its administrator, and the one a caller shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from linli.foundation.apikeys.models import ApiKey
from linli.foundation.apikeys.rules import Standing, standing_on
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import current_reader

MOST_KEYS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRef:
    """A key as others see it: never the key itself, ``hint`` is its end."""

    id: UUID
    hint: str
    name: str
    scope: str
    unit: str
    can_read: bool
    can_write: bool
    standing: Standing
    created_on: date
    expires_on: date
    last_used_on: date | None

    @property
    def is_good(self) -> bool:
        """Whether it opens anything today."""
        return self.standing is Standing.GOOD


def keys_for(community: str) -> tuple[KeyRef, ...]:
    """Return the keys that reach a community or a place in it, good ones first, the newest first (one query)."""
    wider = [community[:digits] for digits in (2, 4, 6, 9, 12)]
    rows = ApiKey.objects.filter(scope__in=wider).order_by("-created_at")[:MOST_KEYS]
    return _good_first(rows)


def keys_within(scope: str) -> tuple[KeyRef, ...]:
    """Return the keys of all places inside a scope, good ones first, the newest first (one query)."""
    return _good_first(ApiKey.objects.filter(scope__startswith=scope).order_by("-created_at")[:MOST_KEYS])


def shown_key(digest: str) -> KeyRef | None:
    """Return the key that a caller shows, by the digest the running reader holds as its grant; notes the day of use.

    One statement, and one more on the first call of a day.
    """
    assert current_reader().grant == digest
    row = ApiKey.objects.filter(digest=digest).first()
    if row is None:
        return None
    today = timezone.localdate()
    if row.last_used_on != today:
        ApiKey.objects.filter(pk=row.pk).exclude(last_used_on=today).update(last_used_on=today)
    return _ref(row)


def _good_first(rows: Iterable[ApiKey]) -> tuple[KeyRef, ...]:
    return tuple(sorted(map(_ref, rows), key=lambda ref: not ref.is_good))


def _ref(row: ApiKey) -> KeyRef:
    return KeyRef(
        id=row.id,
        hint=row.hint,
        name=row.name,
        scope=row.scope,
        unit=orgs.unit_name(row.unit_id),
        can_read=row.can_read,
        can_write=row.can_write,
        standing=standing_on(timezone.localdate(), expires_on=row.expires_on, is_revoked=row.revoked_at is not None),
        created_on=timezone.localdate(row.created_at),
        expires_on=row.expires_on,
        last_used_on=row.last_used_on,
    )
