"""Finds what a file says about a building under the names that cities, surveyors and OpenStreetMap give their columns.

Only what is there is taken; a height is not guessed from floors nor floors from a height.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linli.domains.places.rules import MOST_FLOORS

NAMES = (
    "name",
    "名称",
    "楼号",
    "楼栋号",
    "楼栋名称",
    "楼栋",
    "楼名",
    "栋号",
    "幢号",
    "建筑名称",
    "建筑物名称",
    "bldg_name",
)
ADDRESSES = ("address", "addr:full", "地址", "详细地址", "门牌地址", "坐落", "addr")
FLOORS = (
    "floors",
    "building:levels",
    "层数",
    "楼层数",
    "总层数",
    "地上层数",
    "建筑层数",
    "floor",
    "levels",
    "num_floors",
)
HEIGHTS = ("height", "height_m", "高度", "建筑高度", "楼高", "building:height", "bldg_height")
STREETS, HOUSE_NUMBERS = ("addr:street", "街道名称", "路名"), ("addr:housenumber", "门牌号", "门牌")
KNOWN = (*NAMES, *ADDRESSES, *FLOORS, *HEIGHTS, *STREETS, *HOUSE_NUMBERS)
MOST_METRES = 1000.0
_NAME_LENGTH, _ADDRESS_LENGTH = 60, 200
_DBF_NAME_BYTES = 10
_MEASURED = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:m|米|层|f)?\s*", re.IGNORECASE)
_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a file says about a building; empty or none where it says nothing."""

    number: str
    address: str
    floors: int | None
    height_m: float | None


def said_of(properties: Mapping[str, Any]) -> Said:
    """Return what a feature's properties say, whatever the case of their names."""
    known = {str(key).strip().lower(): value for key, value in properties.items()}
    floors = _number(known, FLOORS, most=MOST_FLOORS)
    return Said(
        number=_text(known, NAMES)[:_NAME_LENGTH],
        address=_address(known)[:_ADDRESS_LENGTH],
        floors=round(floors) if floors and floors >= 1 else None,
        height_m=_number(known, HEIGHTS, most=MOST_METRES),
    )


def known_columns(names: Iterable[str], *, encoding: str = "utf-8") -> dict[str, str]:
    """Return those of a table's columns that mean something to us, by their names, with the word each stands for.

    A Shapefile cuts names after ten bytes, in its own encoding, and some programs write no colon: ``building:levels``
    is ``building_l`` there. What ``addr_house`` was, the number or the name of a house, nobody can tell.
    """
    short = [word for word in reversed(KNOWN) if word != "addr:housenumber"]
    cut = {_cut(word.replace(":", mark), encoding): word for word in short for mark in (":", "_")}
    whole = {word: word for word in KNOWN}
    found = {}
    for name in names:
        plain = name.strip().lower()
        word = whole.get(plain) or cut.get(plain)
        if word is not None:
            found[name] = word
    return found


def read_tags(text: str) -> dict[str, str]:
    """Return the tags of an OpenStreetMap object from how GDAL writes them: ``"height"=>"12","addr:street"=>"…"``."""
    return {_plain(key): _plain(value) for key, value in _PAIR.findall(text)}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _cut(word: str, encoding: str) -> str:
    return word.encode(encoding, errors="ignore")[:_DBF_NAME_BYTES].decode(encoding, errors="ignore")


def _address(known: Mapping[str, Any]) -> str:
    whole = _text(known, ADDRESSES)
    if whole:
        return whole
    return " ".join(text for text in (_text(known, STREETS), _text(known, HOUSE_NUMBERS)) if text)


def _text(known: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = known.get(key)
        if isinstance(value, float) and value.is_integer():  # a table of numbers has 3.0 for 3
            value = int(value)
        if isinstance(value, str | int) and not isinstance(value, bool):
            text = _storable(str(value))
            if text:
                return text
    return ""


def _storable(text: str) -> str:
    """Return a text on one line, without what the database cannot hold: NUL, and halves of a UTF-16 letter."""
    return " ".join(text.replace("\x00", "").encode(errors="ignore").decode().split())


def _number(known: Mapping[str, Any], keys: tuple[str, ...], *, most: float) -> float | None:
    for key in keys:
        value = known.get(key)
        if isinstance(value, str):
            match = _MEASURED.fullmatch(value)
            value = float(match[1]) if match else None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most:
            return float(value)
    return None
