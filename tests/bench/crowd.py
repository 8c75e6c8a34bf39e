"""A hundred people at once for a minute: no page fails, nothing written is lost, and nobody waits for a second.

Seventy residents report and follow what they reported, thirty people at desks read lists and write into the same
five matters, so that stale pages are the rule. Each does something every three seconds on average, as people do.
"""

import http.client
import random
import secrets
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import quantiles

from django.urls import reverse

from linli.project.demo.street import COMMUNITY
from tests.bench.browserless import Answer, Client
from tests.bench.figures import Figure
from tests.bench.lives import CASE_LINK, TRACK_LINK, VERSION, log_in

RESIDENTS, DESKS, CONTESTED = 70, 30, 5
SECONDS, PAUSE_S = 60.0, 3.0
ACCOUNTS = ("heshuning", "zhiban", "jiedao")
FAILED, STALE = 500, 409
REPORT = reverse("resident:report", args=[COMMUNITY])


@dataclass(slots=True)
class Seen:
    """What the hundred saw: how long each page took, what went wrong, what was accepted."""

    milliseconds: list[float] = field(default_factory=list)
    problems: Tally[str] = field(default_factory=Tally)
    codes: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    stale: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, what: str, send: Callable[[], Answer]) -> Answer:
        """Send, and write down how long it took and whether it failed."""
        begun = time.perf_counter()
        try:
            answer = send()
        except (OSError, http.client.HTTPException) as error:
            with self.lock:
                self.problems[f"{what}: {type(error).__name__}"] += 1
            return Answer(status=0, body=b"", location="")
        with self.lock:
            self.milliseconds.append((time.perf_counter() - begun) * 1000)
            if answer.status >= FAILED:
                self.problems[f"{what}: {answer.status}"] += 1
        return answer


def crowd(port: int) -> Seen:
    """Let a hundred people work for a minute; returns what they saw."""
    seen, begun, until = Seen(), threading.Event(), time.monotonic() + 3600
    clerks = [log_in(port, name) for name in ACCOUNTS]
    matters = list(dict.fromkeys(CASE_LINK.findall(clerks[0].get(f"{reverse('workbench:cases')}?state=open").text)))[
        :CONTESTED
    ]
    people = [_Resident(port, seen) for _ in range(RESIDENTS)]
    people += [_Desk(port, seen, clerks[n % len(clerks)].cookies, matters) for n in range(DESKS)]
    threads = [threading.Thread(target=_live, args=(one, begun, lambda: until)) for one in people]
    for thread in threads:
        thread.start()
    until = time.monotonic() + SECONDS
    begun.set()
    for thread in threads:
        thread.join()
    seen.problems["written, but not there"] += _lost(clerks[0], seen)
    return seen


def _live(one: "_Resident | _Desk", begun: threading.Event, until: Callable[[], float]) -> None:
    chance = random.Random(one.number)  # noqa: S311 - no secret, and the same minute each time
    begun.wait()
    time.sleep(chance.uniform(0, PAUSE_S))
    while time.monotonic() < until():
        one.act(chance)
        time.sleep(chance.expovariate(1 / PAUSE_S))


class _Resident:
    """Reports, and looks how far it is."""

    def __init__(self, port: int, seen: Seen) -> None:
        self.number = secrets.randbits(30)
        self._client, self._seen, self._mine = Client(port), seen, ""

    def act(self, chance: random.Random) -> None:
        """Look at the own matter, or report something new."""
        if self._mine and chance.random() < 0.7:
            self._seen.ask("following", lambda: self._client.get(self._mine))
            return
        self._seen.ask("report page", lambda: self._client.get(REPORT))
        fields = {"token": secrets.token_urlsafe(18), "text": "楼道的灯不亮，晚上看不清台阶", "place": "outside"}
        answer = self._seen.ask("reporting", lambda: self._client.post(REPORT, fields))
        found = TRACK_LINK.search(answer.location)
        if found is None:
            with self._seen.lock:
                self._seen.problems[f"reporting: no code ({answer.status})"] += 1
            return
        self._mine = f"/m/{found.group(1)}/{found.group(2)}/"
        with self._seen.lock:
            self._seen.codes.append(found.group(1))


class _Desk:
    """Reads lists, opens matters, and writes notes into a few that many write into."""

    def __init__(self, port: int, seen: Seen, cookies: dict[str, str], matters: list[str]) -> None:
        self.number = secrets.randbits(30)
        self._client, self._seen, self._matters = Client(port), seen, matters
        self._client.cookies = dict(cookies)

    def act(self, chance: random.Random) -> None:
        """Read a list, or write into a matter as one read it."""
        what = chance.random()
        if what < 0.4:
            self._seen.ask("list", lambda: self._client.get(reverse("workbench:cases")))
        elif what < 0.6:
            self._seen.ask("to do", lambda: self._client.get(reverse("workbench:todo")))
        else:
            self._write(chance.choice(self._matters), text=f"看过 {secrets.token_hex(8)}")

    def _write(self, matter: str, *, text: str) -> None:
        page = self._seen.ask("matter", lambda: self._client.get(reverse("workbench:case", args=[matter])))
        address = reverse("workbench:step", args=[matter, "note"])
        for _ in range(5):
            version = VERSION.search(page.text)
            if version is None:
                return
            time.sleep(0.2)
            given = {"text": text, "audience": "internal", "version": version.group(1)}
            page = self._seen.ask("note", partial(self._client.post, address, given))
            with self._seen.lock:
                if page.status == STALE:
                    self._seen.stale += 1
                    continue
                self._seen.notes.append((matter, text))
            return


def _lost(clerk: Client, seen: Seen) -> int:
    """Return how many notes that were accepted do not stand in their matter once, and how many codes came twice."""
    pages = {matter: clerk.get(reverse("workbench:case", args=[matter])).text for matter, _text in seen.notes}
    missing = sum(pages[matter].count(text) != 1 for matter, text in seen.notes)
    return missing + len(seen.codes) - len(set(seen.codes))


def figures(seen: Seen, *, stored: int) -> list[Figure]:
    """Return failures, losses and the 95th percentile; ``stored`` is how many more matters the database counts."""
    lost = seen.problems.pop("written, but not there", 0) + abs(stored - len(seen.codes))
    return [
        Figure(name="crowd_errors", value=seen.problems.total(), unit="pages", budget=0),
        Figure(name="crowd_lost", value=lost, unit="changes", budget=0),
        Figure(name="crowd_p95_ms", value=quantiles(seen.milliseconds, n=20)[-1], unit="ms", budget=1000),
    ]
