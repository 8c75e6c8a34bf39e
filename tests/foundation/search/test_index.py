"""Two characters find a matter, inside the reader's own area, by an index that the application log-in really uses."""

from uuid import UUID

import pytest
from django.db import connection

from linli.foundation.search import index
from linli.foundation.search.models import Document
from linli.kernel.uuid7 import new_id

ANHE, NANSHAN, OTHER_STREET = "330106001001", "330106001002", "330106002001"

pytestmark = pytest.mark.django_db


def findable(text: str, *wholes: str, community: str = ANHE) -> index.Findable:
    return index.Findable(id=new_id(), community=community, text=text, wholes=wholes)


def written(text: str, *, community: str = ANHE, kind: str = "case") -> UUID:
    subject = new_id()
    index.put(kind, subject, community, text)
    return subject


class TestFinding:
    def test_two_characters_are_enough(self) -> None:
        lift = written("三号楼电梯又坏了")
        written("东门路灯不亮")
        assert index.find("case", "电梯", "", 10) == [lift]

    def test_all_pieces_must_be_there(self) -> None:
        written("电梯很好")
        broken = written("电梯坏了")
        assert index.find("case", "电梯 坏了", "", 10) == [broken]

    @pytest.mark.parametrize("query", ["", "梯", "、", "a"])
    def test_one_character_finds_nothing_and_says_so(self, query: str) -> None:
        written("三号楼电梯又坏了")
        assert not index.is_searchable(query)
        assert index.find("case", query, "", 10) == []

    @pytest.mark.parametrize(
        ("scope", "count"),
        [("", 3), ("33", 3), ("330106", 3), ("330106001", 2), (ANHE, 1), (ANHE + "003", 1), ("330107", 0)],
    )
    def test_a_scope_holds_what_lies_in_it(self, scope: str, count: int) -> None:
        for community in (ANHE, NANSHAN, OTHER_STREET):
            written("电梯坏了", community=community)
        assert len(index.find("case", "电梯", scope, 10)) == count

    def test_another_kind_is_not_found(self) -> None:
        written("电梯坏了", kind="notice")
        assert index.find("case", "电梯", "", 10) == []

    def test_the_newest_come_first_and_pages_continue_below(self) -> None:
        subjects = [written(f"电梯坏了 {number}") for number in range(5)]
        first = index.find("case", "电梯", ANHE, 2)
        assert first == [subjects[4], subjects[3]]
        assert index.find("case", "电梯", ANHE, 9, before=first[-1]) == [subjects[2], subjects[1], subjects[0]]


class TestKeeping:
    def test_a_changed_text_is_found_by_its_new_words_alone(self) -> None:
        subject = written("电梯坏了")
        index.put("case", subject, ANHE, "路灯不亮")
        assert index.find("case", "电梯", "", 10) == []
        assert index.find("case", "路灯", "", 10) == [subject]

    def test_a_forgotten_subject_is_gone(self) -> None:
        subject = written("电梯坏了")
        index.forget(subject)
        assert not Document.objects.filter(id=subject).exists()

    def test_putting_takes_one_statement(self, django_assert_num_queries: pytest.FixtureRequest) -> None:
        with django_assert_num_queries(1):  # type: ignore[operator]
            index.put_many("case", [findable("电梯坏了"), findable("路灯不亮")])

    def test_neither_text_nor_area_can_be_read_from_the_digests(self) -> None:
        subject = written("电梯")
        digests = Document.objects.get(id=subject).digests
        assert len(digests) == 4  # one piece; district, street, community
        assert not {int.from_bytes(piece.encode()[:4], "big", signed=True) for piece in ("电梯", ANHE)} & set(digests)


class TestWholes:
    def test_a_number_is_found_as_a_whole_and_in_its_area(self) -> None:
        here, elsewhere = findable("", "19900000001", "wf"), findable("", "19900000001", community=OTHER_STREET)
        index.put_many("person", [here, elsewhere])

        assert list(index.found_whole("person", "19900000001", ANHE)) == [here.id]
        assert set(index.found_whole("person", "19900000001", ANHE[:6])) == {here.id, elsewhere.id}
        assert list(index.found_whole("person", "wf", ANHE[:9])) == [here.id]
        for other in ("1990000000", "0000001", "w"):
            assert not index.found_whole("person", other, ANHE).exists()
        assert not index.found_whole("case", "19900000001", ANHE).exists()


class TestSpeed:
    ROWS = 8_000

    def plan(self, query: str, scope: str) -> str:
        sql, parameters = index.found("case", query, scope)[:50].query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("linli_app",)
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF, SUMMARY OFF) {sql}", parameters)
            return "\n".join(line for (line,) in cursor.fetchall())

    @pytest.fixture(autouse=True)
    def many(self) -> None:
        """Write many matters of one street, of which every hundredth tells of a lift."""
        words = ("楼道灯不亮", "垃圾没有清运", "消防通道堆物", "水管渗水到楼下")
        index.put_many(
            "case",
            [
                findable(
                    "电梯坏了" if number % 100 == 0 else words[number % 4], community=f"3301060010{number % 40:02d}"
                )
                for number in range(self.ROWS)
            ],
        )

    def test_the_application_log_in_uses_the_index(self) -> None:
        for scope in ("330106001", "330106001020", "330106001020003"):
            plan = self.plan("电梯", scope)
            assert "search_document_digests" in plan
            assert "Seq Scan" not in plan
