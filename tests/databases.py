"""Databases for tests and benchmarks: migrated by the owner, copied from templates, thrown away afterwards."""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.pq import TransactionStatus

from linli.foundation.scope.published import Published
from linli.project.demo.build import build_community
from linli.project.demo.readers import Cast

Owner = psycopg.Connection[tuple[object, ...]]

SOURCE = Path(__file__).resolve().parent.parent / "src" / "linli"
DROP_TRIES = 60
MAINTENANCE = "postgres"

_kept: dict[tuple[str, str], BaseDatabaseWrapper] = {}
_kept_owners: dict[str, Owner] = {}


def owner_of(name: str) -> Owner:
    """Connect as the owner; each statement commits."""
    given = connections["owner"].settings_dict
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"] or 5432,
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


@contextmanager
def kept_owner_of(name: str) -> Iterator[Owner]:
    """Lend the owner's one lasting connection to a database: a new one reads the whole catalogue again, some 20 ms."""
    connection = _kept_owners.get(name)
    if connection is None or connection.closed or connection.broken:
        connection = _kept_owners[name] = owner_of(name)
    try:
        yield connection
    finally:
        if not connection.closed and connection.info.transaction_status is not TransactionStatus.IDLE:
            connection.close()


def current() -> str:
    """Return the name of the database Django is pointed at."""
    return str(connections["default"].settings_dict["NAME"])


def point_at(name: str) -> None:
    """Point Django's two log-ins at another database, with nothing remembered of the one before.

    Each database keeps its own connection while it stands, so that coming back to it is free.
    """
    for alias in ("default", "owner"):
        if connections[alias] in _kept.values():
            leave_idle(alias)
        else:
            connections[alias].close()
        connections.settings[alias]["NAME"] = name  # what other threads connect to
        if (alias, name) not in _kept:
            _kept[alias, name] = connections[alias].copy()
            _kept[alias, name].settings_dict["NAME"] = name
        connections[alias] = _kept[alias, name]
    Published.forget_everything()


def leave_idle(alias: str = "default") -> None:
    """Close a connection that a test left in the middle of a transaction."""
    wrapper = connections[alias]
    if wrapper.connection is not None and wrapper.connection.info.transaction_status is not TransactionStatus.IDLE:
        wrapper.close()


def copy(template: str, name: str) -> None:
    """Make a database like a template; copies of one template take turns."""
    with owner_of(MAINTENANCE) as maintenance:
        maintenance.execute("SELECT pg_advisory_lock(4712)")
        maintenance.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


def drop(name: str) -> None:
    """Drop a database; the server's own cleaning of a table just filled may hold it for a moment."""
    _let_go(name)
    with owner_of(MAINTENANCE) as maintenance:
        for _ in range(DROP_TRIES):
            try:
                maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(1)
            else:
                return


def migrated() -> str:
    """Return the name of a migrated template, made anew when a migration changed."""
    return _template("linli_template", _digest("**/migrations/*.py"), _migrate)


def staged() -> str:
    """Return the name of a template with the demo community, without matters, made anew when the source changed."""
    return _template("linli_stage", _digest("**/*.py", "**/*.json"), _stage)


def empty(connection: Owner, *, keep: tuple[str, ...]) -> None:
    """Empty every table but those whose names begin with one of ``keep``; tables without a row are left alone.

    Rows are deleted in one transaction, with foreign keys looked at when it ends: for the few rows of a test that costs
    a tenth of TRUNCATE, which makes new files for a table and each of its indexes.
    """
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    names = [str(table) for (table,) in tables if not str(table).startswith(keep)]
    asked = sql.SQL(", ").join(sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(name)) for name in names)
    has_rows = connection.execute(sql.SQL("SELECT {}").format(asked)).fetchone() or ()
    full = [name for name, is_full in zip(names, has_rows, strict=True) if is_full]
    if full:
        deletes = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in full]
        connection.execute(
            sql.SQL("BEGIN; SET CONSTRAINTS ALL DEFERRED; {}; COMMIT").format(sql.SQL("; ").join(deletes))
        )


@contextmanager
def stage(label: str) -> Iterator[Cast]:
    """Point Django at a demo community of one's own while the block runs; gives its people and units."""
    name, usual = f"{label}_{os.getpid()}_{time.monotonic_ns()}", current()
    copy(staged(), name)
    point_at(name)
    try:
        yield build_community()  # it stands already: this only finds everybody again
    finally:
        point_at(usual)
        drop(name)


@contextmanager
def measured_database() -> Iterator[Owner]:
    """Point Django at an empty migrated database for a benchmark; gives the owner's connection to it."""
    name = f"bench_linli_{os.getpid()}"
    copy(migrated(), name)
    point_at(name)
    try:
        with owner_of(name) as connection:
            yield connection
    finally:
        point_at(MAINTENANCE)
        drop(name)


def _digest(*patterns: str) -> str:
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for path in sorted(path for pattern in patterns for path in SOURCE.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _template(kind: str, digest: str, fill: Callable[[str], None]) -> str:
    """Return a template's name, filled by whoever comes first; the others wait for it."""
    name, usual = f"{kind}_{digest}", current()
    with owner_of(MAINTENANCE) as maintenance:
        maintenance.execute("SELECT pg_advisory_lock(hashtext(%s))", [kind])
        if maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            building = f"{name}_building"
            maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
            fill(building)
            point_at(usual)
            _let_go(building)
            maintenance.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
            )
            _forget_older(maintenance, kind=kind, kept=name)
    return name


def _let_go(name: str) -> None:
    """Close what is kept open to a database that is to be dropped or renamed."""
    for alias in ("default", "owner"):
        if (alias, name) in _kept:
            _kept.pop((alias, name)).close()
    if name in _kept_owners:
        _kept_owners.pop(name).close()


def _forget_older(maintenance: Owner, *, kind: str, kept: str) -> None:
    """Drop templates of an older source; one that somebody is copying stays for the next time."""
    found = maintenance.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{kind}_%"]).fetchall()
    for (name,) in found:
        if name != kept:
            with contextlib.suppress(psycopg.Error):
                maintenance.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(str(name))))


def _migrate(name: str) -> None:
    copy("template0", name)
    point_at(name)
    call_command("migrate", database="owner", verbosity=0, interactive=False)


def _stage(name: str) -> None:
    copy(migrated(), name)
    point_at(name)
    build_community()
