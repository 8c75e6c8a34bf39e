"""How long a sheet of a hundred thousand rooms takes: read, checked against a thousand buildings, stored."""

import io
import json
import time
from datetime import date

import xlsxwriter
from django.db import connections

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.territory import actions as territory
from linli.kernel.geo import Datum
from tests.bench.figures import Figure
from tests.bench.imports import house

DISTRICT = "999904"
COMMUNITY = f"{DISTRICT}001001"
BUILDINGS, STAIRS, FLOORS, DOORS = 1000, 2, 25, 2
COUNT = BUILDINGS * STAIRS * FLOORS * DOORS
HEAD = ("序号", "楼栋", "单元", "所在层", "室号", "备注")


def workbook() -> bytes:
    """Return a sheet of a hundred thousand rooms with the building merged over its rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("房屋")
    page.write_row(0, 0, HEAD)
    line = 1
    for building in range(1, BUILDINGS + 1):
        top = line
        for stair in range(1, STAIRS + 1):
            for floor in range(1, FLOORS + 1):
                for door in range(1, DOORS + 1):
                    page.write_row(line, 0, (line, "", f"{stair}单元", f"{floor}层", f"{floor}{door:02d}室", ""))
                    line += 1
        page.merge_range(top, 1, line - 1, 1, f"{building}号楼")
    book.close()
    return buffer.getvalue()


def figure() -> Figure:
    """Return the seconds from the sheet's bytes to the committed rows."""
    administrator = Reader(id="job", territory=DISTRICT, purpose=Purpose.ADMINISTER)
    said = [{"名称": f"{at + 1} 号楼", "层数": FLOORS} for at in range(BUILDINGS)]
    features = [{**house(at), "properties": properties} for at, properties in enumerate(said)]
    file = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    with reading(administrator):
        territory.add_division(COMMUNITY, name="量度社区", from_on=date(2020, 1, 1))
        places.import_buildings(COMMUNITY, file, datum=Datum.WGS84)
    data = workbook()
    began = time.perf_counter()
    prepared = places.prepare_rooms(data, file_name="rooms.xlsx")
    outcome = places.import_rooms(prepared, community=COMMUNITY, reader=administrator)
    seconds = time.perf_counter() - began
    if (outcome.added, outcome.faulty) != (COUNT, 0):
        raise RuntimeError("an import that leaves rows out measures nothing")
    connections["default"].close()
    return Figure(name="import_rooms_100k_s", value=seconds, unit="s", budget=30.0)
