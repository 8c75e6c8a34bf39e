"""Brings a sheet of items into a draft: looked at first, then stored; faulty rows are given back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from linli.domains.duties.lists.changes import ListRefused, is_same, take_items
from linli.domains.duties.lists.contracts import Item
from linli.domains.duties.lists.queries import items_of, list_version
from linli.domains.duties.lists.sheets import Wrong, read_item
from linli.foundation.imports import uploads
from linli.foundation.imports.faults import Fault
from linli.foundation.imports.intake.running import given_back
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.models import Upload, UploadState
from linli.foundation.imports.sheets import Row

KIND = "duty_list"
MOST_ROWS = 2000
"""No list has more; a sheet is read while somebody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsPreview:
    """What a sheet would change in a draft: new items, changed ones, those that stay, and rows that wait."""

    new: tuple[Item, ...]
    changed: tuple[Item, ...]
    same: int
    refused: tuple[tuple[int, str], ...]


def preview_items(prepared: Prepared, *, list_id: UUID, case_kinds: Mapping[str, str]) -> ItemsPreview:
    """Return what a sheet would change in a draft; nothing is stored."""
    held = {one.code: one for one in items_of(list_id)}
    good, refused = _read(prepared, list_id=list_id, held=held, case_kinds=case_kinds)
    new = tuple(item for item in good if item.code not in held)
    changed = tuple(item for item in good if item.code in held and not is_same(held[item.code], item))
    return ItemsPreview(
        new=new,
        changed=changed,
        same=len(good) - len(new) - len(changed),
        refused=tuple((row.number, fault.reason) for row, fault in refused),
    )


def bring_items_in(
    upload: Upload, prepared: Prepared, *, list_id: UUID, case_kinds: Mapping[str, str]
) -> Mapping[str, int]:
    """Store a sheet's good rows in a draft and keep the faulty ones; returns the counts. Raises ``ListRefused``."""
    held = {one.code: one for one in items_of(list_id)}
    good, refused = _read(prepared, list_id=list_id, held=held, case_kinds=case_kinds)
    added, changed = take_items(list_id, good)
    counts = {
        "added": added,
        "changed": changed,
        "same": len(good) - added - changed,
        "faulty": len(refused),
    }
    faulty = given_back(prepared, [(row, [fault]) for row, fault in refused])
    uploads.finish(upload.id, state=UploadState.DONE, counts=counts, faulty=faulty)
    return counts


def _read(
    prepared: Prepared, *, list_id: UUID, held: Mapping[str, Item], case_kinds: Mapping[str, str]
) -> tuple[list[Item], list[tuple[Row, Fault]]]:
    if prepared.rows > MOST_ROWS:
        raise ListRefused(_("A list has at most %(most)d rows.") % {"most": MOST_ROWS})
    kind = list_version(list_id).kind
    said_codes, column = set(), prepared.column_of("code")
    if column is not None:
        said_codes = {row.text(column).strip() for row in prepared.below}
    there, taken = {one.words: one.code for one in held.values()}, set(held) | said_codes
    good: dict[str, Item] = {}
    refused: list[tuple[Row, Fault]] = []
    for row in prepared.below:
        texts = {name: row.text(column) for column, name in prepared.columns.items()}
        if not any(texts.values()):
            continue
        said = read_item(texts, kind=kind, case_kinds=case_kinds)
        if isinstance(said, Wrong):
            refused.append((row, Fault(column=prepared.column_of(said.field), reason=said.reason)))
            continue
        item = said if said.code else replace(said, code=there.get(said.words) or _free(taken))
        if item.code in good:
            text = _("The number %(code)s stands in the sheet twice.") % {"code": item.code}
            refused.append((row, Fault(column=prepared.column_of("code"), reason=text)))
            continue
        taken.add(item.code)
        good[item.code] = replace(item, certainty=held[item.code].certainty) if item.code in held else item
    return list(good.values()), refused


def _free(taken: set[str]) -> str:
    """Return the next number that no item has."""
    number = len(taken) + 1
    while f"{number:03d}" in taken:
        number += 1
    return f"{number:03d}"
