"""Duty lists in set-up: a draft, its items, what differs, publishing, sheets in and out, and who may touch what."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.portals.setup.conftest import COMMUNITY, SET_UP, STREET

from linli.domains.duties import facade as duties
from linli.domains.duties.models import DutyList, ListItem
from linli.foundation.scope.context import reading

HEAD = ["编号", "事项名称", "事项类别", "牵头单位", "协助单位", "依据文件", "条款", "工时", "周期"]
GOOD = ["01", "调解民间纠纷", "neighbour_dispute", "居委会", "服务站", "《人民调解法》", "第八条", "24", "每月"]
BAD = ["02", "拆除违法建设", "", "街道办事处", "", "《城乡规划法》", "", "5", "每月"]


def address(name: str, *more: object) -> str:
    return reverse(f"setup:{name}", args=[COMMUNITY, *more])


@pytest.fixture
def desk(enter: Callable[..., Client]) -> Client:
    return enter()


def drafted(desk: Client, *, kind: str = "own", scope: str = COMMUNITY) -> UUID:
    said = {"kind": kind, "scope": scope, "title": "社区清单", "basis": "区减负办通知", "certainty": "V"}
    answer = desk.post(address("new_duty_list"), said)
    assert answer.status_code == 302
    return DutyList.objects.get(status="draft", kind=kind, scope=scope).id


def put(desk: Client, made: UUID, **other: object) -> int:
    said = {
        "code": "01", "words": "调解民间纠纷", "case_kinds": ["neighbour_dispute"], "leads": ["residents_committee"],
        "document": "《人民调解法》", "article": "第八条", "hours": "24", "period": "month",
    }  # fmt: skip
    return desk.post(address("new_list_item", made), {**said, **other}).status_code


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)  # type: ignore[union-attr]
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("清单.xlsx", buffer.getvalue())


class TestAVersionsLife:
    def test_drafted_filled_compared_published_and_retired(self, desk: Client) -> None:
        made = drafted(desk)
        assert put(desk, made) == 302
        page = desk.get(address("publish_duty_list", made)).content.decode()
        assert "1 item is new" in page
        seen = DutyList.objects.get(pk=made).edits
        day = timezone.localdate().isoformat()
        assert desk.post(address("publish_duty_list", made), {"from_on": day, "seen": seen}).status_code == 302
        assert "decides here" in desk.get(address("duty_lists")).content.decode()
        desk.post(address("retire_duty_list", made))
        assert DutyList.objects.get(pk=made).to_on == timezone.localdate()
        assert "调解民间纠纷" in desk.get(address("duty_list", made)).content.decode()

    def test_a_stale_page_does_not_publish(self, desk: Client) -> None:
        made = drafted(desk)
        put(desk, made)
        answer = desk.post(address("publish_duty_list", made), {"from_on": timezone.localdate(), "seen": 0})
        assert answer.status_code == 422
        assert "Somebody changed this draft meanwhile" in answer.content.decode()
        assert DutyList.objects.get(pk=made).status == "draft"

    @pytest.mark.parametrize("seen", ["9" * 5000, "٣", "-1", ""])
    def test_a_number_that_no_page_sends_does_not_publish(self, desk: Client, seen: str) -> None:
        made = drafted(desk)
        put(desk, made)
        said = {"from_on": timezone.localdate(), "seen": seen}
        assert desk.post(address("publish_duty_list", made), said).status_code == 422

    def test_what_a_barred_list_changes_says_where_to_go(self, desk: Client) -> None:
        made = drafted(desk, kind="barred")
        assert put(desk, made, leads=[], instead="到公安派出所") == 302
        assert "到公安派出所" in desk.get(address("publish_duty_list", made)).content.decode()

    def test_a_day_in_the_past_is_refused_with_a_sentence(self, desk: Client) -> None:
        made = drafted(desk)
        put(desk, made)
        said = {"from_on": timezone.localdate() - timedelta(days=1), "seen": DutyList.objects.get(pk=made).edits}
        assert desk.post(address("publish_duty_list", made), said).status_code == 422

    def test_a_rule_that_is_broken_keeps_the_form_filled(self, desk: Client) -> None:
        made = drafted(desk)
        answer = desk.post(
            address("new_list_item", made),
            {"code": "9", "words": "一件事", "leads": ["street_office"], "document": "某文", "period": "month"},
        )
        assert answer.status_code == 422
        assert "not the community&#x27;s own duty" in answer.content.decode()
        assert "一件事" in answer.content.decode()

    def test_an_item_is_changed_and_taken_off(self, desk: Client) -> None:
        made = drafted(desk)
        put(desk, made)
        item = ListItem.objects.get(duty_list=made)
        said = {"code": "01", "words": "调解", "leads": ["residents_committee"], "document": "某文", "period": "year"}
        assert desk.post(address("list_item", made, item.id), said).status_code == 302
        assert ListItem.objects.get(duty_list=made).words == "调解"
        desk.post(address("list_item_off", made, item.id))
        assert not ListItem.objects.filter(duty_list=made).exists()

    def test_a_published_version_offers_no_change(self, desk: Client) -> None:
        made = DutyList.objects.get(scope="", kind="barred")
        assert desk.get(address("duty_list", made.id)).status_code == 200
        assert desk.get(address("new_list_item", made.id)).status_code == 404
        assert desk.post(address("retire_duty_list", made.id)).status_code == 404

    def test_nobody_drafts_beyond_the_own_territory(self, desk: Client) -> None:
        said = {"kind": "own", "scope": "4403", "title": "清单", "basis": "某文", "certainty": "V"}
        assert desk.post(address("new_duty_list"), said).status_code == 422
        with reading(SET_UP):
            city = duties.draft_list(scope="4403", kind=duties.ListKind.OWN, title="市清单", basis="某文")
        assert desk.get(address("publish_duty_list", city.id)).status_code == 404

    def test_items_are_searched_and_paged(self, desk: Client) -> None:
        with reading(SET_UP):
            made = duties.draft_list(scope=STREET, kind=duties.ListKind.OWN, title="清单", basis="某文")
            for number in range(60):
                item = duties.Item(
                    code=f"{number:03d}",
                    words=f"第{number}件",
                    leads=frozenset({"residents_committee"}),
                    document="某文",
                )
                duties.put_item(made.id, item)
        first = desk.get(address("duty_list", made.id)).content.decode()
        assert "第49件" in first
        assert "第50件" not in first
        assert "第59件" in desk.get(address("duty_list", made.id) + "?page=2").content.decode()
        found = desk.get(address("duty_list", made.id) + "?q=第59").content.decode()
        assert "第59件" in found
        assert "第1件" not in found


class TestSheets:
    def hand_in(self, desk: Client, made: UUID, *rows: list[str]) -> str:
        answer = desk.post(address("duty_sheets", made), {"file": sheet(*rows)})
        assert answer.status_code == 302
        return str(answer["Location"])

    def columns(self) -> dict[str, str]:
        held = ["code", "words", "case_kinds", "leads", "assists", "document", "article", "hours", "period"]
        return {f"column{place}": field for place, field in enumerate(held)}

    def test_looked_at_taken_in_and_faulty_rows_given_back(self, desk: Client) -> None:
        made = drafted(desk)
        here = self.hand_in(desk, made, GOOD, BAD)
        assert "调解民间纠纷" in desk.get(here).content.decode()
        preview = desk.post(here, self.columns()).content.decode()
        assert "not the community&#x27;s own duty" in preview
        assert not ListItem.objects.filter(duty_list=made).exists()
        assert desk.post(here, {**self.columns(), "make": "1"}).status_code == 302
        item = ListItem.objects.get(duty_list=made)
        assert (item.words, item.leads, item.case_kinds) == (
            "调解民间纠纷",
            ["residents_committee"],
            ["neighbour_dispute"],
        )
        faulty = desk.get(f"{here}faults.xlsx")
        rows = list(openpyxl.load_workbook(io.BytesIO(faulty.content)).active.values)  # type: ignore[union-attr]
        assert "拆除违法建设" in rows[1]
        assert "not the community's own duty" in str(rows[1][-1])

    def test_what_was_taken_out_comes_back_unchanged(self, desk: Client) -> None:
        made = drafted(desk)
        put(desk, made)
        out = desk.get(address("duty_list_workbook", made))
        file = SimpleUploadedFile("清单.xlsx", out.content)
        here = str(desk.post(address("duty_sheets", made), {"file": file})["Location"])
        names = {f"column{place}": name for place, name in enumerate(duties.SHEET_FIELDS)}
        assert "All these items are there already" in desk.post(here, names).content.decode()

    @pytest.mark.parametrize("hours", ["nan", "NaN小时", "sNaN", "无穷", "Infinity"])
    def test_hours_that_are_no_number_wait_with_their_reason(self, desk: Client, hours: str) -> None:
        made = drafted(desk)
        here = self.hand_in(desk, made, [*GOOD[:7], hours, "每月"])
        assert "Hours are a number" in desk.post(here, self.columns()).content.decode()

    def test_a_row_without_a_number_takes_one_that_no_row_has(self, desk: Client) -> None:
        made = drafted(desk)
        here = self.hand_in(desk, made, ["", *GOOD[1:]], ["001", "召集居民会议", *GOOD[2:]])
        desk.post(here, {**self.columns(), "make": "1"})
        assert set(ListItem.objects.filter(duty_list=made).values_list("words", flat=True)) == {
            "调解民间纠纷",
            "召集居民会议",
        }

    def test_a_long_sheet_is_stored_in_as_many_statements_as_a_short_one(self, desk: Client) -> None:
        def statements(first: int, rows: int) -> int:
            made = [[f"{first + at}", f"第{first + at}件", *GOOD[2:]] for at in range(rows)]
            here = self.hand_in(desk, draft, *made)
            with CaptureQueriesContext(connection) as asked:
                desk.post(here, {**self.columns(), "make": "1"})
            return len(asked)

        draft = drafted(desk)
        statements(1, 1)
        assert statements(100, 40) == statements(500, 2)
        assert ListItem.objects.filter(duty_list=draft).count() == 43

    def test_a_file_that_is_no_list_is_refused_in_a_sentence(self, desk: Client) -> None:
        made = drafted(desk)
        answer = desk.post(address("duty_sheets", made), {"file": SimpleUploadedFile("a.xlsx", b"nothing")})
        assert answer.status_code == 422

    def test_a_sheet_needs_the_work_and_its_basis(self, desk: Client) -> None:
        made = drafted(desk)
        here = self.hand_in(desk, made, GOOD)
        assert desk.post(here, {"column0": "code"}).status_code == 422


class TestHours:
    def test_a_plain_sum_stands_beside_the_stated_figure_and_opens_to_its_items(self, desk: Client) -> None:
        made = drafted(desk)
        put(desk, made)
        put(desk, made, code="02", words="召集居民会议", case_kinds=[], hours="24", period="quarter")
        said = {"from_on": timezone.localdate(), "seen": DutyList.objects.get(pk=made).edits}
        desk.post(address("publish_duty_list", made), said)
        stated = {"people": 9, "hours_a_month": "1386", "source": "街道", "from_on": timezone.localdate()}
        assert desk.post(address("duty_lists"), stated).status_code == 302
        page = desk.get(address("duty_lists")).content.decode()
        assert "32.0" in page
        assert "1386.0" in page
        assert "2 items" in page
        assert f"{address('duty_list', made)}?only=community" in page
