"""The largest file that is printed: how much memory its setting takes."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from tests.project.serving.huge import most_memory

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.portals.workbench.showing.case_file import MOST_ENTRIES, print_file
from linli.project.demo.readers import Cast

pytestmark = pytest.mark.machine
MIB = 1024 * 1024
SAID = "到现场看过，正在联系配件，楼道里的灯坏了三盏。"


def filled(file: cases.CaseFile, *, letters: int) -> cases.CaseFile:
    """Return a file with as many entries as go into one, each of so many letters and with its row of the chain."""
    entry, link = file.page.entries[-1], next(iter(file.links.values()))
    text, numbers = (SAID * letters)[:letters], range(1, MOST_ENTRIES + 1)
    entries = tuple(replace(entry, number=number, text=text) for number in numbers)
    links = {number: replace(link, number=number) for number in numbers}
    return replace(file, page=replace(file.page, entries=entries), links=links)


@pytest.mark.parametrize(("letters", "most_mib"), [(80, 300), (2000, 1500)])
def test_the_most_entries_are_set_within_what_is_said_beside_their_number(
    report: Callable[..., UUID], town: Cast, letters: int, most_mib: int
) -> None:
    case_id = report("楼道灯坏了")
    with reading(town.readers["heshuning"]):
        file = filled(cases.case_file(case_id), letters=letters)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before = most_memory([os.getpid()])
    made = print_file(file, is_full=False, contact={}, taken_by="站", place="柳岸社区", now=timezone.now())
    assert made.startswith(b"%PDF")
    taken = most_memory([os.getpid()]) - before
    assert most_mib / 3 * MIB < taken < most_mib * MIB
