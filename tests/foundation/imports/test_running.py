"""Rows are read a thousand at a time; whoever watches may stop; faulty rows come back in their order."""

from uuid import UUID

from tests.foundation.imports.books import book

from linli.foundation.imports.faults import Fault
from linli.foundation.imports.intake.running import audit_data, given_back, go_on, in_batches
from linli.foundation.imports.intake.understand import SheetKind, understand
from linli.foundation.imports.sheets import read_sheet

KIND = SheetKind(fields=("name", "room"), aliases={"name": ("姓名",), "room": ("房号",)}, no_headings="none")


class TestInBatches:
    def test_all_rows_are_read_once_and_told(self) -> None:
        read: list[int] = []
        told: list[tuple[int, int]] = []
        done = in_batches(range(2500), read=read.extend, progress=lambda at, of: told.append((at, of)) is None)

        assert done
        assert read == list(range(2500))
        assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]

    def test_a_stop_counts_before_the_end_alone(self) -> None:
        read: list[int] = []
        assert not in_batches(range(1500), read=read.extend, progress=lambda at, _of: at > 1000)
        assert len(read) == 1000
        assert in_batches(range(500), read=read.extend, progress=lambda _at, _of: False)

    def test_no_row_is_no_batch(self) -> None:
        assert in_batches([], read=lambda _rows: None, progress=go_on)


def test_faulty_rows_come_back_in_the_sheet_s_order() -> None:
    prepared = understand(book([["姓名", "房号"], ["a", "1"], ["b", "2"]]), file_name="a.xlsx", kind=KIND)
    faulty = [(row, [Fault(column=1, reason="?")]) for row in reversed(prepared.below)]

    rows = read_sheet(given_back(prepared, faulty), file_name="b.xlsx").rows
    assert [row.text(0) for row in rows] == ["姓名", "a", "b"]
    assert given_back(prepared, []) == b""


def test_a_line_of_the_chain_has_ids_and_a_digest_of_them() -> None:
    ids = [UUID(int=1), UUID(int=2)]
    data = audit_data(ids, added=2)
    assert (data["added"], data["ids"]) == (2, [str(one) for one in ids])
    assert audit_data(reversed(ids))["digest"] != data["digest"]
