"""A clerk whose community knows one family and a lodger."""

import pytest
from tests.domains.residents.test_importing import FAMILY, brought_in, sheet

from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast


@pytest.fixture
def clerk(cast: Cast) -> Reader:
    """Bring the family in and give the clerk of their community."""
    brought_in(cast, sheet(*FAMILY))
    return cast.readers["heshuning"]
