"""How people write which dwelling they mean: building, stair and room, in one text or in three."""

import re

from linli.kernel.narrow import squeezed

_WORD_FOR_BUILDING = re.compile(r"(?:号楼|号|栋|幢|座|楼)$")
_LONG = re.compile(
    r"(?P<building>[A-Za-z]?\d{1,5}|[A-Za-z])(?P<word>号楼|栋|幢|座)"
    r"(?:(?P<stair>\d{1,2})(?:单元|梯|门洞|-))?(?P<room>[A-Za-z]?\d{2,5}[A-Za-z]?)(?:室|号|房)?$",
    re.ASCII,
)
_SHORT = re.compile(
    r"(?<![\d-])(?P<building>[A-Za-z]?\d{1,5})-(?:(?P<stair>\d{1,2})-)?(?P<room>[A-Za-z]?\d{2,5}[A-Za-z]?)(?:室|号)?$",
    re.ASCII,
)


def read_door(text: str) -> tuple[str, int, str] | None:
    """Return building, stair and room of a dwelling in one text: ``3号楼2单元502室``, ``3栋502``, ``3-2-502``.

    The stair is 0 where none is said. A number after the building is the stair only where two follow; what stands
    before the building is passed over. None for what names no room.
    """
    plain = squeezed(text)
    found = _LONG.search(plain) or _SHORT.search(plain)
    if found is None:
        return None
    return bare_building(found["building"]), int(found["stair"] or 0), found["room"].upper()


def plate_in(text: str) -> str:
    """Return the building of such a text with what stands before it, empty for what names no room.

    ``东区3号楼2单元502`` and ``东区3-2-502`` → ``东区3号楼``, ``3-2-502`` → ``3``.
    """
    plain = squeezed(text)
    found = _LONG.search(plain)
    if found is not None:
        return plain[: found.end("word")]
    short = _SHORT.search(plain)
    if short is None:
        return ""
    return plain[: short.end("building")] + ("号楼" if short.start() else "")


def bare_building(building: str) -> str:
    """Return a building's own name without the word for building: ``3号楼`` → ``3``, ``B座`` → ``B``."""
    plain = squeezed(building).upper()
    return _WORD_FOR_BUILDING.sub("", plain).lstrip("0") or plain
