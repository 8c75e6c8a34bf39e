"""The pages of residents: found by POST, masked, opened for a purpose; a sheet handed in, confirmed, given back."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import databases
from tests.domains.residents.test_importing import FAMILY, HEAD, brought_in, number, row, sheet
from tests.foundation.imports.test_bad_sheets import workbook
from tests.portals.workbench.conftest import session_key

from linli.domains.residents.tasks import read_upload
from linli.foundation.audit.models import Entry
from linli.foundation.imports.models import Upload
from linli.foundation.imports.sheets import read_sheet
from linli.foundation.imports.tasks import forget_uploads
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Enter = Callable[[str], Client]
PEOPLE, IMPORT = "/work/people/", "/work/people/import/"


@pytest.fixture
def enter(cast: Cast) -> Enter:
    """Give the browser of somebody who is logged in to a community of this test's own."""

    def entered(username: str) -> Client:
        client = Client()
        client.cookies["linli_session"] = session_key(cast.readers[username])
        return client

    return entered


def handed_in(client: Client, data: bytes, *, name: str = "居民.xlsx") -> str:
    """Hand a file in and return the address of its page."""
    response = client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.content.decode()[:2000]
    return str(response["Location"])


def confirmed(client: Client, address: str, **more: str) -> str:
    """Confirm the columns as they are suggested, have the job read the file, and return the page afterwards."""
    page = client.get(address).content.decode()
    chosen = {}
    for text in (part.partition("</select>")[0] for part in page.split("<select ")[1:]):
        column, field = re.search(r'name="(column\d+)"', text), re.search(r'value="(\w+)" selected', text)
        if column and field:
            chosen[column[1]] = field[1]
    response = client.post(address, chosen | {"source": "入户登记"} | more, follow=True)
    read_upload.func(upload_id=address.rstrip("/").rpartition("/")[2], community=COMMUNITY)
    assert response.status_code == 200
    return client.get(address).content.decode()


class TestPeople:
    def test_they_are_found_masked_and_by_post_alone(self, cast: Cast, enter: Enter) -> None:
        brought_in(cast, sheet(*FAMILY))
        client = enter("heshuning")

        page = client.post(PEOPLE, {"words": "小兰"}).content.decode()
        assert "李**" in page
        assert "小兰" not in page.replace('value="小兰"', "")
        assert "王*" in client.get(f"{PEOPLE}?words=小兰").content.decode()

    def test_a_short_word_and_nobody_are_said(self, cast: Cast, enter: Enter) -> None:
        brought_in(cast, sheet(*FAMILY))
        client = enter("heshuning")

        assert "至少写两个字" in client.post(PEOPLE, {"words": "王"}).content.decode()
        assert "没有找到" in client.post(PEOPLE, {"words": "没有的人"}).content.decode()

    def test_a_page_holds_nothing_in_full_before_and_after_it_is_shown(self, cast: Cast, enter: Enter) -> None:
        brought_in(cast, sheet(*FAMILY))
        client = enter("heshuning")
        link = re.search(
            r'href="(/work/people/[0-9a-f-]{36}/)"', client.post(PEOPLE, {"words": "王方"}).content.decode()
        )
        assert link is not None

        page = client.get(link[1])
        assert "户主" in page.content.decode()
        assert not any(text in page.content.decode() for text in ("王方", number(1), "19900000001"))
        assert "no-store" in page["Cache-Control"]

        refused = client.post(f"{link[1]}reveal/id/", {"purpose": "curiosity"})
        assert (refused.status_code, number(1) in refused.content.decode()) == (400, False)
        shown = client.post(
            f"{link[1]}reveal/id/", {"purpose": "verify_on_site"}, headers={"accept": "application/json"}
        )
        assert shown.json()["value"] == number(1)
        with reading(cast.readers["shenji"]):
            assert Entry.objects.filter(action="privacy.revealed", subject_type="person").count() == 1
        assert number(1) not in client.get(link[1]).content.decode()

    @pytest.mark.parametrize("who", ["wuye", "heshi", "xitong", "anquan", "shenji"])
    def test_whose_work_it_is_not_opens_nothing(self, enter: Enter, who: str) -> None:
        client = enter(who)

        for address in (PEOPLE, IMPORT):
            assert client.get(address).status_code == 403

    @pytest.mark.parametrize("who", ["wangge2", "jiedao", "zhiban"])
    def test_others_look_and_do_not_import(self, enter: Enter, who: str) -> None:
        client = enter(who)

        assert client.get(PEOPLE).status_code == 200
        assert client.get(IMPORT).status_code == 403


