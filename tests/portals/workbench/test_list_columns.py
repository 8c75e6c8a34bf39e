"""The columns of the list of matters: which a role begins with, choosing and ordering them, and taking the list out."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from tests import databases

from linli.domains.cases.facade import ContactInput
from linli.foundation.accounts.roles import Role
from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.portals.workbench.showing.columns import COLUMNS, TITLE, chosen, for_workbook, usual
from linli.portals.workbench.views.lists import workbook
from linli.portals.workbench.views.lists.columns import _moved_up
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
LIST, COLUMNS_PAGE, OUT = "/work/cases/", "/work/cases/columns/", "/work/cases/list.xlsx"


@pytest.fixture(autouse=True)
def nothing_kept(town: Cast) -> Iterator[None]:  # noqa: ARG001 - its database
    yield
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM lists_keptfilter; DELETE FROM lists_listhabit")


def heads(client: Client, path: str = LIST) -> list[str]:
    """Return the headings of the list's table."""
    body = client.get(path).content.decode().partition("<thead>")[2].partition("</thead>")[0]
    return [part.partition("</th>")[0] for part in body.split('<th scope="col">')[1:]]


def rows_of(client: Client, **query: str) -> list[tuple[object, ...]]:
    answer = client.get(OUT, query)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


class TestRules:
    def test_every_role_begins_with_the_title_and_known_columns(self) -> None:
        for role in Role:
            assert usual(role)[0] == TITLE
            assert set(usual(role)) <= set(COLUMNS)

    def test_unknown_and_double_ones_are_passed_over_and_the_title_stays(self) -> None:
        assert chosen(["due", "nonsense", "due", "code"]) == (TITLE, "due", "code")
        assert chosen(["due", TITLE]) == ("due", TITLE)
        assert chosen([]) == ()

    @pytest.mark.parametrize(
        ("up", "order"),
        [("due", ("due", TITLE, "code")), (TITLE, (TITLE, "due", "code")), ("grid", (TITLE, "due", "grid", "code"))],
    )
    def test_up_is_one_place_and_a_new_one_comes_from_the_end(self, up: str, order: tuple[str, ...]) -> None:
        assert _moved_up((TITLE, "due", "code"), up) == order

    def test_a_workbook_has_the_code_and_where_there_are_several_the_community(self) -> None:
        assert [one.code for one in for_workbook((TITLE, "due"), has_several=False)] == ["code", "masked_title", "due"]
        codes = [one.code for one in for_workbook(("code", TITLE), has_several=True)]
        assert codes == ["community", "code", "masked_title"]


class TestChoosing:
    def test_they_are_remembered_for_one_person_and_as_usual_again(
        self, desk_of: Desk, report: Callable[..., UUID]
    ) -> None:
        report()
        clerk = desk_of("heshuning")
        before = heads(clerk)
        assert clerk.post(COLUMNS_PAGE, {"column": ["due", "title", "grid"], "keep": "1"})["Location"] == LIST
        assert heads(clerk) == ["期限", "事项", "网格"]
        assert heads(desk_of("zhiban")) == before
        clerk.post(COLUMNS_PAGE, {"column": ["due"], "usual": "1"})
        assert heads(clerk) == before

    def test_up_moves_without_keeping_yet(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report()
        clerk = desk_of("heshuning")
        body = clerk.post(COLUMNS_PAGE, {"column": ["title", "place", "due"], "up": "due"}).content.decode()
        order = [part.partition('"')[0] for part in body.split('name="column" value="')[1:4]]
        assert order == ["title", "due", "place"]
        assert "期限" not in heads(clerk)

    def test_every_column_is_drawn(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report()
        clerk = desk_of("jiedao")
        clerk.post(COLUMNS_PAGE, {"column": list(COLUMNS), "keep": "1"})
        assert len(heads(clerk)) == len(COLUMNS)
        row = clerk.get(LIST).content.decode().partition('<tr data-part="row">')[2].partition("</tr>")[0]
        assert row.count("<td") == len(COLUMNS)

    def test_a_phones_card_keeps_place_and_time(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report()
        clerk = desk_of("heshuning")
        clerk.post(COLUMNS_PAGE, {"column": ["title"], "keep": "1"})
        body = clerk.get(LIST).content.decode()
        assert 'class="c-place card-only"' in body
        assert 'class="c-time card-only"' in body

    def test_those_of_a_kept_filter_go_with_it(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report()
        clerk = desk_of("heshuning")
        address = clerk.post("/work/cases/kept/", {"name": "在办", "state": "open", "with_columns": "1"})["Location"]
        query = address.partition("?")[2]
        clerk.post(f"{COLUMNS_PAGE}?{query}", {"column": ["title", "code"], "keep": "1"})
        assert heads(clerk, address) == ["事项", "编号"]
        assert "编号" not in heads(clerk)


class TestTakingOut:
    def test_it_is_the_list_as_filtered_with_its_columns(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report("单元门禁刷不开卡了")
        report("电梯里的灯一闪一闪")
        clerk = desk_of("heshuning")
        clerk.post(COLUMNS_PAGE, {"column": ["title", "kind", "due"], "keep": "1"})
        head, *rows = rows_of(clerk, words="门禁刷不开")
        assert head == ("编号", "标题", "类别", "期限")
        assert [row[1] for row in rows] == ["单元门禁刷不开卡了"]
        assert isinstance(rows[0][3], datetime)

    def test_titles_are_masked_and_harmless_and_no_contact_is_in_it(
        self, desk_of: Desk, report: Callable[..., UUID]
    ) -> None:
        report("=1+1 请打 13800138000，水管爆了", contact=ContactInput(name="钱多多", phone="19900000366"))
        everything = str(rows_of(desk_of("heshuning")))
        assert "'=1+1 请打 138****8000" in everything
        for secret in ("13800138000", "19900000366", "钱多多"):
            assert secret not in everything

    def test_who_took_what_is_on_record_without_the_words(self, desk_of: Desk, town: Cast) -> None:
        rows_of(desk_of("heshuning"), state="open", words="钱多多", kind="<b>")
        with reading(Reader(territory=COMMUNITY[:6], purpose=Purpose.AUDIT)):
            taken = Entry.objects.filter(action="case.list_taken").order_by("-number")[0]
        data = json.loads(taken.payload)["data"]
        assert (taken.actor, taken.community) == (town.readers["heshuning"].id, COMMUNITY)
        assert (data["state"], data["rows"], "kind" in data) == ("open", 0, False)
        assert "钱多多" not in taken.payload

    def test_its_name_says_the_day(self, desk_of: Desk) -> None:
        answer = desk_of("heshuning").get(OUT)
        assert f"{timezone.localdate()}.xlsx" in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]
        answer.close()

    def test_one_row_too_many_is_refused_with_the_way_out(
        self, desk_of: Desk, report: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report("排水沟堵了一号")
        report("排水沟堵了二号")
        clerk = desk_of("heshuning")
        monkeypatch.setattr(workbook, "MOST_ROWS", 2)
        assert len(rows_of(clerk, words="排水沟堵")) == 3
        monkeypatch.setattr(workbook, "MOST_ROWS", 1)
        answer = clerk.get(OUT, {"words": "排水沟堵"}, follow=True)
        assert "没有取走" in answer.content.decode()
        assert "words=" in answer.redirect_chain[-1][0]

    @pytest.mark.parametrize("username", ["wuye", "wangge2", "heshi", "xitong"])
    def test_others_take_nothing_out(self, desk_of: Desk, username: str) -> None:
        assert desk_of(username).get(OUT).status_code == 403
        assert "list.xlsx" not in desk_of(username).get(LIST).content.decode()
