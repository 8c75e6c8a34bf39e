"""A matter's life over HTTP while the web server, the worker and the database are killed between its steps."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.bench import host
from tests.bench.browserless import Client
from tests.bench.lives import CASE_LINK, VERSION, log_in

from linli.project.cluster import ensure, release, stop

PORT = 8471
LOOK = 60
ACTIONS = ["report", "accept", "dispatch", "receive", "answer", "sign_off", "submit_for_verification", "verify"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """Build a small demo community in a folder of its own."""
    host.run(tmp_path, "demo", "--no-serve", "--matters", "2", port=PORT)
    yield tmp_path
    stop(tmp_path)


def kill(data: Path, *words: str) -> None:
    """Kill -9 the process below this site's server whose command line holds all of these words."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode().replace("\0", " ")
            mine = str(data).encode() in (entry / "environ").read_bytes() or str(data) in command
        except (OSError, UnicodeDecodeError):
            continue
        if mine and all(word in command for word in words):
            os.kill(int(entry.name), signal.SIGKILL)


def kill_database(data: Path) -> None:
    """Kill -9 the database server itself."""
    server = ensure(data)
    os.kill(server.pid, signal.SIGKILL)


def patiently(client: Client, path: str, fields: dict[str, str | list[str]]) -> str:
    """Send a form until the site answers, as a person does; returns where it led."""
    until = time.monotonic() + LOOK
    while time.monotonic() < until:
        try:
            client.get(path)
            page = client.get(path)
            version = VERSION.search(page.text)
            data = {**({"version": version.group(1)} if version else {}), **fields}
            answer = client.post(path, data)
            if answer.status in (302, 303):
                return answer.location
        except OSError:
            pass
        time.sleep(0.5)
    pytest.fail(f"{path} never answered")


@pytest.mark.machine
class TestNothingIsLost:
    def test_a_matter_lives_on_through_kills_and_nothing_is_doubled(self, site: Path) -> None:
        with host.served(site, port=PORT, worker=True):
            clerk, lead, verifier = (log_in(PORT, name) for name in ("heshuning", "wuye", "heshi"))
            form = {
                "token": "killed-between-steps-1",
                "channel": "phone",
                "text": "电梯又停了，门关不上",
                "kind": "elevator",
                "building": "3 号楼",
            }
            patiently(clerk, "/work/intake/", dict(form))
            kill(site, "granian")
            patiently(clerk, "/work/intake/", dict(form))  # the same form sent again, as after a white page
            case = CASE_LINK.findall(clerk.get("/work/cases/?kind=elevator&state=handling").text)[0]
            kill_database(site)
            patiently(lead, f"/work/cases/{case}/receive/", {})
            kill(site, "worker")
            patiently(lead, f"/work/cases/{case}/answer/", {"text": "换了门机控制板", "then": "sign_off"})
            kill_database(site)
            kill(site, "granian")
            patiently(verifier, f"/work/cases/{case}/verify/", {"text": "上下试乘六次，正常"})
            for client in (clerk, lead, verifier):
                client.close()

        server = ensure(site)
        with psycopg.connect(re.sub(r"/postgres\?", "/linli?", server.super_url)) as connection:
            entries = connection.execute(
                "SELECT action FROM cases_entry WHERE case_id = %s ORDER BY number", [case]
            ).fetchall()
            tokens = connection.execute("SELECT count(*), count(DISTINCT key_digest) FROM cases_case").fetchone()
        release(server, data=site)
        assert [action for (action,) in entries] == ACTIONS
        assert tokens is not None
        assert tokens[0] == tokens[1]
        host.run(site, "verify-audit", port=PORT)
