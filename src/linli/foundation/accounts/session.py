"""Who is logged in: the cookie's session row, and the ways it begins, changes its standing and ends."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils import timezone

from linli.foundation.accounts.limits import LIMITS
from linli.foundation.accounts.models import Account, Assignment, Session
from linli.foundation.accounts.roles import ROLE_PURPOSE, Role
from linli.foundation.scope.context import adopt, become
from linli.foundation.scope.reader import Purpose, Reader

KEY_BYTES = 32

# One statement, the first of the transaction. The settings that open the session row are set in "asked"; the lateral
# subquery depends on it and OFFSET 0 keeps it from being merged, so the row is looked for after they are set.
_OPEN = """
WITH asked AS MATERIALIZED (
    SELECT set_config('linli.purpose', 'authenticate', true) AS purpose, set_config('linli.grant', %s, true) AS digest
), found AS MATERIALIZED (
    SELECT s.* FROM asked CROSS JOIN LATERAL (
        SELECT key_digest, account_id, assignment_id, role, purpose, scope, unit, step, data,
            created_at, seen_at, expires_at
        FROM accounts_session WHERE key_digest = asked.digest AND expires_at > %s AND seen_at > %s OFFSET 0
    ) s
)
SELECT set_config('linli.reader', CASE WHEN f.step = '' THEN f.account_id::text ELSE 'public' END, true),
    set_config('linli.territory', coalesce(f.scope, ''), true),
    set_config('linli.unit', coalesce(f.unit::text, ''), true),
    set_config('linli.purpose', coalesce(nullif(f.purpose, ''), 'browse'), true),
    set_config('linli.grant', '', true),
    (SELECT json_object_agg(name, number) FROM scope_version),
    f.key_digest, f.account_id, f.assignment_id, f.role, f.purpose, f.scope, f.unit, f.step, f.data::text,
    f.created_at, f.seen_at, f.expires_at
