"""The page of rates: who opens it, what its numbers open, and the workbook."""

import io
import re
from collections.abc import Callable
from uuid import UUID

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.portals.workbench.conftest import counted

from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
RATES, LIST, BOOK = (reverse(f"workbench:{name}") for name in ("rates", "cases", "rates_workbook"))


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


class TestRates:
    def test_every_number_opens_to_as_many_matters(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        for _ in range(3):
            report()
        client = desk_of("jiedao")
        page = text_of(client, RATES)
        links = re.findall(rf'<a (?:class="cap rate-rest" )?href="({LIST}[^"]+)">(\d+)', page)
        assert len(links) >= 9
        for address, number in links:
            shown = text_of(client, address.replace("&amp;", "&"))
            assert shown.count('data-part="row"') == int(number)

    def test_nothing_lets_one_order_it(self, desk_of: Desk) -> None:
        client = desk_of("jiedao")
        plain = text_of(client, RATES)
        assert "aria-sort" not in plain
        rows = re.findall(r"<td><b>([^<]+)</b></td>", plain)
        for tried in ("sort=signed", "order=signed", "sort=-on_time"):
            assert re.findall(r"<td><b>([^<]+)</b></td>", text_of(client, f"{RATES}?{tried}")) == rows

    @pytest.mark.parametrize("username", ["wuye", "heshi", "zhiban", "xitong"])
    def test_others_do_not_open_it(self, desk_of: Desk, username: str) -> None:
        assert desk_of(username).get(RATES).status_code == 403

    def test_a_grid_is_refused_to_the_street_in_one_sentence(self, desk_of: Desk, town: Cast) -> None:
        grid = town.readers["wangge2"].territory
        answer = desk_of("jiedao").get(f"{RATES}?grid={grid}")
        assert answer.status_code == 403
        assert "只有这个网格的网格员本人" in answer.content.decode()

    def test_it_costs_the_same_however_many_matters(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        client = desk_of("heshuning")
        few = counted(client, RATES)
        for _ in range(4):
            report()
        assert counted(client, RATES) == few <= 6

    @pytest.mark.parametrize(
        "spoilt",
        ["period=2026-13", "period=x", "period=0000", "period=9999", "period=9999-12", "community=1", "grid=abc"],
    )
    def test_what_means_nothing_is_left_out(self, desk_of: Desk, spoilt: str) -> None:
        for path in (RATES, LIST):
            assert desk_of("jiedao").get(f"{path}?{spoilt}").status_code == 200

    def test_the_list_that_a_number_opens_says_the_period_in_words(self, desk_of: Desk) -> None:
        assert "2026 年第 3 季度" in text_of(desk_of("jiedao"), f"{LIST}?period=2026-Q3&measure=on_time-all")


class TestWorkbook:
    def test_exact_counts_without_a_filter_and_on_record(self, desk_of: Desk, town: Cast) -> None:
        period = f"{timezone.localdate():%Y-%m}"
        answer = desk_of("heshuning").get(BOOK, {"period": period})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
        assert sheet is not None
        head, total, *_rows = sheet.iter_rows(values_only=True)
        assert head[2:5] == ("事项", "剔除", "签收率")
        assert isinstance(total[2], int)
        assert sheet.auto_filter.ref is None
        with reading(Reader(territory=COMMUNITY[:6], purpose=Purpose.AUDIT)):
            taken = Entry.objects.filter(action="case.rates_taken", subject_id=period).get()
        assert taken.actor == town.readers["heshuning"].id
