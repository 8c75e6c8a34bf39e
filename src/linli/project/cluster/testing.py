"""Lends the test suite a scratch cluster of its own."""

from __future__ import annotations

import atexit
import contextlib
import os
from typing import TYPE_CHECKING

from .ensuring import Connection, ensure, release
from .errors import ClusterError

if TYPE_CHECKING:
    from pathlib import Path

_lent: dict[Path, Connection] = {}


def testing_urls(root: Path) -> tuple[str, str]:
    """Return the app's and the owner's address in a scratch cluster below ``root``, started or adopted.

    The owner's log-in may make databases. Several processes may call this at once; the folder is kept for the next
    run, and the last process to end switches the server off.
    """
    root = root.resolve()
    if root not in _lent:
        _lent[root] = ensure(root, choice=os.environ.get("LINLI_POSTGRES") or None, for_tests=True)
        atexit.register(_give_back, root, os.getpid())
    return _lent[root].app_url, _lent[root].owner_url


def _give_back(root: Path, borrower: int) -> None:
    if os.getpid() != borrower:  # a forked child borrowed nothing itself
        return
    with contextlib.suppress(ClusterError, OSError):  # the folder may have been removed by then
        release(_lent.pop(root), data=root)
