"""Fixtures for every test: a database of its own, migrated by the owner, used by the unprivileged log-in."""

import os
from collections.abc import Iterator

import pytest

from linli.foundation.scope.published import Published
from linli.kernel import uuid7
from linli.project.demo.readers import Cast
from tests import databases

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
    "phrases_",
)
"""Tables of the stage that a test of matters leaves as they are; all others are emptied after each test."""


@pytest.fixture(autouse=True)
def nothing_held_outlives_its_test() -> Iterator[None]:
    """Databases are emptied and rolled back between tests, and some travel ahead: caches and key series begin anew."""
    yield
    Published.forget_everything()
    uuid7._start_afresh()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Copy the migrated template into a database of this worker's own."""
    name = f"test_linli_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.copy(databases.migrated(), name)
        databases.point_at(name)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.point_at(databases.MAINTENANCE)
        databases.drop(name)


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[databases.Owner]:  # noqa: ARG001 - the database must be there
    """Give the owner's connection to this worker's database: it sees and may everything, each statement commits."""
    with databases.kept_owner_of(databases.current()) as connection:
        yield connection


@pytest.fixture
def committed_db(
    django_db_setup: None,  # noqa: ARG001 - the database must be there
    django_db_blocker: pytest.FixtureRequest,
    owner: databases.Owner,
) -> Iterator[None]:
    """Let a test commit for real; afterwards the owner empties every table."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        databases.leave_idle()
    databases.empty(owner, keep=("django_migrations",))


@pytest.fixture(scope="session")
def stage_database(
    django_db_setup: None,  # noqa: ARG001 - the cluster must be there
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[tuple[str, Cast]]:
    """Keep a demo community without matters for this worker's tests of matters."""
    usual = databases.current()
    with django_db_blocker.unblock(), databases.stage("stage_linli") as cast:  # type: ignore[attr-defined]
        name = databases.current()
        databases.point_at(usual)
        yield name, cast


@pytest.fixture
def cast(stage_database: tuple[str, Cast], django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """Give the demo's people, units, grids and buildings; what the test commits about matters is gone afterwards."""
    name, people = stage_database
    usual = databases.current()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.point_at(name)
        yield people
        databases.point_at(usual)
    with databases.kept_owner_of(name) as connection:
        databases.empty(connection, keep=LASTING)
