"""Opening, listing, showing and a whole life of a matter, over HTTP: statements and CPU of both processes."""

import io
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from linli.project.demo.cast import PASSWORD
from linli.project.demo.street import COMMUNITY
from tests.bench.browserless import Client, Fields
from tests.bench.figures import Figure
from tests.bench.host import Counter

Measure = Callable[[Counter, Callable[[], None]], float]

TIMES = 40
ROUNDS = 4
WARM = 8
CASE_LINK = re.compile(r"/work/cases/([0-9a-f-]{36})/")
TRACK_LINK = re.compile(r"/m/(\d{10})/([0-9A-Z]{12})/")
VERSION = re.compile(r'name="version" value="(\d+)"')


@dataclass(slots=True)
class Stage:
    """The people who act, each with a browser of their own, and the units that assist."""

    port: int
    clerk: Client
    assist: list[str]
    workers: list[Client]
    lead: Client
    verifier: Client
    resident: Client


def log_in(port: int, username: str) -> Client:
    """Log a demo person in."""
    client = Client(port)
    client.get("/accounts/log-in/")
    answer = client.post("/accounts/log-in/", {"username": username, "password": PASSWORD})
    if answer.status not in (302, 303):
        raise RuntimeError(f"{username} could not log in: {answer.status}")
    return client


def set_stage(port: int) -> Stage:
    """Log everybody in and find the units that may assist with a lift."""
    clerk = log_in(port, "heshuning")
    form = clerk.get("/work/intake/").text
    boxes = re.findall(r'name="assist"[^>]*value="([0-9a-f-]{36})"|value="([0-9a-f-]{36})"[^>]*name="assist"', form)
    names = {code: _label_of(form, code) for pair in boxes for code in pair if code}
    wanted = {"区市场监管局特种设备科": "shichang", "区城市管理局望溪中队": "chengguan", "柳岸社区居民委员会": "juwei"}
    assist = [code for code, name in names.items() if name in wanted]
    workers = [log_in(port, wanted[names[code]]) for code in assist]
    return Stage(
        port=port, clerk=clerk, assist=assist, workers=workers, lead=log_in(port, "wuye"),
        verifier=log_in(port, "heshi"), resident=Client(port),
    )  # fmt: skip


def _label_of(form: str, code: str) -> str:
    tail = form[form.index(code) :]
    return re.sub(r"<[^>]+>|\s+", "", tail[tail.index(">") + 1 : tail.index("</label>")])


def photo() -> bytes:
    """Return a small photo as a phone's browser sends it."""
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 140, 130)).save(buffer, "JPEG")
    return buffer.getvalue()


def intake_fields(assist: list[str]) -> Fields:
    """Return a report with place, contact and two assisting units: three parties."""
    return {
        "token": secrets.token_urlsafe(18), "channel": "phone", "text": "电梯又停了，门关不上，老人下不了楼",
        "kind": "elevator", "building": "3 号楼", "stair": "2", "contact_name": "陈师傅",
        "contact_phone": "19900000001", "assist": assist[:2],
    }  # fmt: skip


def statements_of(counter: Counter, act: Callable[[], None]) -> float:
    """Return how many statements one ``act`` costs, the mean of forty after a warm-up."""
    _repeat(act, WARM)
    before = counter.statements()
    _repeat(act, TIMES)
    return (counter.statements() - before) / TIMES


def cpu_of(counter: Counter, act: Callable[[], None]) -> float:
    """Return the CPU milliseconds of one ``act``: the mean of forty, in the quietest of several rounds.

    Neighbours of a shared machine make the same work cost up to twice as much; they cannot make it cost less.
    """
    _repeat(act, WARM)
    rounds = []
    for _ in range(ROUNDS):
        before = counter.cpu_ms()
        _repeat(act, TIMES)
        rounds.append((counter.cpu_ms() - before) / TIMES)
    return min(rounds)


def _repeat(act: Callable[[], None], times: int) -> None:
    for _ in range(times):
        act()


def opens(stage: Stage) -> None:
    """Open a matter with three parties and a photo."""
    answer = stage.clerk.post("/work/intake/", intake_fields(stage.assist), photo=photo())
    if answer.status not in (302, 303):
        raise RuntimeError(f"the intake answered {answer.status}")


