"""Prints a matter's file: facts, units, limits, the whole time line with its hashes, as a tagged PDF.

Typst sets it, with the fonts of the package beside it, so that it looks the same on every machine. Words go in as data,
never as markup.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import Final

import pylopdf_fonts_zh_cn
import typst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.domains.cases import facade as cases
from linli.foundation.design.moments import say_moment
from linli.kernel.masking import mask_text
from linli.kernel.tokens import format_code

MOST_ENTRIES: Final = 2000
"""So many entries go into one file. Of 80 letters each they are set within 300 MiB more than the process had, of 2,000
within 1,500 (``test_large_case_file``)."""
NOBODY: Final = "–"


def print_file(
    file: cases.CaseFile, *, is_full: bool, contact: dict[str, str], taken_by: str, place: str, now: datetime
) -> bytes:
    """Return the PDF. Without ``is_full`` numbers in words are masked; ``contact`` is shown as it is given."""
    said = _content(file, is_full=is_full, contact=contact, taken_by=taken_by, place=place, now=now)
    folder = files("linli.portals.workbench.showing")
    made = typst.compile(  # type: ignore[misc]  # its stubs leave the type of bytes open
        folder.joinpath("case_file.typ").read_bytes(),
        font_paths=[str(files(pylopdf_fonts_zh_cn))],
        ignore_system_fonts=True,
        sys_inputs={"file": json.dumps(said, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _content(
    file: cases.CaseFile, *, is_full: bool, contact: dict[str, str], taken_by: str, place: str, now: datetime
) -> dict[str, object]:
    page = file.page
    return {
        "title": _("Case file %(code)s") % {"code": format_code(page.code)},
        "code": place,
        "mask": _("With full numbers and names") if is_full else _("Telephone and identity numbers are masked"),
        "taken": _("Taken %(moment)s by %(who)s") % {"moment": _moment(now), "who": taken_by},
        "words": _words(),
        "facts": [list(row) for row in _facts(page, contact=contact, is_full=is_full) if row[1]],
        "party_heads": [
            _("Unit"), pgettext("case file", "Part"), _("How far"), _("Asked"), _("Received"), _("Signed off"),
        ],
        "parties": [_party(line) for line in page.units],
        "clock_heads": [
            _("Limit of"), _("Unit"), _("Length"), pgettext("case file", "From"), pgettext("case file", "Until"),
            pgettext("case file", "Stopped"),
        ],
        "clocks": [_clock(line) for line in file.clocks],
        "entries": [_entry(entry, file=file, is_full=is_full) for entry in page.entries],
        "chain": json.dumps(
            [
                {"entry": number, "number": link.number, "previous": link.previous, "payload": link.payload,
                 "hash": link.hash}
                for number, link in sorted(file.links.items())
            ],
            ensure_ascii=False,
        ),
    }  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "facts": _("The matter"),
        "parties": pgettext("case file", "Units"),
        "clocks": _("Limits"),
        "story": pgettext("case file", "What happened"),
        "nobody": _("No unit has a part yet."),
        "check": _("How to check this file"),
        "chain": _("The rows of the audit chain behind this file"),
        "how": _(
            "Each entry names its row in the community's audit chain. The hash of a row is the SHA-256 of the hash "
            "before it, a line feed and the row's text; both stand in the attached audit-chain.json. “linli "
            "verify_audit” checks that the chain itself is whole, and the auditor's page shows each row by its number."
        ),
    }


def _facts(page: cases.CasePage, *, contact: dict[str, str], is_full: bool) -> Iterator[tuple[str, str]]:
    yield _("Reported"), _shown(page.title, is_full=is_full)
    yield _("In the reporter's words"), _shown(page.body, is_full=is_full) if page.body != page.title else ""
    yield (
        pgettext("case file", "Place"),
        _shown(" · ".join(part for part in (page.place, page.place_words) if part), is_full=is_full),
    )
    yield _("Kind of matter"), page.kind_words
    yield _("Grid"), page.grid_name
    yield _("Came by"), page.channel_words
    yield _("State"), page.state_words
    yield _("Opened"), _moment(page.opened_at)
    yield _("Answer due"), _moment(page.reply_due_at) if page.reply_due_at else ""
    yield pgettext("case file", "Closed"), _moment(page.closed_at) if page.closed_at else ""
    yield _("Reporter"), contact.get("name", "")
    yield _("Number"), contact.get("phone", "")


def _shown(text: str, *, is_full: bool) -> str:
    return text if is_full else mask_text(text)


def _moment(at: datetime | None) -> str:
    return say_moment(at, form="dated") if at else NOBODY


def _party(line: cases.UnitLine) -> list[str]:
    return [
        line.unit, line.role_words, line.state_words, _moment(line.asked_at), _moment(line.received_at),
        _moment(line.signed_at),
    ]  # fmt: skip


def _clock(line: cases.ClockLine) -> list[str]:
    due = f"{_moment(line.due_at)} {_('(may still move)')}" if line.is_provisional else _moment(line.due_at)
    return [line.name, line.unit or NOBODY, line.limit, _moment(line.started_at), due, _moment(line.stopped_at)]


def _entry(entry: cases.EntryLine, *, file: cases.CaseFile, is_full: bool) -> dict[str, str]:
    audiences = {
        "public": _("everybody, also the reporter"),
        "parties": _("the units at work"),
        "internal": _("staff only"),
        "street": _("the reporter and the street alone"),
    }
    others = {"public": _("The reporter"), "job": pgettext("case file", "The system")}
    who = entry.actor or others.get(file.actors.get(entry.number, ""), _("Staff"))
    photos = _("%(count)d photos") % {"count": len(entry.photos)} if entry.photos else ""
    link = file.links.get(entry.number)
    said = (_moment(entry.at), who, _("read by: %(whom)s") % {"whom": audiences[entry.audience]}, photos)
    return {
        "number": str(entry.number),
        "headline": entry.headline,
        "line": " · ".join(part for part in said if part),
        "text": _shown(entry.text, is_full=is_full),
        "link": _("Row %(number)d of the audit chain, SHA-256:") % {"number": link.number} if link else "",
        "hash": link.hash if link else "",
    }