FROM (VALUES (1)) one LEFT JOIN found f ON true
"""
_SEEN = """
UPDATE accounts_session SET seen_at = %s WHERE key_digest = (
    SELECT key_digest FROM accounts_session WHERE key_digest = %s FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """The session of a request. ``step`` is empty once logging in is complete; until then nothing is open."""

    key_digest: str
    account: UUID
    assignment: UUID | None
    role: str
    purpose: str
    scope: str
    unit: UUID | None
    step: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    data: dict[str, object] = field(default_factory=dict)

    def reader(self) -> Reader:
        """Return the reader this session stands for: nobody in particular until logging in is complete."""
        if self.step:
            return Reader()
        return Reader(
            id=str(self.account),
            territory=self.scope,
            unit=self.unit,
            purpose=Purpose(self.purpose or Purpose.BROWSE),
            role=self.role,
            assignment=self.assignment,
        )


def digest_of(key: str) -> str:
    """Return what the database keeps of a session key; 256 random bits need no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def session_of(request: HttpRequest) -> SessionRow | None:
    """Return the session the middleware found, or none."""
    row: SessionRow | None = getattr(request, "session_row", None)
    return row


def open_session(key: str) -> SessionRow | None:
    """Find the session of a cookie and become its reader, in one statement; an unknown or ended one is the public."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [digest_of(key), now, now - LIMITS.idle])
        *_, versions, digest, account, assignment, role, purpose, scope, unit, step, data, created, seen, expires = (
            cursor.fetchone()
        )
    if digest is None:
        adopt(Reader(), versions or {})
        return None
    row = SessionRow(
        key_digest=digest,
        account=account,
        assignment=assignment,
        role=role,
        purpose=purpose,
        scope=scope,
        unit=unit,
        step=step,
        data=json.loads(data),
        created_at=created,
        seen_at=seen,
        expires_at=expires,
    )
    adopt(row.reader(), versions or {})
    if not step and now - seen >= LIMITS.note_seen_every:
        _note_seen(digest, now)
    return row


def _note_seen(digest: str, now: datetime) -> None:
    """Move the idle clock on; a row that another request of the same person holds right now is left to that one."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [now, digest])


def log_in(
    request: HttpRequest,
    account: Account,
    assignment: Assignment | None,
    *,
    step: str = "",
    data: dict[str, object] | None = None,
) -> SessionRow:
    """Begin a session under a new key and become its reader; any earlier session of this browser ends.

    With ``step`` the session only remembers who is half way through logging in, and opens nothing. Going on from an
    earlier session of the same person keeps its beginning, so that switching never outlasts the longest session.
    """
    before = session_of(request)
    if before is not None:
        _delete(before)
    began_at = before.created_at if before and before.account == account.id and not before.step else None
    row, key = _new(account, assignment, step=step, data=data or {}, began_at=began_at)
    become(Reader(id=str(account.id)))
    Session.objects.create(
        key_digest=row.key_digest,
        account_id=row.account,
        assignment_id=row.assignment,
        role=row.role,
        purpose=row.purpose,
        scope=row.scope,
        unit=row.unit,
        step=row.step,
        data=row.data,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )
    if not step and began_at is None:
        Account.objects.filter(pk=account.pk).update(last_log_in_at=row.seen_at)
    rotate_token(request)
    _put(request, row, key)
    return row


def log_out(request: HttpRequest) -> None:
    """End this browser's session; the rest of the request is the public's."""
    row = session_of(request)
    if row is not None:
        _delete(row)
    rotate_token(request)
    _put(request, None, "")


def switch_assignment(request: HttpRequest, assignment: Assignment) -> SessionRow:
    """Go on in another standing of the same person, under a new key."""
    return log_in(request, assignment.account, assignment)


def end_sessions(account_id: UUID, *, keep: str = "") -> int:
    """End an account's sessions, but for one key digest; returns how many. The reader is the person or administers."""
    return Session.objects.filter(account_id=account_id).exclude(key_digest=keep).delete()[0]


def sweep_sessions() -> int:
    """Delete sessions that ran out (a job's reader is enough); returns how many."""
    return Session.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser the key of a session begun in this request, or take away one that no longer counts."""
    key = getattr(request, "new_session_key", None)
    if key:
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            key,
            max_age=int(LIMITS.longest.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif session_of(request) is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")


def _new(
    account: Account,
    assignment: Assignment | None,
    *,
    step: str,
    data: dict[str, object],
    began_at: datetime | None,
) -> tuple[SessionRow, str]:
    now, key = timezone.now(), secrets.token_urlsafe(KEY_BYTES)
    began = began_at or now
    stands = None if step else assignment
    row = SessionRow(
        key_digest=digest_of(key),
        account=account.id,
        assignment=stands.id if stands else None,
        role=stands.role if stands else "",
        purpose=str(ROLE_PURPOSE[Role(stands.role)]) if stands else "",
        scope=stands.scope if stands else "",
        unit=stands.unit_id if stands else None,
        step=step,
        data=data,
        created_at=began,
        seen_at=now,
        expires_at=now + LIMITS.half_way if step else _end(began, stands),
    )
    return row, key


def _end(began: datetime, assignment: Assignment | None) -> datetime:
    """Return when a session ends at the latest: after the longest time, or with the last day of its role."""
    latest = began + LIMITS.longest
    if assignment is None or assignment.to_on is None:
        return latest
    day_after = datetime.combine(assignment.to_on + timedelta(days=1), time.min, timezone.get_default_timezone())
    return min(latest, day_after)


def _delete(row: SessionRow) -> None:
    become(Reader(id=str(row.account)))
    Session.objects.filter(key_digest=row.key_digest).delete()


def _put(request: HttpRequest, row: SessionRow | None, key: str) -> None:
    reader = become(row.reader() if row else Reader())
    vars(request).update(session_row=row, reader=reader, new_session_key=key)
