from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from linli.foundation.audit import heads
from linli.foundation.audit.chain import Fault, FaultKind
from linli.foundation.audit.verify import verify
from linli.kernel.canon import chain_hash

COMMUNITY = "110101001001"
Owner = psycopg.Connection[tuple[object, ...]]
Write = Callable[..., None]


def found() -> list[tuple[FaultKind, int, int]]:
    return [(fault.kind, fault.number, fault.until) for fault in verify(COMMUNITY).faults]


def recompute(owner: Owner, *, start: int) -> None:
    """Make a chain agree with itself again from a row on, as somebody who owns the tables could."""
    rows = owner.execute("SELECT number, payload, previous, hash FROM audit_entry ORDER BY number").fetchall()
    previous = ""
    for number, payload, _, old in rows:
        fresh = chain_hash(previous, str(payload)) if int(str(number)) >= start else str(old)
        owner.execute("UPDATE audit_entry SET previous = %s, hash = %s WHERE number = %s", [previous, fresh, number])
        previous = fresh
    owner.execute("UPDATE audit_head SET count = %s, hash = %s", [len(rows), previous])


@pytest.mark.usefixtures("committed_db")
class TestVerify:
    def test_an_untouched_chain_is_sound(self, write: Write) -> None:
        write(5)
        report = verify()
        assert (report.ok, report.rows, report.chains) == (True, 5, 1)

    def test_an_altered_column_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("UPDATE audit_entry SET actor = 'public' WHERE number = 3")
        assert found() == [(FaultKind.ALTERED, 3, 0)]

    def test_an_altered_text_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("UPDATE audit_entry SET payload = replace(payload, 'opened', 'closed') WHERE number = 3")
        assert found() == [(FaultKind.ALTERED, 3, 0)]

    def test_a_row_altered_with_its_hash_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute(
            "UPDATE audit_entry SET subject_id = 'c9', payload = replace(payload, '\"c2\"', '\"c9\"') WHERE number = 3"
        )
        owner.execute(
            "UPDATE audit_entry SET hash = encode(sha256(convert_to(previous || E'\\n' || payload, 'UTF8')), 'hex')"
            " WHERE number = 3"
        )
        assert found() == [(FaultKind.ALTERED, 3, 0)]

    def test_a_removed_row_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("DELETE FROM audit_entry WHERE number = 3")
        assert found() == [(FaultKind.REMOVED, 3, 0)]

    def test_rows_removed_and_the_rest_renumbered_are_named(self, write: Write, owner: Owner) -> None:
        write(6)
        owner.execute("DELETE FROM audit_entry WHERE number IN (3, 4)")
        owner.execute("UPDATE audit_entry SET number = number - 2 WHERE number > 4")
        owner.execute("UPDATE audit_head SET count = 4")
        assert (FaultKind.REMOVED, 3, 4) in found()

    def test_a_row_put_in_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        for number in (5, 4, 3):
            owner.execute("UPDATE audit_entry SET number = %s WHERE number = %s", [number + 1, number])
        owner.execute(
            "INSERT INTO audit_entry SELECT community, 3, at, actor, action, subject_type, subject_id, payload, hash,"
            " encode(sha256(convert_to(hash || E'\\n' || payload, 'UTF8')), 'hex') FROM audit_entry WHERE number = 2"
        )
        owner.execute("UPDATE audit_head SET count = 6")
        assert (FaultKind.INSERTED, 3, 0) in found()

    def test_a_row_put_at_the_end_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute(
            "INSERT INTO audit_entry SELECT community, 6, at, actor, action, subject_type, subject_id,"
            " replace(payload, '\"#\":5', '\"#\":6'), hash, '' FROM audit_entry WHERE number = 5"
        )
        recompute(owner, start=6)
        assert found() == [(FaultKind.INSERTED, 6, 0)]

    def test_a_cut_tail_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("DELETE FROM audit_entry WHERE number > 3")
        owner.execute("UPDATE audit_head SET count = 3, hash = (SELECT hash FROM audit_entry WHERE number = 3)")
        assert found() == [(FaultKind.CUT_TAIL, 4, 5)]

    def test_a_chain_that_is_gone_altogether_is_missed(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("DELETE FROM audit_entry")
        owner.execute("DELETE FROM audit_head")
        assert [(f.community, f.kind, f.until) for f in verify().faults] == [(COMMUNITY, FaultKind.CUT_TAIL, 5)]

    def test_a_chain_computed_anew_by_the_owner_is_found_where_it_begins(self, write: Write, owner: Owner) -> None:
        write(8)
        owner.execute(
            "UPDATE audit_entry SET actor = 'public', payload = replace(payload, '\"job\"', '\"public\"')"
            " WHERE number = 4"
        )
        recompute(owner, start=4)
        assert found() == [(FaultKind.HEAD_MISMATCH, 4, 0)]

    def test_a_head_that_disagrees_with_its_rows_is_named(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("UPDATE audit_head SET hash = 'x'")
        assert found() == [(FaultKind.HEAD_MISMATCH, 5, 0)]

    def test_one_broken_chain_leaves_the_others_sound(self, write: Write, owner: Owner) -> None:
        write(3)
        write(3, community="110101001002")
        owner.execute("UPDATE audit_entry SET actor = 'public' WHERE number = 2 AND community = %s", [COMMUNITY])
        assert verify().faults == (Fault(kind=FaultKind.ALTERED, community=COMMUNITY, number=2),)


@pytest.mark.usefixtures("committed_db")
class TestSignedHeads:
    def test_a_server_killed_between_commit_and_signature_is_no_fault(self, write: Write) -> None:
        write(5)
        lines = heads.path().read_text().splitlines()
        heads.path().write_text("\n".join(lines[:-1]))  # the last "kept" line was never written
        assert verify().ok

    def test_a_signature_that_cannot_be_written_after_the_commit_fails_nothing(
        self, write: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written = heads.append

        def full_disk(kind: heads.Kind, **head: Any) -> None:
            if kind is heads.Kind.KEPT:
                raise OSError("No space left on device")
            written(kind, **head)

        monkeypatch.setattr(heads, "append", full_disk)
        write(2)
        report = verify()
        assert (report.ok, report.rows) == (True, 2)

    def test_a_torn_line_is_counted_and_spoils_nothing(self, write: Write) -> None:
        write(2)
        with heads.path().open("a") as file:
            file.write('\n{"at":"2026')
        write(1)
        report = verify()
        assert (report.ok, report.torn_lines) == (True, 1)

    def test_a_changed_line_is_named(self, write: Write) -> None:
        write(3)
        heads.path().write_text(heads.path().read_text().replace('"count":1', '"count":9', 1))
        assert [(f.kind, f.number) for f in verify().faults] == [(FaultKind.HEAD_FORGED, 2)]

    def test_a_restored_backup_is_no_cut_tail_once_it_is_noted(self, write: Write, owner: Owner) -> None:
        write(5)
        owner.execute("DELETE FROM audit_entry WHERE number > 3")
        hash_ = owner.execute("SELECT hash FROM audit_entry WHERE number = 3").fetchone()
        assert hash_ is not None
        owner.execute("UPDATE audit_head SET count = 3, hash = %s", [hash_[0]])
        heads.note_restored({COMMUNITY: (3, str(hash_[0]))})
        assert verify().ok
        write(2)
        assert verify().ok

    def test_compacting_keeps_what_proves_the_chain(self, write: Write, owner: Owner) -> None:
        write(6)
        last = max(line for line in heads.read().kept[COMMUNITY])
        dropped = heads.compact(now=_in_a_month())
        assert (last, dropped) == (6, 11)
        assert verify().ok
        owner.execute("UPDATE audit_entry SET actor = 'public', payload = replace(payload, '\"job\"', '\"public\"')")
        recompute(owner, start=1)
        assert found() == [(FaultKind.HEAD_MISMATCH, 1, 6)]


def _in_a_month() -> datetime:
    return timezone.now() + timedelta(days=30)
