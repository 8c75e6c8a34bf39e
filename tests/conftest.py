"""Fixtures for every test: a database of its own, migrated by the owner, used by the unprivileged log-in."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from linli.foundation.scope.published import Published
from linli.project.demo.build import build_community
from linli.project.demo.readers import Cast

DROP_TRIES = 60
SOURCE = Path(__file__).resolve().parent.parent / "src" / "linli"


def _owner(name: str) -> psycopg.Connection[tuple[object, ...]]:
    owner_settings = connections["owner"].settings_dict
    return psycopg.connect(
        host=owner_settings["HOST"],
        port=owner_settings["PORT"] or 5432,
        user=owner_settings["USER"],
        password=owner_settings["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


def _migrations_digest() -> str:
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for path in sorted(SOURCE.glob("**/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _point_at(name: str) -> None:
    for alias in ("default", "owner"):
        if connections[alias].connection is not None:
            connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _template(maintenance: psycopg.Connection[tuple[object, ...]]) -> str:
    """Return the name of a migrated database to copy, made when a migration changed since the last run."""
    from django.core.management import call_command  # noqa: PLC0415 - settings are ready only now

    name = f"linli_template_{_migrations_digest()}"
    maintenance.execute("SELECT pg_advisory_lock(4711)")
    try:
        if maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            building = f"{name}_building"
            maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(building)))
            maintenance.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(building)))
            _point_at(building)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            _point_at("postgres")
            maintenance.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
            )
    finally:
        maintenance.execute("SELECT pg_advisory_unlock(4711)")
    return name


@pytest.fixture(autouse=True)
def no_cache_outlives_its_test() -> Iterator[None]:
    """Databases are emptied and rolled back between tests, so versions repeat; caches must not."""
    yield
    Published.forget_everything()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Copy the migrated template into a database of this worker's own."""
    name = f"test_linli_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        maintenance = _owner("postgres")
        template = _template(maintenance)
        maintenance.execute("SELECT pg_advisory_lock(4712)")
        try:
            maintenance.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            )
        finally:
            maintenance.execute("SELECT pg_advisory_unlock(4712)")
        _point_at(name)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for alias in ("default", "owner"):
            connections[alias].close()
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        maintenance.close()


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:  # noqa: ARG001 - must be there
    """Give the owner's connection to this worker's database: it sees and may everything, each statement commits."""
    connection = _owner(str(connections["default"].settings_dict["NAME"]))
    yield connection
    connection.close()


@pytest.fixture
def committed_db(
    django_db_setup: None,  # noqa: ARG001 - the database must be there
    django_db_blocker: pytest.FixtureRequest,
    owner: psycopg.Connection[tuple[object, ...]],
) -> Iterator[None]:
    """Let a test commit for real; afterwards the owner empties every table."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        connections["default"].close()
    _empty(owner, keep=("django_migrations",))


def _drop(maintenance: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop a database; the server's own cleaning of a table just filled may hold it for a moment."""
    for _ in range(DROP_TRIES):
        try:
            maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(1)
        else:
            return


@contextmanager
def measured_database() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Point Django at a migrated database of its own for a benchmark; gives the owner's connection to it."""
    name, maintenance = f"bench_linli_{os.getpid()}", _owner("postgres")
    template = _template(maintenance)
    maintenance.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    )
    _point_at(name)
    try:
        with _owner(name) as connection:
            yield connection
    finally:
        _point_at("postgres")
        _drop(maintenance, name)
        maintenance.close()


LASTING = (
    "django_migrations",
    "scope_",
    "territory_",
    "orgs_",
    "accounts_",
    "rulepacks_",
    "workflow_",
    "places_",
    "duties_",
)
"""Tables of the stage that a test of matters leaves as they are; all others are emptied after each test."""


@pytest.fixture(scope="session")
def stage_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[tuple[str, Cast]]:  # noqa: ARG001 - the cluster must be there
    """Build the demo community, without matters, once a worker, in a database of its own."""
    name = f"stage_linli_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    usual = str(connections["default"].settings_dict["NAME"])
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        maintenance = _owner("postgres")
        maintenance.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(_template(maintenance))
            )
        )
        _point_at(name)
        cast = build_community()
        Published.forget_everything()
        _point_at(usual)
    yield name, cast
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        maintenance.close()


@pytest.fixture
def cast(stage_database: tuple[str, Cast], django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """Give the demo's people, units, grids and buildings; what the test commits about matters is gone afterwards."""
    name, people = stage_database
    usual = str(connections["default"].settings_dict["NAME"])
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _point_at(name)
        yield people
        connections["default"].close()
        _point_at(usual)
    with _owner(name) as connection:
        _empty(connection, keep=LASTING)


def _empty(connection: psycopg.Connection[tuple[object, ...]], *, keep: tuple[str, ...]) -> None:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    names = [str(table) for (table,) in tables if not str(table).startswith(keep)]
    connection.execute(
        sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, names)))
    )
