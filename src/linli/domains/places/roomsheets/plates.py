"""Finds the building that a sheet means among a community's, by what stands on their door plates."""

import re
from collections.abc import Iterable

from linli.domains.places.contracts import BuildingRef
from linli.domains.places.rules import plate_parts
from linli.kernel.chinese_numbers import plain_text, read_chinese_number

_BARE = re.compile(r"([A-Z]?)0*(\d{1,4})|([A-Z])", re.ASCII)
_NUMERALS = re.compile("[零〇一二两三四五六七八九十百]+")
_SEQUENCE = re.compile(r"(?<!\d)(\d{5})(?:号楼|栋|幢|座)?$", re.ASCII)


class Plates:
    """A community's buildings by what people write for them; each way of writing is looked up once."""

    def __init__(self, buildings: Iterable[BuildingRef]) -> None:
        self._exact: dict[str, list[BuildingRef]] = {}
        self._named: dict[str, list[tuple[str, BuildingRef]]] = {}
        self._unnumbered: dict[int, BuildingRef] = {}
        self._found: dict[str, tuple[BuildingRef, ...]] = {}
        for ref in buildings:
            if not ref.number:
                self._unnumbered[ref.sequence] = ref
                continue
            self._exact.setdefault(plain_text(ref.number).upper(), []).append(ref)
            before, name = _parts(ref.number)
            if name:
                self._named.setdefault(name, []).append((before, ref))

    def find(self, text: str) -> tuple[BuildingRef, ...]:
        """Return the buildings that a text may mean: one, several of that name, or none.

        The whole plate counts first. Then the number does (``三号楼``, ``3栋`` and ``3`` are one), where nothing else
        stands before it on plate or sheet: ``东区3号楼`` is not ``西区3号楼``. A building without a plate goes by its
        five digits.
        """
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._looked_up(text)
        return found

    def _looked_up(self, text: str) -> tuple[BuildingRef, ...]:
        exact = self._exact.get(plain_text(text).upper())
        if exact:
            return tuple(exact)
        digits = _SEQUENCE.search(text.strip())
        if digits and int(digits[1]) in self._unnumbered:
            return (self._unnumbered[int(digits[1])],)
        before, name = _parts(text)
        return tuple(ref for stands, ref in self._named.get(name, ()) if _agree(before, stands)) if name else ()


def _parts(text: str) -> tuple[str, str]:
    """Return what stands before a building's number, and its name; a bare number or letter is a name too."""
    plain = plain_text(text).upper()
    if _NUMERALS.fullmatch(plain):
        return "", str(read_chinese_number(plain))
    bare = _BARE.fullmatch(plain)
    if bare:
        return "", bare[3] or bare[1] + bare[2]
    return plate_parts(text)


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.endswith(other) or other.endswith(one)
