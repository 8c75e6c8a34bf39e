import json
from datetime import date
from threading import Thread
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from linli.foundation.audit import log
from linli.foundation.audit.models import Entry
from linli.foundation.audit.verify import verify
from linli.foundation.scope.context import become, reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.kernel.canon import canonical_json, chain_hash

COMMUNITY, OTHER = "110101001001", "110101001002"
JOB = job_reader(COMMUNITY)


def note(action: str = "case.opened", *, community: str = COMMUNITY, **data: object) -> None:
    log.record(action, community=community, subject_type="case", subject_id="c1", data=data)


def rows_as_auditor(territory: str = "1101") -> list[Entry]:
    become(Reader(territory=territory, purpose=Purpose.AUDIT))
    return list(Entry.objects.order_by("community", "number"))


@pytest.mark.django_db
class TestRecord:
    def test_a_row_repeats_what_its_hash_covers(self) -> None:
        with reading(JOB):
            note(until=date(2026, 11, 24), unit=UUID(int=7), parties=3)
        (row,) = rows_as_auditor()
        body = json.loads(row.payload)
        assert row.payload == canonical_json(body)
        assert (body["#"], body["actor"], body["action"]) == (1, "job", "case.opened")
        assert body["data"] == {"until": "2026-11-24", "unit": str(UUID(int=7)), "parties": 3}
        assert row.hash == chain_hash("", row.payload)

    def test_each_row_carries_the_hash_of_the_one_before(self) -> None:
        with reading(JOB):
            note()
            note("case.closed")
        first, second = rows_as_auditor()
        assert (second.number, second.previous) == (2, first.hash)

    def test_communities_have_chains_of_their_own(self) -> None:
        with reading(JOB):
            note()
            note(community=OTHER)
            note(community="")
        assert [(r.community, r.number) for r in rows_as_auditor()] == [("", 1), (COMMUNITY, 1), (OTHER, 1)]

    def test_many_rows_of_one_community_cost_one_statement(self) -> None:
        with reading(JOB), CaptureQueriesContext(connection) as queries:
            for _ in range(20):
                note()
            log.flush()
        assert len(queries) == 1

    def test_what_was_rolled_back_is_not_in_the_chain(self) -> None:
        with reading(JOB):
            note("case.opened")
            with transaction.atomic():
                note("case.closed")
                transaction.set_rollback(True)
            note("case.rated")
        assert [row.action for row in rows_as_auditor()] == ["case.opened", "case.rated"]

    @pytest.mark.parametrize("value", ["电梯又坏了", "two words", "13800000000", "11010119900101123X", "王"])
    def test_words_and_personal_numbers_do_not_enter(self, value: str) -> None:
        with reading(JOB), pytest.raises(log.NotACode):
            note(text=value)

    def test_a_digest_proves_a_text_and_differs_each_time(self) -> None:
        one, two = log.text_digest("电梯又坏了"), log.text_digest("电梯又坏了")
        assert one != two
        assert log.is_digest_of("电梯又坏了", one)
        assert not log.is_digest_of("电梯好了", one)
        with reading(JOB):
            note(text=one)


@pytest.mark.django_db
class TestWhoReads:
    @pytest.mark.parametrize("purpose", [p for p in Purpose if p is not Purpose.AUDIT])
    def test_only_the_auditor_reads(self, purpose: Purpose) -> None:
        with reading(JOB):
            note()
        become(Reader(territory=COMMUNITY, purpose=purpose))
        assert not Entry.objects.exists()

    def test_the_auditor_reads_the_territory_and_the_system(self) -> None:
        with reading(JOB):
            note()
            note(community="220101001001")
            note(community="")
        assert [row.community for row in rows_as_auditor("1101")] == ["", COMMUNITY]

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO audit_entry VALUES ('', 1, now(), '', '', '', '', '', '', '')",
            "UPDATE audit_entry SET actor = 'job'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "UPDATE audit_head SET count = 0",
            "INSERT INTO audit_head (community, count, hash) VALUES ('x', 0, '')",
        ],
    )
    def test_the_application_may_not_write_past_the_function(self, statement: str) -> None:
        become(Reader(territory=COMMUNITY, purpose=Purpose.AUDIT))
        with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_nobody_else_may_call_the_function(self, owner: psycopg.Connection[tuple[object, ...]]) -> None:
        found = owner.execute(
            "SELECT has_function_privilege('public', 'audit_append(text, jsonb)', 'EXECUTE')"
        ).fetchone()
        assert found == (False,)

    def test_a_row_of_one_chain_is_not_taken_into_another(self) -> None:
        body = canonical_json({"community": OTHER})
        with pytest.raises(Exception, match="offered to chain"), connection.cursor() as cursor:
            cursor.execute("SELECT audit_append(%s, %s::jsonb)", [COMMUNITY, json.dumps([body])])


@pytest.mark.usefixtures("committed_db")
def test_appends_at_the_same_time_never_break_the_chain() -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(25):
                with reading(JOB):
                    note()
                    note(community=OTHER)
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify()
    assert failed == []
    assert (report.ok, report.rows, report.faults) == (True, 200, ())
