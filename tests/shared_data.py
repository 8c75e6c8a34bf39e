"""Finds the shared real data that some tests read: never in the repository, skipped where absent unless required."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_file(relative: str) -> Path:
    """Return the path of a shared data file.

    Looks in ``LINLI_SHARED_DATA``, else in ``../shared/data`` beside the repository. A missing file skips the test with
    its path, or fails it where ``LINLI_REQUIRE_DATA=1``.
    """
    folder = Path(os.environ.get("LINLI_SHARED_DATA", ROOT.parent / "shared" / "data"))
    path = folder / relative
    if path.is_file():
        return path
    reason = f"shared data file {path} is not here (set LINLI_SHARED_DATA)"
    if os.environ.get("LINLI_REQUIRE_DATA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
