"""The 3D map in a browser that draws without a graphics card: how long until it stands, how long a frame takes."""

import json
import os
import statistics
import tempfile
from pathlib import Path

import psycopg
from playwright.sync_api import Browser, Page, sync_playwright

from linli.project.cluster import ensure, release
from linli.project.demo import street
from tests.bench import host
from tests.bench.figures import Figure
from tests.bench.lives import log_in

CHROMIUM = os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium")
DRAWN = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SIZE = {"width": 1440, "height": 900}
MORE_BUILDINGS, MORE_FLOORS = 10, 36
OPENED = 5
READY = """
new MutationObserver(() => {
  const scene = document.querySelector("[data-ready]");
  if (scene && !window.readyAfter) window.readyAfter = performance.now();
}).observe(document, { subtree: true, attributes: true });
"""
TURNED = """() => new Promise((done) => {
  const times = [], begun = performance.now(), turn = document.querySelector("[data-part=turn]");
  let next = 0;
  function frame(now) {
    times.push(now);
    if (now > next) { turn.click(); next = now + 600; }
    if (now - begun < 4000) requestAnimationFrame(frame);
    else done(times.slice(1).map((time, at) => time - times[at]));
  }
  requestAnimationFrame(frame);
})"""


def furnish(site: Path, *, port: int) -> dict[str, object]:
    """Give the demo community ten more buildings, so that it has 34 with about 4,000 rooms; returns both counts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "more.geojson"
        more = {"type": "FeatureCollection", "features": [_house(at) for at in range(MORE_BUILDINGS)]}
        file.write_text(json.dumps(more))
        where = ("--community", street.COMMUNITY, "--datum", "wgs84")
        host.run(site, "manage", "import_buildings", str(file), *where, port=port)
    server = ensure(site)
    with psycopg.connect(server.super_url.replace("/postgres?", "/linli?"), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO places_dwelling (id, building_id, community, stair, floor, room)"
            " SELECT gen_random_uuid(), b.id, b.community, s, f, f::text || lpad(d::text, 2, '0')"
            " FROM places_building b, generate_series(1, 3) s, generate_series(1, b.floors) f, generate_series(1, 2) d"
            " WHERE NOT EXISTS (SELECT FROM places_dwelling o WHERE o.building_id = b.id)"
        )
        row = connection.execute(
            "SELECT (SELECT count(*) FROM places_building), (SELECT count(*) FROM places_dwelling)"
        ).fetchone()
    release(server, data=site)
    assert row is not None
    return {"buildings on the map": row[0], "rooms on the map": row[1]}


def _house(at: int) -> dict[str, object]:
    row, column = divmod(at, street.COLUMNS)
    left, bottom = column * street.CELL_WIDTH_M + 20, row * street.CELL_DEPTH_M + 6
    corners = ((0, 0), (20, 0), (20, 10), (0, 10), (0, 0))
    ring = [street.lonlat(left + x, bottom + y) for x, y in corners]
    properties = {"name": f"{101 + at} 号楼", "floors": MORE_FLOORS}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def figures(port: int) -> list[Figure]:
    """Return how long the map takes to open in a browser that knows nothing of it, and to draw a frame as it turns."""
    if not Path(CHROMIUM).exists():
        print("   map left out: no Chromium here (set LINLI_CHROMIUM)")
        return []
    key = log_in(port, "heshuning").cookies["linli_session"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=DRAWN)
        opened = []
        for _time in range(OPENED):
            page, seconds = _open(browser, port, key)
            opened.append(seconds)
            if len(opened) < OPENED:
                page.context.close()  # what stays open is drawn, and would be measured with the next
        outside = statistics.mean(page.evaluate(TURNED))
        page.locator(".pin-item").first.click()
        page.wait_for_selector(".floor-table")
        page.wait_for_timeout(2000)
        inside = statistics.mean(page.evaluate(TURNED))
        browser.close()
    return [
        Figure(name="map_open_s", value=statistics.median(opened), unit="s", budget=2),
        Figure(name="map_frame_ms", value=max(outside, inside), unit="ms", budget=60),
    ]


def _open(browser: Browser, port: int, key: str) -> tuple[Page, float]:
    """Open the map with an empty cache; returns the page and the seconds until all of it was drawn."""
    context = browser.new_context(viewport=SIZE, locale="zh-CN")  # type: ignore[arg-type]
    context.add_cookies([{"name": "linli_session", "value": key, "url": f"http://127.0.0.1:{port}"}])
    page = context.new_page()
    page.add_init_script(READY)
    page.goto(f"http://127.0.0.1:{port}/work/map/")
    page.wait_for_selector("[data-ready]", timeout=60_000)
    return page, float(page.evaluate("window.readyAfter")) / 1000
