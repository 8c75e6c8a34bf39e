"""One model learned from invented letters, for all tests of the room."""

import pytest
from tests.foundation.triage.letters import letters

from linli.foundation.triage import training
from linli.foundation.triage.model import Model


@pytest.fixture(scope="session")
def model() -> Model:
    return training.train(letters())
