"""The served site under measurement: started by the product's own command, its statements counted by PostgreSQL."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from linli.project.cluster import Connection, ensure, release
from tests.bench.figures import Figure

LINLI = str(Path(sys.executable).with_name("linli"))
TICKS = os.sysconf("SC_CLK_TCK")
STATEMENT = re.compile(r"LOG:\s+(?:statement|execute [^:]*):\s*(\S+)")
UNCOUNTED = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}


def environment(data: Path, *, port: int) -> dict[str, str]:
    """Return the environment of the measured site: its own folder, loopback allowed to report without limit."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DJANGO_"))}
    allowed = {"LINLI_ALLOWED_CALLERS": "127.0.0.1", "LINLI_DATA": str(data), "LINLI_PORT": str(port)}
    return {**keep, **allowed, "LINLI_REQUIRE_TOTP": "0", "LINLI_POSTGRES": os.environ.get("LINLI_POSTGRES", "")}


def run(data: Path, *arguments: str, port: int) -> None:
    """Run a command of the product to its end; its output is shown only when it fails."""
    done = subprocess.run(
        [LINLI, *arguments], env=environment(data, port=port), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"linli {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")


@contextmanager
def served(data: Path, *, port: int, worker: bool = False) -> Iterator[float]:
    """Serve the site; yields the seconds until it was ready. ``/healthz`` is asked, or a page where no worker runs."""
    log = (data / "bench-serve.log").open("w")
    begun = time.monotonic()
    process = subprocess.Popen(
        [LINLI, "serve", *([] if worker else ["--no-worker"])],
        env=environment(data, port=port), stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/{'healthz' if worker else 'accounts/log-in/'}", process)
        yield time.monotonic() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def _wait(url: str, process: "subprocess.Popen[bytes]", *, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the server ended while starting")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"{url} was not ready in {seconds} s")


def starts(data: Path, *, port: int) -> list[Figure]:
    """Return how long the first start takes, from nothing to a ready demo community, and how long a later one."""
    begun = time.monotonic()
    run(data, "demo", "--no-serve", port=port)
    built = time.monotonic() - begun
    with served(data, port=port, worker=True) as ready:
        first = built + ready
    with served(data, port=port, worker=True) as later:
        pass
    return [
        Figure(name="first_start_s", value=first, unit="s", budget=300),
        Figure(name="later_start_s", value=later, unit="s", budget=5),
    ]


class Counter:
    """Counts what happens between two moments: statements by PostgreSQL's own log, CPU by the kernel."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._server: Connection = ensure(data)
        with psycopg.connect(self._server.super_url, autocommit=True) as connection:
            connection.execute("ALTER ROLE linli_app SET log_statement = 'all'")

    def close(self) -> None:
        """Stop logging and give the database server back."""
        with psycopg.connect(self._server.super_url, autocommit=True) as connection:
            connection.execute("ALTER ROLE linli_app RESET log_statement")
        release(self._server, data=self._data)

    def without_log(self) -> None:
        """Log no statements in connections made from now on (for CPU and times)."""
        with psycopg.connect(self._server.super_url, autocommit=True) as connection:
            connection.execute("ALTER ROLE linli_app RESET log_statement")

    def with_log(self) -> None:
        """Log every statement of the application in connections made from now on."""
        with psycopg.connect(self._server.super_url, autocommit=True) as connection:
            connection.execute("ALTER ROLE linli_app SET log_statement = 'all'")

    @property
    def version(self) -> str:
        """PostgreSQL's version."""
        return self._server.version

    def matters(self) -> int:
        """Return how many matters the database holds, whoever may see them."""
        with psycopg.connect(self._server.super_url.replace("/postgres?", "/linli?"), autocommit=True) as connection:
            row = connection.execute("SELECT count(*) FROM cases_case").fetchone()
        assert row is not None
        return int(row[0])

    def statements(self) -> int:
        """Return how many counted statements the log holds so far."""
        return sum(self._count(path) for path in self._server.logs.glob("*.log*"))

    @staticmethod
    def _count(path: Path) -> int:
        found = 0
        with path.open(errors="replace") as lines:
            for line in lines:
                match = STATEMENT.search(line)
                found += match is not None and match.group(1).rstrip(";").upper() not in UNCOUNTED
        return found

    def cpu_ms(self) -> float:
        """Return the CPU milliseconds used so far by the web server's and the database's processes."""
        return sum(_cpu(pid) for pid in self._pids()) * 1000 / TICKS

    def _pids(self) -> set[int]:
        parents = _parents()
        roots = {self._server.pid, *(pid for pid in parents if _is_serve(pid, self._data))}
        wanted = set(roots)
        while True:
            more = {pid for pid, parent in parents.items() if parent in wanted} - wanted
            if not more:
                return wanted
            wanted |= more


def _is_serve(pid: int, data: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return (
            b"linli" in command
            and b"serve" in command
            and str(data).encode() in Path(f"/proc/{pid}/environ").read_bytes()
        )
    except OSError:
        return False


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds a process has used so far."""
    return _cpu(pid) / TICKS


def _cpu(pid: int) -> int:
    """Return the clock ticks of a living process and of those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(int(one) for one in fields[11:15])
