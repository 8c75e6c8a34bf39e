"""Standing as another reader ends with the block, whatever becomes of it."""

import pytest
from django.db import DatabaseError, connection, transaction

from linli.foundation.scope.context import current_reader, reading, standing_as
from linli.foundation.scope.reader import Reader

pytestmark = pytest.mark.django_db
GRID, COMMUNITY = Reader(id="job", territory="990101001001002"), Reader(id="job", territory="990101001001")


def territory_of_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('linli.territory')")
        return str(cursor.fetchone()[0])


def standing() -> tuple[str, str]:
    """What the program and the database take the reader's territory for."""
    return current_reader().territory, territory_of_the_database()


class TestStandingAs:
    def test_it_holds_for_the_block_alone(self) -> None:
        with reading(GRID):
            with standing_as(COMMUNITY):
                assert standing() == (COMMUNITY.territory, COMMUNITY.territory)
            assert standing() == (GRID.territory, GRID.territory)

    def test_an_error_ends_it_too(self) -> None:
        with reading(GRID):
            with pytest.raises(LookupError), standing_as(COMMUNITY):
                raise LookupError
            assert standing() == (GRID.territory, GRID.territory)

    def test_so_does_a_statement_that_the_database_refuses(self) -> None:
        with reading(GRID):
            with pytest.raises(DatabaseError), transaction.atomic(), standing_as(COMMUNITY):
                connection.cursor().execute("SELECT 1 / 0")
            assert standing() == (GRID.territory, GRID.territory)

    def test_the_same_reader_costs_nothing(self, django_assert_num_queries: object) -> None:
        with reading(GRID), django_assert_num_queries(0), standing_as(GRID):  # type: ignore[operator]
            assert current_reader() == GRID
