"""Says whether this server can take care of a matter from end to end: database, migrations and worker.

A middleware answers ahead of everything else, because the answer must also come when there is no database and the
request's transaction cannot even begin.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

PATH = "/healthz"
HEARTBEAT_SECONDS = 60
_READY, _NOT_READY = 200, 503


class HealthMiddleware:
    """Answers ``/healthz`` before a transaction, a session or a host name is looked at. Put it first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the health question; pass everything else on."""
        return healthz(request) if request.path_info == PATH else self.get_response(request)


def healthz(request: HttpRequest) -> JsonResponse:
    """Return 200 when everything works, else 503 with one plain sentence for each thing that is missing."""
    del request  # the answer is the same for everybody and holds nothing personal
    missing = problems()
    response = JsonResponse({"ready": not missing, "missing": missing}, status=_NOT_READY if missing else _READY)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - "not yet" is no server error
    return response


def problems() -> list[str]:
    """Return what keeps the system from working, in plain sentences; empty when it is ready. Two queries."""
    try:
        pending = pending_migrations()
        if pending:
            return [f"{len(pending)} migrations are not applied. Run: linli migrate"]
        if not _has_living_worker():
            return ["No worker has reported for a minute. Run: linli serve, or linli worker"]
    except DatabaseError:
        connection.close()  # a broken connection must not be kept for the next question
        return ["The database does not answer."]
    return []


def pending_migrations() -> list[str]:
    """Return the names of migrations on disk that the database has not seen. Raises DatabaseError."""
    known = _known_migrations()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return sorted(f"{app}.{name}" for app, name in known)
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = {(app, name) for app, name in cursor.fetchall()}
    return sorted(f"{app}.{name}" for app, name in known - applied)


def _has_living_worker() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [HEARTBEAT_SECONDS],
        )
        return bool(cursor.fetchone()[0])


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations on disk: read once, since a running process does not change its code."""
    loader = MigrationLoader(None)
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)
