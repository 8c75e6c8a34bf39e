"""The register of a month: complete, masked, and harmless in a spreadsheet."""

import io
from collections.abc import Callable
from uuid import UUID

import openpyxl
from django.test import Client
from django.utils import timezone

from linli.domains.cases.facade import ContactInput
from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.kernel.formulas import harmless
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]


def rows_of(client: Client, month: str) -> list[tuple[object, ...]]:
    answer = client.get("/work/cases/register.xlsx", {"month": month})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet.freeze_panes == "B2"
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


class TestRegister:
    def test_titles_are_masked_and_no_contact_is_in_it(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report("请打 13800138000 联系，电梯坏了", contact=ContactInput(name="钱多多", phone="19900000366"))
        rows = rows_of(desk_of("heshuning"), f"{timezone.localdate():%Y-%m}")
        everything = str(rows)
        assert "电梯坏了" in everything
        for secret in ("13800138000", "19900000366", "钱多多"):
            assert secret not in everything

    def test_a_title_that_looks_like_a_formula_stays_text(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report("=1+1 路灯不亮")
        titles = [row[3] for row in rows_of(desk_of("heshuning"), f"{timezone.localdate():%Y-%m}")]
        assert "'=1+1 路灯不亮" in titles
        assert all(harmless(start + "x").startswith("'") for start in "=+-@\t")

    def test_who_took_it_is_on_record(self, desk_of: Desk, town: Cast) -> None:
        rows_of(desk_of("heshuning"), "2026-10")

        with reading(Reader(territory=COMMUNITY[:6], purpose=Purpose.AUDIT)):
            taken = Entry.objects.filter(action="case.register_taken", subject_id="2026-10").get()
        assert (taken.actor, taken.community) == (town.readers["heshuning"].id, COMMUNITY)

    def test_a_month_without_matters_has_its_head_alone(self, desk_of: Desk) -> None:
        assert len(rows_of(desk_of("heshuning"), "2020-01")) == 1