def lists(stage: Stage) -> None:
    """Show fifty rows of the plain list."""
    page = stage.clerk.get("/work/cases/")
    if len(set(CASE_LINK.findall(page.text))) < 50:
        raise RuntimeError("the list shows fewer than fifty matters")


def shows(stage: Stage, case: str) -> None:
    """Show the page of a matter."""
    if stage.clerk.get(f"/work/cases/{case}/").status != 200:
        raise RuntimeError("the page of the matter did not open")


def costs(stage: Stage, counter: Counter, measure: Measure) -> dict[str, float]:
    """Return what opening, listing and showing cost, in statements or CPU milliseconds."""
    case = CASE_LINK.findall(stage.clerk.get("/work/cases/").text)[0]
    return {
        "open_case": measure(counter, lambda: opens(stage)),
        "case_list": measure(counter, lambda: lists(stage)),
        "case_page": measure(counter, lambda: shows(stage, case)),
    }


class Life:
    """One matter from a resident's report to the rating; every form sent is counted, pages looked at are not."""

    def __init__(self, stage: Stage, counter: Counter) -> None:
        self.stage, self.counter, self.total = stage, counter, 0

    def send(self, client: Client, path: str, fields: Fields) -> str:
        """Send one form and count its statements; returns where it led."""
        before = self.counter.statements()
        answer = client.post(path, fields)
        self.total += self.counter.statements() - before
        if answer.status not in (302, 303):
            raise RuntimeError(f"{path.split('/')[-2]} answered {answer.status}")
        return answer.location

    def step(self, client: Client, case: str, action: str, **fields: str | list[str]) -> None:
        """Open a step's page and send its form."""
        page = client.get(f"/work/cases/{case}/{action}/").text
        version = VERSION.search(page)
        if version is None:
            raise RuntimeError(f"no form for {action}")
        self.send(client, f"/work/cases/{case}/{action}/", {"version": version.group(1), **fields})

    def run(self) -> int:
        """Live the life; returns the statements of all its forms."""
        stage = self.stage
        code, key = self._report()
        found = stage.clerk.get(f"/work/cases/?words={code}").text
        case = CASE_LINK.findall(found)[0]
        self.step(stage.clerk, case, "add_assist", assist=stage.assist[:3], note="请一起到现场")
        for worker in [stage.lead, *stage.workers[:3]]:
            self.step(worker, case, "receive")
        for worker in [*stage.workers[:3], stage.lead]:
            self.step(worker, case, "answer", text="已经处理好", then="sign_off")
        self.step(stage.verifier, case, "verify", text="现场看过，恢复了")
        stage.resident.get(f"/m/{code}/{key}/")
        self.send(stage.resident, f"/m/{code}/{key}/rate/", {"level": "5", "rating": "5", "words": ""})
        return self.total

    def _report(self) -> tuple[str, str]:
        resident = self.stage.resident
        page = resident.get(f"/c/{COMMUNITY}/report/").text
        token = re.search(r'name="token"[^>]*value="([^"]+)"', page) or re.search(
            r'value="([^"]+)"[^>]*name="token"', page
        )
        if token is None:
            raise RuntimeError("the report form carries no token")
        location = self.send(
            resident, f"/c/{COMMUNITY}/report/",
            {"token": token.group(1), "text": "电梯又停了，门关不上", "place": "words", "place_words": "三号楼"},
        )  # fmt: skip
        found = TRACK_LINK.search(location)
        if found is None:
            raise RuntimeError("the report led nowhere")
        return found.group(1), found.group(2)


def figures(counted: dict[str, float], cpu: dict[str, float], life: int) -> list[Figure]:
    """Return the figures of opening, listing, showing and living."""
    return [
        Figure(name="open_case_queries", value=counted["open_case"], unit="queries", budget=15),
        Figure(name="open_case_cpu_ms", value=cpu["open_case"], unit="CPU ms", budget=20),
        Figure(name="case_list_queries", value=counted["case_list"], unit="queries", budget=8),
        Figure(name="case_list_cpu_ms", value=cpu["case_list"], unit="CPU ms", budget=40),
        Figure(name="case_page_queries", value=counted["case_page"], unit="queries", budget=12),
        Figure(name="case_page_cpu_ms", value=cpu["case_page"], unit="CPU ms", budget=25),
        Figure(name="case_life_queries", value=life, unit="queries", budget=80),
    ]
