"""The demo community's residents: invented households in laid-out rooms, brought in by the import of real life.

Identity numbers have an area code that nobody has, telephones a prefix that nobody was given, and given names are two
plants, plainly made up. A sheet that is more than a year old leaves facts to be checked, and families that have moved.
"""

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter
from django.utils import timezone

from linli.domains.residents import facade as residents
from linli.foundation.scope.context import reading
from linli.kernel.codes import complete_resident_id
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY, FLOORS, ROOMS_PER_FLOOR, STAIRS

SEED = 20260102
HOUSEHOLDS, EARLIER, MOVED, LEFT = 150, 26, 9, 2
AREA = "990101"
HEAD = (
    "序号", "姓名", "证件类型", "证件号码", "性别", "出生日期", "联系电话", "楼栋", "单元", "房号", "人口类别",
    "与户主关系", "入住日期",
)  # fmt: skip
FAMILY_NAMES = "陈林黄周吴郑王冯沈韩杨朱许何吕施张孔曹严"
PLANTS = "禾苇棠芷蓼蕨杉榆槿荇萱桉菖苓柘楸藜蘅桦荻"
KINDS = (("户籍", 60), ("人户分离", 8), ("常住人口", 14), ("流动人口", 18))
YEAR, HEADS_AGE, PARENTS_AGE = 2025, (24, 78), 54
COUPLES, CHILDREN, WITH_MOTHER, HALF = 0.7, (0, 1, 1, 2), 0.15, 0.5
ONE_GUEST_IN, SMALL, CALLED = 61, 3, 14
"""One in so many has a passport; small children have no number written down yet; children have no telephone."""
Room = tuple[int, int, str]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dweller:
    """One invented person: everything a sheet says of them but where they live."""

    name: str
    document: tuple[str, str]
    sex: str
    birth_on: date
    phone: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An invented household: who belongs to it, how they live here, where and since when, if the sheet says."""

    dwellers: tuple[Dweller, ...]
    kind: str
    room: Room
    since: date | None


def settle(cast: Cast, *, say: Say = lambda _line: None) -> int:
    """Let the invented families move in, unless somebody lives here already; returns how many people were entered."""
    clerk, today = cast.readers["heshuning"], timezone.localdate()
    with reading(clerk):
        if residents.find_people("", reader=clerk).lines:
            return 0
    say("Letting its residents move in")
    families, moved = invented()
    sheets = (
        ("去年入户走访", today - timedelta(days=430), families[:EARLIER]),
        ("今年入户登记", today - timedelta(days=60), [*moved, *families[EARLIER:]]),
    )
    added = 0
    for source, stated_on, living in sheets:
        prepared = residents.prepare(sheet_of(living), file_name="residents.xlsx")
        outcome = residents.import_residents(
            prepared, community=COMMUNITY, source=source, reader=clerk, stated_on=stated_on
        )
        added += outcome.added
    with reading(clerk):
        for line in residents.find_people("", reader=clerk).lines[:LEFT]:
            left = residents.Departure(
                person_id=line.id, edition=line.edition, reason="left", day=str(today), ground="said"
            )
            residents.end_stay(left, reader=clerk)
    return added


def invented() -> tuple[list[Family], list[Family]]:
    """Return the families as they lived at first, and those of the first few that moved, in their new rooms.

    The same ones each time.
    """
    chance = random.Random(SEED)  # noqa: S311 - a demo drawn the same way each time, nothing secret
    rooms = [
        (building, stair, f"{floor}{room:02d}")
        for building, floors in enumerate(FLOORS, start=1)
        for stair in range(1, STAIRS + 1)
        for floor in range(1, floors + 1)
        for room in range(1, ROOMS_PER_FLOOR + 1)
    ]
    chance.shuffle(rooms)
    numbers = iter(range(1, HOUSEHOLDS * 6))
    families = [_family(chance, room=room, numbers=numbers) for room in rooms[:HOUSEHOLDS]]
    moved = [
        Family(dwellers=one.dwellers, kind=one.kind, room=room, since=None)
        for one, room in zip(families[:MOVED], rooms[HOUSEHOLDS:], strict=False)
    ]
    return families, moved


def sheet_of(families: Sequence[Family]) -> bytes:
    """Return the sheet that a community would hand in for these families."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("居民")
    for line, values in enumerate([HEAD, *_rows(families)]):
        for column, value in enumerate(values):
            page.write_string(line, column, value)
    book.close()
    return buffer.getvalue()


def _rows(families: Sequence[Family]) -> Iterator[tuple[str, ...]]:
    order = 0
    for family in families:
        building, stair, room = family.room
        for one in family.dwellers:
            order += 1
            kind = "境外" if one.document[0] == "护照" else family.kind
            yield (
                str(order), one.name, *one.document, one.sex, one.birth_on.isoformat(), one.phone, f"{building}号楼",
                str(stair), room, kind, one.relation, family.since.isoformat() if family.since else "",
            )  # fmt: skip


def _family(chance: random.Random, *, room: Room, numbers: Iterator[int]) -> Family:
    """Return a household: a head, mostly with a spouse and children, now and then with the head's mother."""
    kind = chance.choices([name for name, _share in KINDS], [share for _name, share in KINDS])[0]
    name, age, is_man = chance.choice(FAMILY_NAMES), chance.randint(*HEADS_AGE), chance.random() < HALF
    wanted = [(name, age, is_man, "户主")]
    if chance.random() < COUPLES:
        wanted.append((chance.choice(FAMILY_NAMES), age - 1, not is_man, "配偶"))
        for _child in range(chance.choice(CHILDREN) if age < PARENTS_AGE else 0):
            is_son = chance.random() < HALF
            wanted.append((name, max(0, age - chance.randint(23, 34)), is_son, "子" if is_son else "女"))
    if age < PARENTS_AGE and chance.random() < WITH_MOTHER:
        wanted.append((name, age + 25, False, "母"))
    since = date(chance.randint(2004, 2024), chance.randint(1, 12), chance.randint(1, 28))
    dwellers = tuple(
        _dweller(chance, name=name, age=age, is_man=is_man, relation=relation, order=next(numbers))
        for name, age, is_man, relation in wanted
    )
    return Family(dwellers=dwellers, kind=kind, room=room, since=since)


def _dweller(chance: random.Random, *, name: str, age: int, is_man: bool, relation: str, order: int) -> Dweller:
    born = date(YEAR - age, chance.randint(1, 12), chance.randint(1, 28))
    sequence = 2 * order % 996 + (1 if is_man else 2)
    document = ("居民身份证", complete_resident_id(f"{AREA}{born:%Y%m%d}{sequence:03d}"))
    if order % ONE_GUEST_IN == 0:
        document = ("护照", f"E99{order:06d}")
    elif age < SMALL:
        document = ("", "")
    return Dweller(
        name=name + "".join(chance.sample(PLANTS, 2)),
        document=document,
        sex="男" if is_man else "女",
        birth_on=born,
        phone=f"1540001{order:04d}" if age >= CALLED else "",
        relation=relation,
    )
