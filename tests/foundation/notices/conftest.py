"""The street's units, for tests in one transaction and for tests that commit."""

import pytest
from tests.foundation.notices import street


@pytest.fixture
def units(request: pytest.FixtureRequest) -> None:
    """Set the units up, gone after the test."""
    request.getfixturevalue("db")
    street.set_up_units()


@pytest.fixture
def committed_units(request: pytest.FixtureRequest) -> None:
    """Set the units up for other connections to see."""
    request.getfixturevalue("committed_db")
    street.set_up_units()
