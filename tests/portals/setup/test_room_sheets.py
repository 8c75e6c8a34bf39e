"""The pages of room sheets: handed in, understood, looked at, confirmed, given back; sheets to fetch."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.foundation.imports.books import book
from tests.portals.setup.conftest import COMMUNITY, SET_UP, STREET, squares

from linli.domains.places import facade as places
from linli.domains.places.tasks import read_upload
from linli.foundation.accounts.roles import Role
from linli.foundation.imports import sheets
from linli.foundation.imports.models import Upload
from linli.foundation.imports.sheets import read_sheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.kernel.geo import Datum

Enter = Callable[..., Client]
BUILDINGS = f"/work/setup/{COMMUNITY}/buildings/"
SHEETS = f"{BUILDINGS}rooms/sheet/"
HEAD = ["楼栋", "单元", "楼层", "房号", "所有人"]
ROWS = [["1号楼", "1", "1", "101", "某某甲"], ["1号楼", "1", "2", "201", "某某乙"]]
BAD = ["9号楼", "1", "1", "101", "某某丙"]
COLUMNS = {"column0": "building", "column1": "stair", "column2": "floor", "column3": "room"}


@pytest.fixture(autouse=True)
def building(founded: None) -> None:  # noqa: ARG001 - the community stands
    with reading(SET_UP):
        places.import_buildings(COMMUNITY, squares(1, name="1号楼").read(), datum=Datum.WGS84)


def sheet(*rows: list[str], head: list[str] | None = None) -> bytes:
    return book([head or HEAD, *(rows or ROWS)], name="房屋")


def hand_in(browser: Client, data: bytes, *, name: str = "rooms.xlsx") -> str:
    answer = browser.post(SHEETS, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def read(address: str) -> None:
    read_upload.func(upload_id=address.rstrip("/").rpartition("/")[2], community=COMMUNITY)


def count() -> int:
    with reading(SET_UP):
        return places.count_dwellings(COMMUNITY)


def files() -> list[Upload]:
    with reading(job_reader(COMMUNITY)):
        return list(Upload.objects.all())


class TestASheetComesIn:
    def test_its_columns_are_suggested_and_nobody_s_name_is_shown(self, enter: Enter) -> None:
        browser = enter()
        page = browser.get(hand_in(browser, sheet())).content.decode()

        chosen = re.findall(r'<option value="(\w+)" selected', page)
        assert chosen == ["building", "stair", "floor", "room"]
        assert "1号楼" in page
        assert "某某甲" not in page

    def test_it_is_looked_at_before_anything_is_stored(self, enter: Enter) -> None:
        browser = enter()
        page = browser.post(hand_in(browser, sheet(*ROWS, BAD)), COLUMNS)

        preview = page.context["preview"]
        assert (preview.new, preview.there, len(preview.refused), count()) == (2, 0, 1, 0)
        assert "9号楼" in page.content.decode()
        assert "2 floors" in page.content.decode()
        assert files()[0].state == "waiting"

    def test_what_was_looked_at_goes_in_and_the_rest_comes_back(self, enter: Enter) -> None:
        browser = enter()
        address = hand_in(browser, sheet(*ROWS, BAD))
        waiting = browser.post(address, {**COLUMNS, "make": "1"}, follow=True).content.decode()
        assert 'hx-trigger="every 2s"' in waiting
        read(address)
        page = browser.get(address).content.decode()

        assert "Fetch the faulty rows" in page
        assert count() == 2
        given_back = browser.get(f"{address}faults.xlsx")
        assert "no-store" in given_back["Cache-Control"]
        rows = read_sheet(given_back.content, file_name="e.xlsx").rows
        assert [cell.text for cell in rows[1].cells][:6] == [*BAD, "4"]

    def test_corrected_the_faulty_rows_import_as_they_are(self, enter: Enter) -> None:
        browser = enter()
        address = hand_in(browser, sheet(BAD))
        browser.post(address, {**COLUMNS, "make": "1"})
        read(address)
        rows = read_sheet(browser.get(f"{address}faults.xlsx").content, file_name="e.xlsx").rows
        corrected = book([[cell.text for cell in row.cells] for row in rows])
        fixed = book([[text.replace("9号楼", "1号楼") for text in map(str, row)] for row in _texts(corrected)])
        again = hand_in(browser, fixed)
        browser.post(again, {**COLUMNS, "make": "1"})
        read(again)

        assert (count(), browser.get(f"{again}faults.xlsx").status_code) == (1, 404)

    def test_a_second_time_there_is_nothing_to_import(self, enter: Enter) -> None:
        browser = enter()
        for _time in range(2):
            address = hand_in(browser, sheet())
            preview = browser.post(address, COLUMNS)
            browser.post(address, {**COLUMNS, "make": "1"})
            read(address)
        assert "nothing to import" in preview.content.decode()
        assert count() == 2

    def test_what_was_confirmed_is_remembered_also_for_the_faulty_rows(self, enter: Enter) -> None:
        browser = enter()
        head = ["甲栏", *HEAD[1:]]
        address = hand_in(browser, sheet(*ROWS, BAD, head=head))
        assert "are needed" in browser.post(address, {**COLUMNS, "column0": ""}).content.decode()
        browser.post(address, {**COLUMNS, "make": "1"})
        read(address)
        given_back = browser.get(f"{address}faults.xlsx").content

        for data in (sheet(head=head), given_back):
            page = browser.get(hand_in(browser, data)).content.decode()
            assert re.findall(r'<option value="(\w+)" selected', page)[0] == "building"

    def test_a_wrong_choice_is_said_and_nothing_is_read(self, enter: Enter) -> None:
        browser = enter()
        answer = browser.post(hand_in(browser, sheet()), {"column0": "building", "column1": "building", "make": "1"})
        assert (answer.status_code, files()[0].state) == (422, "waiting")

    def test_it_can_be_put_aside(self, enter: Enter) -> None:
        browser = enter()
        address = hand_in(browser, sheet())
        assert "Stopped" in browser.post(f"{address}stop/", follow=True).content.decode()
        assert (files()[0].sealed, count()) == (None, 0)

    def test_a_job_begun_again_reads_it_once(self, enter: Enter) -> None:
        browser = enter()
        address = hand_in(browser, sheet())
        browser.post(address, {**COLUMNS, "make": "1"})
        read(address)
        read(address)
        assert files()[0].counts["added"] == 2


def _texts(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_sheet(data, file_name="e.xlsx").rows]


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 2_000_000)
    return buffer.getvalue()


class TestWhatIsNoSheet:
    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "a.xlsx", "The file is empty."),
            (b"%PDF-1.7", "a.pdf", "no spreadsheet"),
            (sheet()[:-300], "a.xlsx", "damaged"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 3, "a.xlsx", "password"),
            (b"\xff\xfe\xff\xff\x81", "a.csv", "characters"),
            (_bomb(), "a.xlsx", "512 MB"),
            (book([["甲"], ["乙"]]), "a.xlsx", "headings"),
            ((",".join(["房号"] * 201) + "\n").encode(), "a.csv", "200 columns"),
            (("房号\n" + "3-1-101\n" * 20).encode(), "a.csv", "200,000 rows"),
        ],
    )  # fmt: skip
    def test_is_one_sentence_and_nothing_is_kept(
        self, enter: Enter, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str, words: str
    ) -> None:
        monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000_000)
        monkeypatch.setattr(sheets, "MOST_ROWS", 15)
        answer = enter().post(SHEETS, {"file": SimpleUploadedFile(name, data)})

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert (files(), count()) == ([], 0)

    @pytest.mark.machine
    def test_a_million_empty_rows_weigh_nothing(self, enter: Enter) -> None:
        data = book([HEAD, ROWS[0], *[[]] * 5], widths={0: 20})
        rows = "房号\n3-1-101\n" + "\n" * 1_000_000
        browser = enter()
        hand_in(browser, data)
        hand_in(browser, rows.encode(), name="a.csv")
        assert sorted(one.rows for one in files()) == [1, 1]

    def test_no_file_and_one_too_large(self, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = enter()
        assert browser.post(SHEETS).status_code == 422
        monkeypatch.setattr(sheets, "MOST_BYTES", 100)
        answer = browser.post(SHEETS, {"file": SimpleUploadedFile("a.xlsx", sheet())})
        assert (answer.status_code, files()) == (422, [])
        assert "larger" in answer.content.decode()


class TestWhoMay:
    def test_only_those_who_lay_dwellings_out(self, enter: Enter) -> None:
        browser = enter(Role.CLERK, COMMUNITY)
        for address in (SHEETS, f"{SHEETS}empty.xlsx", f"{BUILDINGS}rooms.xlsx"):
            assert browser.get(address).status_code == 403
        assert browser.post(SHEETS, {"file": SimpleUploadedFile("a.xlsx", sheet())}).status_code == 403

    def test_another_territory_is_not_there(self, enter: Enter) -> None:
        browser = enter()
        address = hand_in(browser, sheet())
        assert browser.get(SHEETS.replace(COMMUNITY, f"{STREET}009")).status_code == 404
        assert browser.get(address.replace(COMMUNITY, f"{STREET}009")).status_code == 404

    def test_a_sheet_is_its_administrator_s_alone_and_residents_files_never(self, enter: Enter) -> None:
        browser = enter()
        address = hand_in(browser, sheet())
        with reading(job_reader(COMMUNITY)):
            Upload.objects.update(account="01a20dbc-3c65-74a0-8c11-59b74bc15ca3")
        assert browser.get(address).status_code == 404
        assert "rooms.xlsx" not in browser.get(SHEETS).content.decode()

        other = hand_in(browser, sheet())
        with reading(job_reader(COMMUNITY)):
            Upload.objects.update(kind="residents")
        assert browser.get(other).status_code == 404


class TestSheetsToFetch:
    def test_an_empty_one_with_the_buildings(self, enter: Enter) -> None:
        answer = enter().get(f"{SHEETS}empty.xlsx")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        assert "no-store" in answer["Cache-Control"]
        assert _texts(answer.content) == [["楼栋", "单元", "楼层", "房号"], ["1号楼"]]

    def test_the_rooms_there_are(self, enter: Enter) -> None:
        browser = enter()
        assert "rooms.xlsx" not in browser.get(BUILDINGS).content.decode()
        address = hand_in(browser, sheet())
        browser.post(address, {**COLUMNS, "make": "1"})
        read(address)

        assert "rooms.xlsx" in browser.get(BUILDINGS).content.decode()
        assert _texts(browser.get(f"{BUILDINGS}rooms.xlsx").content)[1:] == [
            ["1号楼", "1", "1", "101"], ["1号楼", "1", "2", "201"],
        ]  # fmt: skip

    def test_the_ways_there(self, enter: Enter) -> None:
        browser = enter()
        assert SHEETS in browser.get(BUILDINGS).content.decode()
        assert SHEETS in browser.get(f"{BUILDINGS}rooms/").content.decode()
        assert "1 room" not in browser.get(SHEETS).content.decode()
