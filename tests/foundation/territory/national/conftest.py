from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared by their message ids, whatever language the site speaks."""
    with translation.override("en"):
        yield
