"""The 4,326 real messages through the public intake over HTTP, two clients at once, some sent twice. None is kept."""

import csv
import hashlib
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from linli.project.demo.street import COMMUNITY
from tests.bench.browserless import Client
from tests.bench.figures import Figure
from tests.bench.lives import TRACK_LINK

CLIENTS = 2
TWICE_EVERY = 20
LONGEST = 2000
TOKEN_FIELD = re.compile(r'name="token" value="([^"]+)"')


@dataclass(slots=True)
class Outcome:
    """What came of the replay: codes by message number, milliseconds of each sending."""

    codes: dict[int, set[str]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def messages(path: Path) -> list[str]:
    """Return subject and text of each message, cut where the form would cut."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [f"{row['subject'].strip()}。{row['body'].strip()}"[:LONGEST] for row in rows]


def replay(port: int, texts: list[str]) -> Outcome:
    """Send every message once and each twentieth twice, by two clients; returns what came of it."""
    outcome = Outcome()
    threads = [threading.Thread(target=_send_share, args=(port, texts, share, outcome)) for share in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def _send_share(port: int, texts: list[str], share: int, outcome: Outcome) -> None:
    client = Client(port)
    client.get(f"/c/{COMMUNITY}/report/")
    for number in range(share, len(texts), CLIENTS):
        token = hashlib.sha256(f"replay {number}".encode()).hexdigest()[:32]
        for _ in range(2 if number % TWICE_EVERY == 0 else 1):
            begun = time.perf_counter()
            answer = client.post(f"/c/{COMMUNITY}/report/", {"token": token, "text": texts[number], "place": "outside"})
            spent = (time.perf_counter() - begun) * 1000
            found = TRACK_LINK.search(answer.location)
            with outcome.lock:
                outcome.milliseconds.append(spent)
                if found is None:
                    outcome.refused.append(number)
                else:
                    outcome.codes.setdefault(number, set()).add(found.group(1))


def figures(outcome: Outcome, *, sent: int, stored: int) -> list[Figure]:
    """Return how many messages were lost or doubled and the 95th percentile; ``stored`` is what the database counts."""
    answered = {code for codes in outcome.codes.values() for code in codes}
    lost = sent - len(outcome.codes) + max(0, len(answered) - stored)
    doubled = max(0, stored - sent) + sum(len(codes) - 1 for codes in outcome.codes.values())
    return [
        Figure(name="replay_lost", value=lost, unit="messages", budget=0),
        Figure(name="replay_doubled", value=doubled, unit="messages", budget=0),
        Figure(name="replay_p95_ms", value=quantiles(outcome.milliseconds, n=20)[-1], unit="ms", budget=150),
    ]
