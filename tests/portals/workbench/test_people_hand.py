"""One person's page that one can work with: corrected, moved, taken back, checked again; a room; a list to take."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.domains.residents.test_by_hand import correct, end, page_of
from tests.domains.residents.test_importing import DAY, FAMILY, brought_in, number, row, sheet
from tests.portals.workbench.conftest import counted, session_key

from linli.domains.residents import facade as residents
from linli.foundation.audit.models import Entry
from linli.foundation.imports.models import Upload
from linli.foundation.rulepacks.terms import ExportRule
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast

Enter = Callable[[str], Client]
PEOPLE, NEW, TAKE, IMPORT = "/work/people/", "/work/people/new/", "/work/people/list.xlsx", "/work/people/import/"
NAMES_NOTHING = ("王方", "王芳芳", number(1), "19900000001")


@pytest.fixture(autouse=True)
def family(cast: Cast) -> None:
    brought_in(cast, sheet(*FAMILY))


@pytest.fixture
def enter(cast: Cast) -> Enter:
    def entered(username: str) -> Client:
        client = Client()
        client.cookies["linli_session"] = session_key(cast.readers[username])
        return client

    return entered


def address_of(cast: Cast, words: str, *more: str) -> str:
    return "/".join([f"{PEOPLE}{page_of(cast.readers['heshuning'], words).id}", *more, ""])


def edition(client: Client, address: str) -> str:
    found = re.search(r'name="edition" value="(\w+)"', client.get(address).content.decode())
    assert found is not None
    return found[1]


def sent(client: Client, path: str, /, **fields: str) -> str:
    response = client.post(path, {"edition": edition(client, path), "ground": "document"} | fields, follow=True)
    return response.content.decode()


class TestCorrecting:
    def test_the_form_shows_no_value_in_full(self, cast: Cast, enter: Enter) -> None:
        page = enter("heshuning").get(address_of(cast, "王方", "correct")).content.decode()

        assert "现登记：王*" in page
        assert "只填有变化的" in page
        assert not any(text in page for text in NAMES_NOTHING)

    def test_what_is_different_is_written_and_the_rest_left(self, cast: Cast, enter: Enter) -> None:
        page = sent(enter("heshuning"), address_of(cast, "王方", "correct"), phone="19911112222")

        assert "已改正" in page
        assert "199****2222" in page
        assert "看过证件" in page

    def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("heshuning"), address_of(cast, "王方", "correct")
        response = client.post(
            address, {"edition": edition(client, address), "ground": "said", "phone": "123", "household": "17"}
        )
        page = response.content.decode()

        assert response.status_code == 422
        assert "还要再看看" in page
        assert 'value="123"' in page
        assert 'value="17"' in page
        assert "电话不对" in page.partition("field-bad")[2]

    def test_how_one_knows_is_asked(self, cast: Cast, enter: Enter) -> None:
        assert "请说明是怎么知道的" in sent(
            enter("heshuning"), address_of(cast, "王方", "correct"), ground="", phone="19911112222"
        )

    def test_a_stale_page_keeps_what_was_typed_and_writes_nothing(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("heshuning"), address_of(cast, "王方", "correct")
        old = edition(client, address)
        correct(cast.readers["heshuning"], page_of(cast.readers["heshuning"], "王方"), phone="19911112222")

        response = client.post(address, {"edition": old, "ground": "said", "phone": "19933334444"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "刚才有人改过" in page
        assert 'value="19933334444"' in page
        assert "199****2222" in page
        again = client.post(
            address, {"edition": edition(client, address), "ground": "said", "phone": "19933334444"}, follow=True
        )
        assert "199****4444" in again.content.decode()

    def test_the_same_document_leads_to_the_other_one(self, cast: Cast, enter: Enter) -> None:
        page = sent(enter("heshuning"), address_of(cast, "王方", "correct"), id_number=number(4))

        assert "一个证件只能是一个人的" in page
        assert f'href="{address_of(cast, "曾国")}"' in page

    def test_nothing_different_is_said(self, cast: Cast, enter: Enter) -> None:
        assert "没有可改的" in sent(enter("heshuning"), address_of(cast, "王方", "correct"), kind="registered")

    def test_nobody_there_looks_like_somebody_elsewhere(self, enter: Enter) -> None:
        address = f"{PEOPLE}00000000-0000-7000-8000-000000000000/"
        client = enter("heshuning")

        for more in ("", "correct/", "move/"):
            assert client.get(address + more).status_code == 404
        for more in ("check/", "take-back/", "correct/", "move/"):
            assert client.post(address + more, {"edition": "x"}).status_code == 404


class TestMoving:
    def test_a_move_is_entered_and_taken_back(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("heshuning"), address_of(cast, "曾国")
        day = (DAY + timedelta(days=2)).isoformat()
        page = sent(client, f"{address}move/", reason="moved", address="5号楼2单元302", day=day)
        assert "5 号楼 2 单元 302" in page
        assert "社区内搬家" in page

        back = client.post(f"{address}take-back/", {"edition": edition(client, address)}, follow=True)
        assert "已撤回" in back.content.decode()
        assert "5 号楼" not in back.content.decode()
        assert client.post(f"{address}take-back/", {"edition": edition(client, address)}).status_code == 409

    def test_the_community_s_rooms_are_offered(self, cast: Cast, enter: Enter) -> None:
        page = enter("heshuning").get(address_of(cast, "曾国", "move")).content.decode()

        assert '<option value="3号楼1单元202"></option>' in page

    def test_an_end_is_one_word_and_no_more(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("heshuning"), address_of(cast, "曾国")
        page = sent(client, f"{address}move/", reason="died", day=str(timezone.localdate()))

        assert "去世" in page
        assert "已不在这里住" in page
        assert "又搬回来了" in page

    def test_what_cannot_be_is_said(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("heshuning"), address_of(cast, "曾国", "move")

        assert "没有这间房" in sent(client, address, reason="moved", address="5-2-9901", day="2026-11-03")
        assert "还没到" in sent(client, address, reason="left", day="2099-01-01")
        assert "2026-11-01" in sent(client, address, reason="left", day="2020-01-01")


class TestStillTrue:
    def test_one_step_renews_a_person(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("heshuning"), address_of(cast, "王方")
        page = client.post(f"{address}check/", {"edition": edition(client, address)}, follow=True).content.decode()

        assert "记下了" in page
        assert page_of(cast.readers["heshuning"], "王方").known.stated_on == timezone.localdate()
        assert client.post(f"{address}check/", {"edition": "old"}).status_code == 409

    def test_one_step_renews_a_room_or_nobody_of_it(self, cast: Cast, enter: Enter) -> None:
        client, clerk = enter("heshuning"), cast.readers["heshuning"]
        present = page_of(clerk, "王方").present
        assert present is not None
        address = f"{PEOPLE}rooms/{present.dwelling}/"
        page = client.get(address).content.decode()
        shown = re.findall(r'name="shown" value="([^"]+)"', page)
        assert len(shown) == 3
        assert not any(text in page for text in NAMES_NOTHING)

        assert "3 人" in client.post(f"{address}check/", {"shown": shown}, follow=True).content.decode()
        assert client.post(f"{address}check/", {"shown": shown}).status_code == 409
        assert client.post(f"{address}check/", {"shown": ["x"]}).status_code == 409
        assert client.get(f"{PEOPLE}rooms/00000000-0000-7000-8000-000000000000/").status_code == 404

    def test_a_grid_worker_has_that_step_and_no_other(self, cast: Cast, enter: Enter) -> None:
        client, address = enter("wangge2"), address_of(cast, "王方")

        for path in (f"{address}correct/", f"{address}move/", NEW, IMPORT):
            assert client.get(path).status_code == 403
        assert client.post(TAKE).status_code == 403
        assert client.post(f"{address}check/", {"edition": "x"}).status_code == 404  # of another grid

    @pytest.mark.parametrize("who", ["jiedao", "zhiban"])
    def test_others_only_look(self, cast: Cast, enter: Enter, who: str) -> None:
        client, address = enter(who), address_of(cast, "王方")
        page = client.get(address).content.decode()

        assert not any(words in page for words in ("都没变", "搬家、搬走", "改正"))
        assert client.post(f"{address}check/", {"edition": "x"}).status_code == 403
        assert client.post(TAKE).status_code == 403


class TestANewcomer:
    def test_is_entered_in_the_room_one_came_from(self, enter: Enter) -> None:
        client = enter("heshuning")
        assert 'value="3-1-301"' in client.get(f"{NEW}?room=3-1-301").content.decode()
        page = client.post(
            NEW,
            {"name": "赵六", "id_number": number(6), "address": "3-1-301", "ground": "document", "kind": "floating"},
            follow=True,
        ).content.decode()

        assert "已登记" in page
        assert "赵*" in page

    def test_whose_likeness_is_there_is_asked_about(self, enter: Enter) -> None:
        client = enter("heshuning")
        child = {"name": "李四", "birth_on": "2024-05-01", "address": "3-1-301", "ground": "said"}
        client.post(NEW, child)
        asked = client.post(NEW, child)

        assert asked.status_code == 422
        assert "看过了，不是同一个人" in asked.content.decode()
        assert client.post(NEW, child | {"is_somebody_else": "on"}).status_code == 302

    def test_without_a_room_is_not_entered(self, enter: Enter) -> None:
        response = enter("heshuning").post(NEW, {"name": "赵六", "id_number": number(6), "ground": "said"})

        assert response.status_code == 422
        assert 'value="赵六"' in response.content.decode()


class TestTheList:
    def test_is_narrowed_counted_and_says_what_is_due(self, cast: Cast, enter: Enter) -> None:
        brought_in(cast, sheet(row(6, "赵六", "301", kind="流动人口")), on=date(2025, 1, 1))
        client = enter("heshuning")

        page = client.get(PEOPLE).content.decode()
        assert '<span class="count-beside">5</span>' in page
        assert "该核对的 1 人" in page
        due = client.get(f"{PEOPLE}?state=due").content.decode()
        assert "赵*" in due
        assert "曾*" not in due
        floating = client.post(PEOPLE, {"kind": "floating", "words": "zg"}).content.decode()
        assert "曾*" in floating
        assert "赵*" not in floating.partition("<tbody>")[2]
        nonsense = client.get(f"{PEOPLE}?kind=x&building=y&state=z").content.decode()
        assert '<span class="count-beside">5</span>' in nonsense

    def test_comes_as_a_workbook_masked_and_on_record(self, cast: Cast, enter: Enter) -> None:
        response = enter("heshuning").post(TAKE, {"kind": "floating"})
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
        page = book.active
        assert page is not None
        rows = [[cell.value or "" for cell in line] for line in page.iter_rows()]

        assert "何书宁" in str(rows[0][0])
        assert rows[1][0] == "姓名"
        assert [line[0] for line in rows[2:]] == ["曾*"]
        assert not any(number(4) in str(cell) or "19900000004" in str(cell) for line in rows for cell in line)
        with reading(cast.readers["shenji"]):
            assert Entry.objects.filter(action="residents.exported").count() == 1

    def test_longer_than_the_rule_allows_is_not_handed_out(
        self, cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def three(*, scope: str, on: date) -> ExportRule:
            del scope, on
            return ExportRule(most_rows=3)

        monkeypatch.setattr("linli.foundation.rulepacks.queries.exports", three)
        response = enter("heshuning").post(TAKE)

        assert response.status_code == 422
        assert "最多 3 人" in response.content.decode()
        with reading(cast.readers["shenji"]):
            assert not Entry.objects.filter(action="residents.exported").exists()

    def test_who_has_left_is_told_apart(self, cast: Cast, enter: Enter) -> None:
        end(cast.readers["heshuning"], page_of(cast.readers["heshuning"], "曾国"), reason="left")

        page = enter("heshuning").get(f"{PEOPLE}?state=gone").content.decode()
        assert "曾*" in page
        assert "王*" not in page

    def test_statements_do_not_grow_with_the_list(self, enter: Enter) -> None:
        assert counted(enter("heshuning"), PEOPLE) <= 12


class TestTheDayOfASheet:
    @pytest.mark.parametrize(("day", "status"), [("2026-01-05", 302), ("2099-01-01", 422), ("soon", 422)])
    def test_is_asked_and_kept(self, cast: Cast, enter: Enter, day: str, status: int) -> None:
        client = enter("heshuning")
        address = client.post(IMPORT, {"file": SimpleUploadedFile("a.xlsx", sheet(*FAMILY))})["Location"]
        fields = {"column1": "name", "column2": "id_number", "column4": "building", "column6": "room"}

        assert client.post(address, fields | {"stated_on": day}).status_code == status
        with reading(cast.readers["heshuning"]):
            assert (Upload.objects.get().stated_on == date(2026, 1, 5)) == (status == 302)


def test_the_panel_of_a_map_can_ask_who_lives_in_rooms(cast: Cast) -> None:
    clerk = cast.readers["heshuning"]
    present = page_of(clerk, "曾国").present
    assert present is not None
    with reading(clerk):
        assert [one.name for one in residents.people_in([present.dwelling], reader=clerk)[present.dwelling]] == ["曾*"]
