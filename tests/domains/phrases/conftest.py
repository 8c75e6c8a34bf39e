"""What a test writes beside the demo's templates is gone afterwards."""

from collections.abc import Iterator

import pytest
from tests import databases

from linli.project.demo.readers import Cast


@pytest.fixture
def clean(cast: Cast) -> Iterator[None]:  # noqa: ARG001 - the community stands
    yield
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM phrases_phrase WHERE name = '试'")
