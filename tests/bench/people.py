"""How long a large sheet of residents takes, and how much memory: checked, sealed, indexed, through row security."""

import io
import resource
import time

import xlsxwriter

from linli.domains.residents import facade as residents
from linli.foundation.scope.reader import job_reader
from linli.kernel.codes import upgrade_resident_id
from linli.project.demo.street import COMMUNITY
from tests.bench.figures import Figure

ROWS = 100_000
HEAD = ("序号", "姓名", "公民身份号码", "性别", "联系电话", "楼栋", "单元", "房号", "人口类别", "与户主关系")
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"


def sheet(rows: int) -> bytes:
    """Return a sheet of people nobody knows: area codes and telephone ranges that are not given out."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    page = book.add_worksheet("居民")
    for line, values in enumerate([HEAD, *map(_row, range(rows))]):
        for column, value in enumerate(values):
            page.write_string(line, column, value)
    book.close()
    return buffer.getvalue()


def figures() -> list[Figure]:
    """Import a hundred thousand rows in a demo community, which Django points at."""
    data = sheet(ROWS)
    begun = time.perf_counter()
    prepared = residents.prepare(data, file_name="residents.xlsx")
    outcome = residents.import_residents(
        prepared, community=COMMUNITY, source="benchmark", reader=job_reader(COMMUNITY)
    )
    took = time.perf_counter() - begun
    if outcome.added != ROWS:
        raise AssertionError(outcome.added)
    most_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return [
        Figure(name="import_residents_100k_s", value=round(took, 1), unit="s", budget=60),
        Figure(name="import_residents_100k_mib", value=round(most_kib / 1024), unit="MiB", budget=1024),
    ]


def _row(order: int) -> tuple[str, ...]:
    number = upgrade_resident_id(
        f"9901{order % 90 + 10:02d}{40 + order % 60:02d}{1 + order // 90 % 12:02d}{1 + order // 1080 % 28:02d}"
        f"{order // 30240 * 37 % 1000:03d}"
    )
    name = FAMILY[order * 7 % 20] + GIVEN[order * 11 % 24] + (GIVEN[order * 13 % 24] if order % 3 else "")
    room = f"{order // 48 % 6 + 1}0{order % 2 + 1}"
    relation = "子" if order % 3 else "户主"
    return (
        str(order + 1), name, number, "", f"199{order:08d}", f"{order % 24 + 1}号楼", str(order % 2 + 1), room, "户籍",
        relation,
    )  # fmt: skip
