"""Lives of the demo's matters: reported over the last weeks and taken through the real engine to every state."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from linli.domains.cases import facade as cases
from linli.domains.duties import facade as duties
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo import texts
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

SPAN_DAYS, OPEN_DAYS, FRESH_DAYS = 45, 1.2, 0.1
LATE_SHARE = 0.06
STILL_OPEN = frozenset(
    (
        "received",
        "handling_new",
        "handling",
        "handling_assisted",
        "arbitration",
        "verifying",
        "reopened",
        "review",
        "sealed",
    )
)
GRID_SHARE = 0.15
CONTACT_SHARE = 0.55
WAITING_SHARE = 0.16
ROOM_SHARE, FLOOR_SHARE = 0.3, 0.3
SEED = 20260101

ENDS = (
    ("received", 14), ("handling_new", 34), ("handling", 46), ("handling_assisted", 34), ("arbitration", 12),
    ("verifying", 30), ("spot", 40), ("closed", 60), ("rated", 110), ("reopened", 10), ("review", 5), ("sealed", 5),
)  # fmt: skip
"""How many of every four hundred matters end in which state."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Life:
    """One matter on its way: its moment moves on with every step."""

    cast: Cast
    chance: random.Random
    at: datetime
    case_id: UUID
    code: str
    key: str
    version: int | None = None

    def take(
        self, reader: Reader, action: str, *, then: tuple[str, ...] = (), hours: float = 2.0, **form: object
    ) -> None:
        """Take a step as a reader, some hours after the one before but never later than now."""
        self.at = min(self.at + timedelta(hours=hours * self.chance.uniform(0.5, 1.5)), timezone.now())
        with reading(reader):
            version = self.version or cases.case_page(self.case_id, at=self.at).version
            order = cases.StepOrder(case_id=self.case_id, action=action, version=version, form=form, then=then)
            self.version = cases.take_step(order, at=self.at).version


def live(cast: Cast, *, count: int, say: Say = lambda _line: None) -> dict[str, int]:
    """Open ``count`` matters and take each to its end; returns how many ended how. Progress is said every fifty."""
    chance = random.Random(SEED)  # noqa: S311 - a demo drawn the same way each time, nothing secret
    ends = [end for end, share in ENDS for _ in range(max(1, round(share * count / 400)))]
    chance.shuffle(ends)
    reached: dict[str, int] = {}
    planned = sorted(((_moment(chance, end=end), end) for end in ends[:count]), key=lambda one: one[0])
    for number, (at, end) in enumerate(planned, start=1):
        _one(cast, chance=chance, at=at, end=end)
        reached[end] = reached.get(end, 0) + 1
        if number % 50 == 0:
            say(f"{number} / {count}")
    return reached


def _moment(chance: random.Random, *, end: str) -> datetime:
    """Return when a matter came in: what is still open came in these days, a few of it long ago; the rest before."""
    is_open = end in STILL_OPEN
    newest = FRESH_DAYS if end in {"received", "sealed", "arbitration"} else OPEN_DAYS
    ago = chance.uniform(0.01, newest) if is_open and chance.random() > LATE_SHARE else SPAN_DAYS * chance.random()
    return timezone.localtime() - timedelta(days=ago if is_open else max(ago, 1.0), minutes=5)


def _one(cast: Cast, *, chance: random.Random, at: datetime, end: str) -> None:
    life, lead = _reported(cast, chance=chance, at=at, end=end)
    if end in {"received", "spot", "sealed"} or lead is None:
        return
    worker = cast.of_unit(lead) or cast.readers["heshuning"]
    path = _PATHS.get(end)
    if path is not None:
        path(life, worker)


def _reported(cast: Cast, *, chance: random.Random, at: datetime, end: str) -> tuple[Life, UUID | None]:
    kind = chance.choice(sorted(texts.REPORTS))
    reporter = Reader() if chance.random() > GRID_SHARE else cast.readers["heshuning"]
    if end == "spot":
        reporter = cast.readers["wangge2"] if chance.random() < GRID_SHARE else cast.readers["heshuning"]
    with reading(reporter):
        buildings = places.buildings_of(COMMUNITY)
        building = buildings[chance.randrange(len(buildings))]
        text = chance.choice(texts.UNCLEAR if end == "received" else texts.REPORTS[kind])
        opened = cases.open_case(
            cases.OpenCase(
                community=COMMUNITY,
                text=text if end != "sealed" else f"安和物业服务中心的人态度不好。{text}",
                token=f"demo-{at.isoformat()}-{chance.random()}",
                channel="web" if not reporter.is_staff else chance.choice(["phone", "visit", "paper"]),
                kind=kind if end != "received" else "",
                place=_somewhere(building, stair=chance.randint(1, 3), at=at),
                contact=_contact(chance),
                done_words=chance.choice(texts.ON_THE_SPOT) if end == "spot" else "",
            ),
            at=at,
        )
        duty = duties.lead_for(kind, duties.Place(community=COMMUNITY))
    life = Life(cast=cast, chance=chance, at=at, case_id=opened.case_id, code=opened.code, key=opened.key)
    return life, duty.unit_id if duty else None


