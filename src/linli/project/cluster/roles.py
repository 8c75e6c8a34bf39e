"""Sets up the two log-ins and the database: the owner migrates; the app serves, owns nothing and bypasses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from .passwords import APP, DATABASE, OWNER, Passwords

if TYPE_CHECKING:
    from collections.abc import Callable

    Connect = Callable[[str], psycopg.Connection]

SETUP_VERSION = 1  # raise it when the statements below change; every cluster is then set up again

_NO_POWERS = sql.SQL("LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS")


def set_up(connect: Connect, *, passwords: Passwords, for_tests: bool) -> None:
    """Make or mend both log-ins, the database and every grant; running it again changes nothing.

    ``connect`` takes a database name and returns an autocommitting superuser connection.
    """
    with connect("postgres") as connection:
        _set_role(connection, OWNER, passwords.owner, may_make_databases=for_tests)
        _set_role(connection, APP, passwords.app, may_make_databases=False)
        make_database(connection, DATABASE)
    grant_in(connect, DATABASE)
    # Default privileges belong to one database, and a new one inherits them only through its template.
    grant_in(connect, "template1")


def make_database(connection: psycopg.Connection, name: str) -> None:
    """Make an empty database owned by the owner's log-in, unless it exists; nobody else may enter by default."""
    row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    database = sql.Identifier(name)
    if row is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(
                database, sql.Identifier(OWNER)
            )
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APP)))


def grant_in(connect: Connect, database: str) -> None:
    """Let the app read and write the rows of whatever the owner makes in a database, and nothing more."""
    owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
    with connect(database) as connection:
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {app}",
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        ):
            connection.execute(sql.SQL(statement).format(owner=owner, app=app))


def _set_role(connection: psycopg.Connection, name: str, password: str, *, may_make_databases: bool) -> None:
    row = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    # The verifier is computed here, so the password itself never travels and can never be logged.
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    connection.execute(
        sql.SQL("{verb} ROLE {name} {powers} {createdb} PASSWORD {verifier}").format(
            verb=sql.SQL("CREATE" if row is None else "ALTER"),
            name=sql.Identifier(name),
            powers=_NO_POWERS,
            createdb=sql.SQL("CREATEDB" if may_make_databases else "NOCREATEDB"),
            verifier=sql.Literal(verifier),
        )
    )
