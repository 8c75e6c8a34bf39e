"""How long a file of a hundred thousand buildings takes: through the real action, as the application's log-in."""

import json
import tempfile
import time
from datetime import date
from pathlib import Path

from django.db import connections

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.territory import actions as territory
from linli.kernel.geo import Datum
from tests.bench.figures import Figure

DISTRICT = "999903"
COMMUNITY = f"{DISTRICT}001001"
COUNT = 100_000
MOST_OF_ONE_COMMUNITY = 99_999
"""The standard's five digits: of a hundred thousand rows the last is refused, and all are read and judged."""
_COLUMNS = 400
_LON, _LAT, _STEP, _SIDE = 113.9, 22.5, 0.0003, 0.0002


def write_file(path: Path) -> None:
    """Write a city of L-shaped houses as GeoJSON, one line a house."""
    with path.open("w") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for at in range(COUNT):
            file.write(json.dumps(house(at), ensure_ascii=False) + (",\n" if at < COUNT - 1 else "\n]}\n"))


def house(at: int) -> dict[str, object]:
    """Return the house at a place in the city's rows, with its number, floors and height."""
    west, south = _LON + at % _COLUMNS * _STEP, _LAT + at // _COLUMNS * _STEP
    half = _SIDE / 2
    corners = [(0.0, 0.0), (_SIDE, 0.0), (_SIDE, half), (half, half), (half, _SIDE), (0.0, _SIDE), (0.0, 0.0)]
    ring = [[round(west + x, 7), round(south + y, 7)] for x, y in corners]
    said = {"名称": f"{at + 1} 号楼", "层数": at % 30 + 1, "height": (at % 30 + 1) * 3.0}
    return {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def figure() -> Figure:
    """Return the seconds from the file's bytes to the committed rows."""
    administrator = Reader(id="job", territory=DISTRICT, purpose=Purpose.ADMINISTER)
    with reading(administrator):
        territory.add_division(COMMUNITY, name="量度社区", from_on=date(2020, 1, 1))
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        path = Path(folder) / "buildings.geojson"
        write_file(path)
        began = time.perf_counter()
        with reading(administrator):
            outcome = places.import_buildings(COMMUNITY, path.read_bytes(), datum=Datum.WGS84)
        seconds = time.perf_counter() - began
    if (outcome.added, len(outcome.report.refused)) != (MOST_OF_ONE_COMMUNITY, COUNT - MOST_OF_ONE_COMMUNITY):
        raise RuntimeError("an import that leaves rows out measures nothing")
    connections["default"].close()
    return Figure(name="import_buildings_100k_s", value=seconds, unit="s", budget=30.0)
