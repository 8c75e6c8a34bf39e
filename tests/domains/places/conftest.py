"""Two communities without buildings, and the purpose under which an import runs."""

from collections.abc import Iterator
from datetime import date

import pytest

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions as territory

COMMUNITY, NEXT_DOOR = "440305001001", "440305001002"


@pytest.fixture
def communities(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        territory.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
        territory.add_division(NEXT_DOOR, name="隔壁社区", from_on=date(2020, 1, 1))
        yield
