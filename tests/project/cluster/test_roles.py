"""The app's log-in can work with rows and do nothing else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from linli.project import cluster

pytestmark = pytest.mark.machine


@pytest.fixture(scope="module")
def running(new_data_for_module: Callable[[str], Path]) -> cluster.Connection:
    return cluster.ensure(new_data_for_module("var"))


@pytest.fixture
def app(running: cluster.Connection) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(running.owner_url) as owner:
        owner.execute("DROP TABLE IF EXISTS notes")
        owner.execute("CREATE TABLE notes (id bigserial, community text, words text)")
        owner.execute("ALTER TABLE notes ENABLE ROW LEVEL SECURITY")
        owner.execute(
            "CREATE POLICY own ON notes USING (community = nullif(current_setting('linli.community', true), ''))"
        )
        owner.execute("INSERT INTO notes (community, words) VALUES ('a', 'seen'), ('b', 'hidden')")
    with psycopg.connect(running.app_url, autocommit=True) as connection:
        yield connection


class TestTheAppsLogIn:
    def test_it_reads_the_rows_the_policy_shows(self, app: psycopg.Connection[tuple[object, ...]]) -> None:
        with app.transaction():
            app.execute("SELECT set_config('linli.community', 'a', true)")
            assert app.execute("SELECT words FROM notes").fetchall() == [("seen",)]
        assert app.execute("SELECT words FROM notes").fetchall() == []

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "CREATE DATABASE mine",
            "CREATE ROLE mine",
            "CREATE TEMP TABLE mine (id int)",
            "ALTER TABLE notes DISABLE ROW LEVEL SECURITY",
            "DROP POLICY own ON notes",
            "TRUNCATE notes",
            "ALTER ROLE linli_app BYPASSRLS",
            "SET ROLE linli_owner",
            "COPY notes TO '/tmp/notes'",
            "SELECT pg_read_file('PG_VERSION')",
        ],
    )
    def test_it_cannot_change_what_it_does_not_own(
        self, app: psycopg.Connection[tuple[object, ...]], statement: str
    ) -> None:
        with pytest.raises((errors.InsufficientPrivilege, errors.DependentObjectsStillExist)):
            app.execute(statement.encode())

    def test_it_cannot_switch_row_security_off(self, app: psycopg.Connection[tuple[object, ...]]) -> None:
        app.execute("SET row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute("SELECT * FROM notes")

    def test_neither_log_in_has_powers_beyond_its_task(self, running: cluster.Connection) -> None:
        with psycopg.connect(running.super_url) as connection:
            rows = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
                " WHERE rolname IN ('linli_app', 'linli_owner') ORDER BY 1"
            ).fetchall()
        assert rows == [("linli_app", False, False, False, False), ("linli_owner", False, False, False, False)]


class TestTheOwnersLogIn:
    def test_it_may_install_trusted_extensions(self, running: cluster.Connection) -> None:
        with psycopg.connect(running.owner_url) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")

    def test_for_tests_it_may_make_databases_and_the_app_may_work_in_them(self, data: Path) -> None:
        running = cluster.ensure(data, for_tests=True)
        with psycopg.connect(running.owner_url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE test_linli")
        with psycopg.connect(running.owner_url, dbname="test_linli") as connection:
            connection.execute("CREATE TABLE notes (id bigserial, words text)")
        with psycopg.connect(running.app_url, dbname="test_linli") as connection:
            connection.execute("INSERT INTO notes (words) VALUES ('works')")