class TestImport:
    def test_from_the_file_to_the_people(self, cast: Cast, enter: Enter) -> None:
        client = enter("heshuning")
        address = handed_in(client, sheet(*FAMILY))
        page = confirmed(client, address)

        assert "已完成" in page
        assert "李**" in client.post(PEOPLE, {"words": "小兰"}).content.decode()
        with reading(cast.readers["heshuning"]):
            upload = Upload.objects.get()
            assert (upload.sealed, upload.counts["added"], upload.source) == (None, 4, "入户登记")

    def test_faulty_rows_come_back_and_import_as_they_are_when_corrected(self, enter: Enter) -> None:
        client = enter("heshuning")
        address = handed_in(client, sheet(FAMILY[0], row(5, "赵六", "9901")))
        assert "有问题的行" in confirmed(client, address)

        response = client.get(f"{address}faults.xlsx")
        assert "no-store" in response["Cache-Control"]
        back = read_sheet(response.content, file_name="b.xlsx")

        assert [line.text(1) for line in back.rows] == ["姓名*", "赵六"]

    def test_the_columns_are_shown_without_anybody_s_name_or_number(self, enter: Enter) -> None:
        client = enter("heshuning")
        page = client.get(handed_in(client, sheet(*FAMILY))).content.decode()

        assert "王*" in page
        assert not any(text in page for text in ("王方", "李小兰", number(1), "19900000001"))

    def test_what_was_confirmed_is_remembered(self, enter: Enter) -> None:
        client = enter("heshuning")
        head = [*HEAD[:1], "称呼", *HEAD[2:]]
        address = handed_in(client, sheet(FAMILY[0], head=[*head, "姓名"]))
        confirmed(client, address, column9="", column1="name")

        again = client.get(handed_in(client, sheet(FAMILY[1], head=[*head, "姓名"]))).content.decode()
        assert re.search(r'name="column1".*?value="name" selected', again, re.DOTALL)

    def test_a_column_of_names_under_another_heading_is_asked_for(self, cast: Cast, enter: Enter) -> None:
        client = enter("heshuning")
        address = handed_in(client, sheet(*FAMILY, head=[HEAD[0], "称呼", *HEAD[2:]]))
        assert 'value="name" selected' not in client.get(address).content.decode()

        assert "已完成" in confirmed(client, address, column1="name")
        with reading(cast.readers["heshuning"]):
            assert Upload.objects.get().counts["added"] == 4

    @pytest.mark.parametrize(
        ("said", "words"),
        [({"column1": "name"}, "要有楼栋和房号"), ({"column2": "id_number"}, "没有一列是姓名"),
         ({"column1": "name", "column2": "name"}, "选了两列")],
    )  # fmt: skip
    def test_a_wrong_choice_is_said_and_nothing_is_read(
        self, cast: Cast, enter: Enter, said: dict[str, str], words: str
    ) -> None:
        client = enter("heshuning")
        response = client.post(handed_in(client, sheet(*FAMILY)), said)

        assert response.status_code == 422
        assert words in response.content.decode()
        with reading(cast.readers["heshuning"]):
            assert Upload.objects.get().state == "waiting"

    def test_a_column_that_the_law_keeps_out_cannot_be_chosen(self, enter: Enter) -> None:
        client = enter("heshuning")
        page = client.get(handed_in(client, sheet([*FAMILY[0], "否"], head=[*HEAD, "是否吸毒"]))).content.decode()

        assert "禁毒法" in page
        assert 'name="column9"' not in page

    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "a.xlsx", "空的"),
            (b"%PDF-1.7", "a.pdf", "不是电子表格"),
            (b"\xff\xfe\xff\xff\x81", "a.csv", "字符"),
            (lambda: sheet(*FAMILY)[:-300], "a.xlsx", "损坏"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
            (lambda: workbook(iter(['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])), "a.xlsx", "铺得太大"),
            (lambda: workbook(f'<row r="{row}"/>' for row in range(2, 50_000)), "a.xlsx", "姓名"),
            pytest.param(
                lambda: workbook(" " * 1024 * 1024 for _mib in range(520)), "a.xlsx", "512", marks=pytest.mark.machine
            ),
        ],
    )
    def test_what_is_no_sheet_is_one_sentence(
        self, cast: Cast, enter: Enter, data: bytes | Callable[[], bytes], name: str, words: str
    ) -> None:
        held = data() if callable(data) else data
        response = enter("heshuning").post(IMPORT, {"file": SimpleUploadedFile(name, held)})

        assert response.status_code == 422
        assert words in response.content.decode()
        with reading(cast.readers["heshuning"]):
            assert not Upload.objects.exists()

    def test_a_file_can_be_put_aside_before_it_is_read(self, cast: Cast, enter: Enter) -> None:
        client = enter("heshuning")
        address = handed_in(client, sheet(*FAMILY))

        assert "已停止" in client.post(f"{address}stop/", follow=True).content.decode()
        with reading(cast.readers["heshuning"]):
            assert Upload.objects.get().sealed is None

    def test_a_job_begun_again_reads_the_file_once(self, cast: Cast, enter: Enter) -> None:
        client = enter("heshuning")
        address = handed_in(client, sheet(*FAMILY))
        confirmed(client, address)
        read_upload.func(upload_id=address.rstrip("/").rpartition("/")[2], community=COMMUNITY)

        with reading(cast.readers["heshuning"]):
            assert Upload.objects.get().counts["added"] == 4

    def test_old_files_are_forgotten(self, cast: Cast, enter: Enter) -> None:
        handed_in(enter("heshuning"), sheet(*FAMILY))
        with databases.kept_owner_of(databases.current()) as owner:
            owner.execute("UPDATE imports_upload SET created_at = now() - interval '8 days'")
        forget_uploads.func(timestamp=0)

        with reading(cast.readers["heshuning"]):
            assert not Upload.objects.exists()

    def test_another_community_s_file_is_not_there(self, enter: Enter) -> None:
        address = handed_in(enter("heshuning"), sheet(*FAMILY))

        for who in ("wangge2", "jiedao"):
            assert enter(who).get(address).status_code == 403
