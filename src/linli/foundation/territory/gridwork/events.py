"""The fact that grids announce: a community has others, from a day on."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class GridsPublished:
    """A community's grids were published; ``version`` counts its publications, ``from_on`` is their first day."""

    name: ClassVar[str] = "grids.published"
    community: str
    version: int
    from_on: date
