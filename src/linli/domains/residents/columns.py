"""What the columns of residents' sheets are called, and which the law keeps out (the packs beside this file)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from linli.foundation.imports.headings import Headings, plain_heading
from linli.foundation.imports.intake.understand import RefusedColumn

FIELDS = (
    "name", "id_kind", "id_number", "sex", "birth_on", "phone", "address", "building", "stair", "room", "kind",
    "household", "relation", "from_on",
)  # fmt: skip


@lru_cache(maxsize=1)
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Return what each field is called in sheets, the usual name first."""
    return {field: tuple(_pack("columns.json")[field]) for field in FIELDS}


def refused(headings: Headings) -> tuple[RefusedColumn, ...]:
    """Return the columns of special groups and sensitive facts: they are passed over whatever anybody maps them to."""
    found = []
    for column, heading in enumerate(headings.columns):
        plain = plain_heading(heading)
        basis = next((basis for word, basis in _refused_words() if word in plain), "")
        if plain and basis:
            found.append(RefusedColumn(column=column, heading=heading, basis=basis))
    return tuple(found)


@lru_cache(maxsize=1)
def _refused_words() -> tuple[tuple[str, str], ...]:
    return tuple(
        (plain_heading(word), one["basis"]) for one in _pack("refused_columns.json").values() for word in one["columns"]
    )


def _pack(name: str) -> Mapping[str, Any]:
    text = (resources.files("linli.domains.residents") / "packs" / name).read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found
