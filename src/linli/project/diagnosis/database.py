"""Looks at the database: its version, what each log-in may do, row security and migrations."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection

from linli.foundation.events.outbox import backlog
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.webhooks import queries as webhooks
from linli.project.cluster.binaries import OLDEST_MAJOR
from linli.project.demo.street import COMMUNITY
from linli.project.diagnosis.finding import Finding, Grade, fail, ok, warn
from linli.project.health import pending_migrations

_VERSION_UNIT = 10000
_LATE_SECONDS = 60
_LATE_DELIVERY_SECONDS = 15 * 60


def findings() -> Iterator[Finding]:
    """Yield what is so about the database, seen through the app's own log-in."""
    try:
        version = _scalar("SELECT current_setting('server_version_num')::int")
    except DatabaseError as error:
        yield fail("database", f"does not answer: {error}".strip(), "Start it, or see its log; then run this again.")
        return
    yield _version(int(str(version)))
    yield from _log_ins()
    yield from _row_security()
    migrations = _migrations()
    yield migrations
    if migrations.grade is Grade.OK:
        yield from _is_demo()
        yield _outbox()
        yield _receivers()


def _version(number: int) -> Finding:
    major = number // _VERSION_UNIT
    shown = f"PostgreSQL {major}.{number % _VERSION_UNIT}"
    if major < OLDEST_MAJOR:
        return fail("database", shown, f"Linli needs PostgreSQL {OLDEST_MAJOR} or newer.")
    return ok("database", shown)


def _log_ins() -> Iterator[Finding]:
    app, owner = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if app == owner:
        yield fail(
            "log-ins",
            "the app works with the log-in that owns the tables",
            "Give two: LINLI_DATABASE_URL for the app and LINLI_OWNER_DATABASE_URL for migrating.",
        )
        return
    powers = [
        word
        for word, column in (
            ("is a superuser", "rolsuper"),
            ("bypasses row security", "rolbypassrls"),
            ("may make log-ins", "rolcreaterole"),
            ("may make databases", "rolcreatedb"),
        )
        if _scalar(f"SELECT {column} FROM pg_roles WHERE rolname = current_user")  # noqa: S608 - our own words
    ]
    if _scalar("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"):
        powers.append("owns tables")
    if _scalar("SELECT has_schema_privilege(current_user, 'public', 'CREATE')"):
        powers.append("may make tables")
    if _scalar("SELECT pg_has_role(current_user, %s, 'MEMBER')", str(owner)):
        powers.append(f"may become {owner}")
    if powers:
        yield fail("log-ins", f"the app's log-in {', '.join(powers)}", "Take that away from it: ALTER ROLE, REVOKE.")
    else:
        yield ok("log-ins", f"{app} serves, owns nothing and bypasses nothing; {owner} migrates")


def _row_security() -> Iterator[Finding]:
    """Yield tables whose policies are not in force, and those that have none although they should be protected."""
    off = _column(
        "SELECT DISTINCT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE NOT c.relrowsecurity"
    )
    if off:
        yield fail(
            "row security",
            f"is switched off on {', '.join(off)}",
            "As the owner: ALTER TABLE … ENABLE ROW LEVEL SECURITY.",
        )
        return
    protected = _scalar(
        "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity"
        " AND relnamespace = 'public'::regnamespace"
    )
    if protected:
        yield ok("row security", f"is on for {protected} tables")
    else:
        yield fail("row security", "protects no table", "Run: linli migrate")


def _migrations() -> Finding:
    pending = pending_migrations()
    if pending:
        return fail("migrations", f"{len(pending)} are not applied", "Run: linli migrate")
    return ok("migrations", "all applied")


def _is_demo() -> Iterator[Finding]:
    """Yield a warning where the demo community lives: its log-ins' password stands in the README."""
    if _scalar("SELECT count(*) FROM territory_division WHERE code = %s", COMMUNITY):
        yield warn(
            "demo",
            "this is the demo community; everybody knows its password",
            "Set a real one up in a folder of its own.",
        )


def _outbox() -> Finding:
    """Return whether events wait to be told, or were given up."""
    with reading(job_reader("")):
        waiting = backlog()
    if waiting.poisoned:
        return fail(
            "events", f"{waiting.poisoned} were given up", "See the log for their problem; nothing of them is lost."
        )
    if waiting.oldest_s > _LATE_SECONDS:
        return warn("events", f"{waiting.waiting} wait, the oldest {waiting.oldest_s:.0f} s", "Start the worker.")
    return ok("events", f"{waiting.waiting} wait to be told")


def _receivers() -> Finding:
    """Return how much waits for outside systems, and whether one of them takes nothing."""
    with reading(job_reader("")):
        found = webhooks.backlog()
    said = f"{found.waiting} deliveries wait, the oldest due one {found.oldest_s:.0f} s; {found.parked} are parked"
    if found.resting:
        return warn("receivers", f"{found.resting} do not take their deliveries; {said}", "See Set-up, Other systems.")
    if found.oldest_s > _LATE_DELIVERY_SECONDS:
        return warn("receivers", said, "Start the worker.")
    return ok("receivers", said)


def worker() -> Finding:
    """Return whether a worker reported within the last minute."""
    try:
        seconds = _scalar("SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers")
    except DatabaseError:
        return warn("worker", "its table is missing", "Run: linli migrate")
    if seconds is None or int(str(seconds)) > 60:  # noqa: PLR2004 - a minute, as /healthz asks
        return warn("worker", "none is running, so nobody is notified", "Run: linli serve, or linli worker")
    return ok("worker", f"reported {seconds} s ago")


def _scalar(statement: str, *values: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        row = cursor.fetchone()
    return row[0] if row else None


def _column(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(value for (value,) in cursor.fetchall())
