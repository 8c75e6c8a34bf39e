"""What the report page weighs: its HTML with the plan drawn in, and every script and style it loads, uncompressed."""

import re

from linli.project.demo.street import COMMUNITY
from tests.bench.browserless import Client
from tests.bench.figures import Figure

ASSET = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg))"')


def figures(port: int) -> list[Figure]:
    """Return the weight of the report page in kilobytes (1,000 bytes)."""
    client = Client(port)
    page = client.get(f"/c/{COMMUNITY}/report/")
    weight = len(page.body) + sum(len(client.get(path).body) for path in sorted(set(ASSET.findall(page.text))))
    return [Figure(name="report_page_kb", value=weight / 1000, unit="kB", budget=100)]
