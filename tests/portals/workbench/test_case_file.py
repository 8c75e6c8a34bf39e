"""The printed case file, read back: Chinese that can be selected, page numbers, tags, hashes that can be reckoned."""

import io
import json
import time
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import databases
from tests.portals.workbench.conftest import page_of, take

from linli.domains.cases import facade as cases
from linli.foundation.privacy.reveal import RevealPurpose
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
PHONE = "19900000366"
TOLD = f"楼道灯坏了，打 {PHONE} 找我"


def file_of(case_id: UUID) -> str:
    return reverse("workbench:case_file", args=[case_id])


def taken(desk: Client, case_id: UUID, **form: str) -> pypdf.PdfReader:
    answer = desk.post(file_of(case_id), form)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return pypdf.PdfReader(io.BytesIO(answer.content))


def words(pdf: pypdf.PdfReader) -> str:
    return "".join(page.extract_text() for page in pdf.pages).replace("\n", "")


def chained(action: str) -> int:
    with databases.kept_owner_of(databases.current()) as owner:
        row = owner.execute(
            "SELECT count(*) FROM audit_entry WHERE community = %s AND action = %s", [COMMUNITY, action]
        ).fetchone()
    assert row is not None
    return int(row[0])


class TestCaseFile:
    def test_facts_story_and_page_numbers_can_be_read_back(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report(TOLD)
        pdf = taken(desk_of("heshuning"), case_id)
        text = words(pdf)
        for wanted in ("楼道灯坏了", "柳岸社区", "收到报事", "期限", f"1 / {len(pdf.pages)}"):
            assert wanted in text
        assert f"{timezone.localdate().year} 年" in text, "an archive reads it in later years"
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].startswith("zh")
        assert "案卷" in str(pdf.metadata.title if pdf.metadata else "")

    def test_each_hash_can_be_reckoned_by_anybody(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id = report(TOLD)
        take(town, "heshuning", case_id, "note", text="看过了", audience="internal")
        pdf = taken(desk_of("heshuning"), case_id)
        rows = json.loads(pdf.attachments["audit-chain.json"][0])
        entries = page_of(town, "heshuning", case_id).entries
        assert [row["entry"] for row in rows] == [entry.number for entry in entries]
        for row in rows:
            assert sha256(f"{row['previous']}\n{row['payload']}".encode()).hexdigest() == row["hash"]
            assert row["hash"] in words(pdf)
        with databases.kept_owner_of(databases.current()) as owner:
            kept = owner.execute(
                "SELECT hash FROM audit_entry WHERE community = %s AND number = %s", [COMMUNITY, rows[-1]["number"]]
            ).fetchone()
        assert kept == (rows[-1]["hash"],)

    def test_numbers_are_masked_unless_a_purpose_is_named(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report(TOLD, contact=cases.ContactInput(name="王示例", phone=PHONE))
        clerk = desk_of("heshuning")
        assert PHONE not in words(taken(clerk, case_id))
        before, shown = chained("case.file_taken"), chained("privacy.revealed")
        refused = clerk.post(file_of(case_id), {"numbers": "full"})
        assert refused.status_code == 422
        assert 'value="full" checked' in refused.content.decode()
        assert (chained("case.file_taken"), chained("privacy.revealed")) == (before, shown)
        purpose = RevealPurpose.CONTACT.value
        full = words(taken(clerk, case_id, numbers="full", purpose=purpose))
        assert PHONE in full
        assert "王示例" in full
        assert (chained("case.file_taken"), chained("privacy.revealed")) == (before + 1, shown + 2)

    def test_a_unit_takes_what_it_may_read_and_never_full_numbers(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = report("3 号楼电梯又停了，门关不上", contact=cases.ContactInput(name="王示例", phone=PHONE))
        take(town, "heshuning", case_id, "note", text="站里内部的话", audience="internal")
        unit = next(
            name
            for name in ("wuye", "dianti")
            if desk_of(name).get(reverse("workbench:case", args=[case_id])).status_code == 200
        )
        pdf = taken(desk_of(unit), case_id)
        assert "站里内部的话" not in words(pdf)
        assert "王示例" not in words(pdf)
        rows = json.loads(pdf.attachments["audit-chain.json"][0])
        assert {row["entry"] for row in rows} == {entry.number for entry in page_of(town, unit, case_id).entries}
        sent = {"numbers": "full", "purpose": RevealPurpose.CONTACT.value}
        assert desk_of(unit).post(file_of(case_id), sent).status_code == 422

    def test_a_stranger_finds_no_file(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report(TOLD)
        assert desk_of("shichang").post(file_of(case_id)).status_code == 404
        assert desk_of("shenji").get(file_of(case_id)).status_code == 403

    def test_words_are_never_read_as_markup(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report("#panic() *粗* $x$ `读` <b> 楼道灯坏了 @谁 //")
        assert "#panic() *粗* $x$ `读` <b> 楼道灯坏了 @谁 //" in words(taken(desk_of("heshuning"), case_id))

    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_more_than_three_hundred_entries(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id = report(TOLD)
        for number in range(320):
            take(town, "heshuning", case_id, "note", text=f"第 {number} 次看过", audience="internal")
        began = time.monotonic()
        pdf = taken(desk_of("heshuning"), case_id)
        assert time.monotonic() - began < 20
        text = words(pdf)
        assert "第 0 次看过" in text
        assert "第 319 次看过" in text
        assert len(pdf.pages) > 10
