"""Reaches the database for a backup: as whom, with which of PostgreSQL's own tools, without a password on show."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from linli.project.backup.errors import BackupError
from linli.project.cluster import Connection, binaries

_VERSION_UNIT = 10000
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A database server and the tools that fit it. ``may_make_databases`` is true for the embedded one."""

    url: str = field(repr=False)
    programs: Path
    may_make_databases: bool

    @classmethod
    def embedded(cls, running: Connection) -> Server:
        """Use the embedded server as its superuser, with the tools it was made by."""
        return cls(url=running.super_url, programs=running.programs, may_make_databases=True)

    @classmethod
    def given(cls, owner_url: str) -> Server:
        """Use a site's own server as the owner, with the newest tools at hand. Raises BackupError if too old."""
        with connect(owner_url) as connection:
            wanted = connection.info.server_version // _VERSION_UNIT
        found = [tools for source in binaries.SOURCES if (tools := binaries.find(source))]
        fitting = [tools for tools in found if tools.major >= wanted]
        if not fitting:
            raise BackupError(
                f"The server is PostgreSQL {wanted}. Install its tools: apt-get install postgresql-client"
            )
        return cls(url=owner_url, programs=fitting[0].folder, may_make_databases=False)

    def named(self, database: str) -> Server:
        """Return the same server with another database."""
        url = urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))
        return Server(url=url, programs=self.programs, may_make_databases=self.may_make_databases)

    @property
    def database(self) -> str:
        """The name of the database."""
        return str(conninfo_to_dict(self.url).get("dbname", ""))

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection:
        """Open a connection. Raises BackupError when the server does not answer."""
        return connect(self.url, autocommit=autocommit)

    def run(self, program: str, arguments: Sequence[str | Path]) -> None:
        """Run one of PostgreSQL's tools to its end. Raises BackupError with the tool's last words."""
        known = conninfo_to_dict(self.url)
        secret = {variable: str(known[name]) for name, variable in _VARIABLES.items() if known.get(name)}
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own tool; the password travels in the environment
            [self.programs / program, "--no-password", *arguments],
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **secret},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BackupError(f"{program} failed: {done.stderr.strip()[-800:]}")


def connect(url: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Open a connection. Raises BackupError when the server does not answer."""
    try:
        return psycopg.connect(url, autocommit=autocommit, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise BackupError(f"The database does not answer: {error}") from error
