from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from linli.foundation.audit import log
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader

COMMUNITY = "110101001001"


@pytest.fixture(autouse=True)
def heads_of_this_test(settings: LazySettings, tmp_path: Path) -> None:
    """Give each test its own keys and its own file of signed heads, as its database starts empty too."""
    settings.DATA = tmp_path


@pytest.fixture
def write() -> Callable[..., None]:
    """Write a number of rows, each in a transaction of its own."""

    def written(count: int, *, community: str = COMMUNITY) -> None:
        for number in range(count):
            with reading(job_reader(community)):
                log.record("case.opened", community=community, subject_type="case", subject_id=f"c{number}")

    return written
