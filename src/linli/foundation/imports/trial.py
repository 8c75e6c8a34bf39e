"""Opens a workbook in a process of its own first: one that would fill the memory ends that process and no other.

A sheet is held as a full rectangle while it is read: two cells in opposite corners, a kilobyte in the file, are
hundreds of gigabytes. No list inside a file says so truthfully in every format; trying it under a limit does.
"""

import io
import resource
import subprocess
import sys
from collections import deque
from hashlib import sha256
from threading import Lock
from typing import Final

import python_calamine

MOST_MEMORY: Final = 1024 * 1024 * 1024
MOST_SECONDS: Final = 60
_ONE_AT_A_TIME = Lock()
_opened: "deque[bytes]" = deque(maxlen=32)
"""Digests of the last workbooks that could be opened: the same file is looked at, confirmed and imported."""


def can_be_opened(data: bytes) -> bool:
    """Whether a workbook can be read within a gibibyte and a minute; one that is damaged can be, and says so later."""
    digest = sha256(data).digest()
    with _ONE_AT_A_TIME:
        if digest in _opened:
            return True
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and this file; the workbook comes as its input
                [sys.executable, "-I", __file__],
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode == 0:
            _opened.append(digest)
    return done.returncode == 0


def _open(data: bytes) -> None:
    """Read what will be read: the first sheet that is shown."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for _row in book.get_sheet_by_name(first_visible(book)).iter_rows():
        pass


def first_visible(book: python_calamine.CalamineWorkbook) -> str:
    """Return the name of the first sheet that is not hidden, else of the first."""
    shown = (one.name for one in book.sheets_metadata if str(one.visible).endswith("Visible"))
    return next(shown, book.sheet_names[0])


def _try_it() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _open(sys.stdin.buffer.read())
    except MemoryError:
        return 1
    except Exception:  # noqa: BLE001 - whatever else is wrong with it is said where it is read
        return 0
    return 0  # a fault inside the library is no Exception and ends the process otherwise


if __name__ == "__main__":
    sys.exit(_try_it())