def _somewhere(building: places.BuildingRef, *, stair: int, at: datetime) -> cases.PlaceInput:
    """Return a place in a building: one in three names a room, one in three a floor, the others the stair alone."""
    chance = random.Random(f"{SEED} {at.isoformat()}")  # noqa: S311 - drawn apart, so that all else stays as it was
    share = chance.random()
    doors = [one for one in places.dwellings_of(building.id) if one.stair == stair]
    if not doors or share > ROOM_SHARE + FLOOR_SHARE:
        return cases.PlaceInput(building=building.id, stair=stair)
    door = chance.choice(doors)
    if share > ROOM_SHARE:
        return cases.PlaceInput(building=building.id, stair=stair, floor=door.floor)
    return cases.PlaceInput(building=building.id, dwelling=door.id)


def _contact(chance: random.Random) -> cases.ContactInput | None:
    """Return a made-up contact: family names alone, phones of a prefix nobody was given (154)."""
    if chance.random() > CONTACT_SHARE:
        return None
    name = chance.choice("陈林黄周吴郑王冯褚卫") + chance.choice(("先生", "女士", "阿姨", "师傅"))
    return cases.ContactInput(name=name, phone=f"1540000{chance.randrange(10_000):04d}")


def _receive(life: Life, worker: Reader) -> None:
    life.take(worker, "receive", hours=1.5)


def _working(life: Life, worker: Reader) -> None:
    _receive(life, worker)
    life.take(worker, "note", hours=4, text=life.chance.choice(texts.NOTES), audience="public")
    _waiting(life, worker)


def _waiting(life: Life, worker: Reader) -> None:
    """Have one unit in six ask for a pause, and the clerk grant every second one."""
    chance = random.Random(f"{SEED} waits {life.at.isoformat()}")  # noqa: S311 - drawn apart, so that all else stays
    clerk = life.cast.readers["heshuning"]
    share = chance.random()
    with reading(worker):
        page = cases.case_page(life.case_id, at=life.at)
    if share > WAITING_SHARE or all(offer.code != "ask_pause" for offer in page.offers):
        return
    life.take(worker, "ask_pause", hours=1, why="parts_ordered", days=1, reason=texts.WAITING)
    with reading(clerk):
        page = cases.case_page(life.case_id, at=life.at)
    request = next(one for one in page.requests if one.state == "open")
    if share < WAITING_SHARE / 2 and not request.is_for_street:
        life.take(clerk, "grant_time", hours=1, request=str(request.id))


def _assistants(life: Life) -> list[UUID]:
    with reading(life.cast.readers["heshuning"]):
        offer = cases.pending_step(life.case_id, "add_assist").offer
    units = [UUID(code) for code, _words in (offer.fields[0].choices if offer else ())]
    return [unit for unit in units if life.cast.of_unit(unit) is not None][: life.chance.randint(1, 3)]


def _assisted(life: Life, worker: Reader) -> None:
    _working(life, worker)
    units = _assistants(life)
    if not units:
        return
    life.take(
        life.cast.readers["heshuning"], "add_assist", hours=2, assist=[str(u) for u in units], note="请一起到现场看看"
    )
    for unit in units[:2]:
        helper = life.cast.of_unit(unit)
        assert helper is not None
        life.take(helper, "receive", hours=2)
    helper = life.cast.of_unit(units[0])
    assert helper is not None
    life.take(helper, "answer", hours=5, then=("sign_off",), text=life.chance.choice(texts.ANSWERS))


def _refused(life: Life, worker: Reader) -> None:
    life.take(worker, "refuse", hours=2, ground="not_our_duty", reason=life.chance.choice(texts.REFUSALS))


def _answered(life: Life, worker: Reader) -> None:
    _working(life, worker)
    life.take(worker, "answer", hours=12, then=("sign_off",), text=life.chance.choice(texts.ANSWERS))


def _closed(life: Life, worker: Reader) -> None:
    _answered(life, worker)
    life.take(life.cast.readers["heshi"], "verify", hours=5, text=life.chance.choice(texts.VERIFIED))


def _rated(life: Life, worker: Reader) -> None:
    _closed(life, worker)
    level = life.chance.choices((5, 4, 3, 2, 1), (50, 30, 10, 6, 4))[0]
    life.at = min(life.at + timedelta(hours=life.chance.uniform(1, 30)), timezone.now())
    with reading(Reader()):
        cases.rate(life.code, life.key, level=level, words=life.chance.choice(texts.THANKS), at=life.at)


def _reopened(life: Life, worker: Reader) -> None:
    _closed(life, worker)
    life.at = min(life.at + timedelta(hours=20), timezone.now())
    with reading(Reader()):
        done = cases.reopen(life.code, life.key, words=life.chance.choice(texts.UNHAPPY), at=life.at)
    life.version = done.version


def _review(life: Life, worker: Reader) -> None:
    _reopened(life, worker)
    clerk = life.cast.readers["heshuning"]
    life.take(clerk, "dispatch", hours=1, lead=str(worker.unit))
    _closed(life, worker)
    life.at = min(life.at + timedelta(hours=10), timezone.now())
    with reading(Reader()):
        done = cases.reopen(life.code, life.key, words=life.chance.choice(texts.UNHAPPY), at=life.at)
    life.version = done.version


_PATHS: dict[str, Callable[[Life, Reader], None]] = {
    "handling": _working,
    "handling_assisted": _assisted,
    "arbitration": _refused,
    "verifying": _answered,
    "closed": _closed,
    "rated": _rated,
    "reopened": _reopened,
    "review": _review,
}


def states_reached(reader: Reader) -> Iterator[str]:
    """Yield the states that the demo's matters are in, for its own check."""
    with reading(reader):
        for state in cases.states():
            if cases.case_list(cases.CaseFilters(state=state.code)).count:
                yield state.code
