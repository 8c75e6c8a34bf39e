"""Checks a set of grids before it is published: codes, shapes inside the community, overlaps; gaps are only remarked.

A departmental system must use the community's grids and not draw its own (one grid system), so what is published has to
be whole: each point of the ground belongs to one grid at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from linli.foundation.territory.geojson import ReadShape, RefusedRow, read_shapes
from linli.foundation.territory.gridwork.gaps import gaps, overlaps
from linli.foundation.territory.models import GridKind
from linli.foundation.territory.rules import NoNumberLeft, number_grids
from linli.kernel.codes import check_grid_code
from linli.kernel.geo import Datum
from linli.kernel.shapes import Area, outside_of

NAME_KEYS = ("name", "名称", "网格名称")
CODE_KEYS = ("code", "grid_code", "编码", "网格编码")
KIND_KEYS = ("kind", "类型", "网格类型")
NAMED_GAPS, NAMED_BESIDE = 10, 4
_KINDS = {
    **{kind.value: kind for kind in GridKind},
    "基础网格": GridKind.BASE,
    "专属网格": GridKind.DEDICATED,
    "微网格": GridKind.MICRO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFeature:
    """One grid to publish: its row in the file, code (empty: to be numbered), name, kind and outline in WGS 84."""

    row: int
    shape: Area
    code: str = ""
    name: str = ""
    kind: GridKind = GridKind.BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCheck:
    """What the checks found: the grids with codes and names, reasons against publishing, and remarks that allow it."""

    grids: tuple[GridFeature, ...]
    refused: tuple[RefusedRow, ...]
    remarks: tuple[str, ...]

    @property
    def is_publishable(self) -> bool:
        """Whether nothing speaks against publishing."""
        return bool(self.grids) and not self.refused


def grid_feature(read: ReadShape) -> GridFeature | RefusedRow:
    """Turn one outline of a file into a grid; refused when its kind is none we know."""
    kind = _property(read.properties, KIND_KEYS) or GridKind.BASE.value
    if kind not in _KINDS:
        return RefusedRow(row=read.row, reason=_("%(kind)s is not a kind of grid.") % {"kind": kind[:20]})
    return GridFeature(
        row=read.row,
        shape=read.shape,
        code=_property(read.properties, CODE_KEYS),
        name=_property(read.properties, NAME_KEYS)[:100],
        kind=_KINDS[kind],
    )


def read_grids(data: bytes, *, datum: Datum) -> tuple[list[GridFeature], tuple[RefusedRow, ...]]:
    """Read the grids of a GeoJSON file given in a datum; what cannot be read comes back row by row.

    Raises :class:`~linli.foundation.territory.geojson.UnreadableFile`.
    """
    features: list[GridFeature] = []
    refused: list[RefusedRow] = []
    for read in read_shapes(data, datum=datum):
        grid = read if isinstance(read, RefusedRow) else grid_feature(read)
        if isinstance(grid, RefusedRow):
            refused.append(grid)
        else:
            features.append(grid)
    return features, tuple(refused)


def check_grids(community: str, features: Sequence[GridFeature], *, boundary: Area | None) -> GridCheck:
    """Check a whole publication of a community's grids; missing codes and names are filled in.

    Codes are the community's 12 digits and three more (GB/T 30428.1). Base and dedicated grids overlap no more than
    0.5 m², micro grids neither among each other, and each lies inside the boundary where one is known.
    """
    refused = [*bad_codes(community, features)]
    try:
        grids = numbered_and_named(community, features)
    except NoNumberLeft:
        return GridCheck(
            grids=(), refused=(RefusedRow(row=0, reason=_("A community has 999 grids at most.")),), remarks=()
        )
    if boundary is not None:
        refused += _outside(grids, boundary)
    refused += _overlapping(grids)
    remarks = _gaps(grids, boundary)
    return GridCheck(grids=tuple(grids), refused=tuple(sorted(refused, key=lambda row: row.row)), remarks=remarks)


def bad_codes(community: str, features: Sequence[GridFeature]) -> list[RefusedRow]:
    """Return the reason against each code that is none of the community's or stands twice; missing ones are fine."""
    seen: set[str] = set()
    refused = []
    for feature in features:
        if not feature.code:
            continue
        if not check_grid_code(feature.code) or not feature.code.startswith(community):
            text = _("%(code)s is not a grid code of this community (its 12 digits and three more).")
            refused.append(RefusedRow(row=feature.row, reason=text % {"code": feature.code[:20]}))
        elif feature.code in seen:
            refused.append(RefusedRow(row=feature.row, reason=_("%(code)s stands twice.") % {"code": feature.code}))
        seen.add(feature.code)
    return refused


def numbered_and_named(community: str, features: Sequence[GridFeature]) -> list[GridFeature]:
    """Return grids with the codes and names that are missing. Raises :class:`NoNumberLeft` beyond 999."""
    bare = [feature for feature in features if not feature.code]
    taken = [feature.code for feature in features if feature.code]
    numbers = number_grids(community, boxes=[feature.shape.bounds for feature in bare], taken=taken)
    codes = {feature.row: code for feature, code in zip(bare, numbers, strict=True)}
    coded = [replace(feature, code=feature.code or codes[feature.row]) for feature in features]
    return [feature if feature.name else replace(feature, name=default_name(feature.code)) for feature in coded]


def default_name(code: str) -> str:
    """Return what a grid is called that nobody named: by the last three digits of its code."""
    return _("Grid %(number)d") % {"number": int(code[-3:])}


def _outside(grids: Sequence[GridFeature], boundary: Area) -> list[RefusedRow]:
    text = _("%(name)s lies %(area).1f m² outside the community's boundary.")
    return [
        RefusedRow(row=grid.row, reason=text % {"name": grid.name, "area": outside})
        for grid in grids
        if (outside := outside_of(grid.shape, container=boundary))
    ]


def _overlapping(grids: Sequence[GridFeature]) -> list[RefusedRow]:
    by_code = {grid.code: grid for grid in grids}
    text = _("%(name)s and %(other)s overlap by %(area).1f m².")
    return [
        RefusedRow(
            row=by_code[other].row,
            reason=text % {"name": by_code[other].name, "other": by_code[one].name, "area": flaw.area_m2},
        )
        for flaw in overlaps(grids)
        for one, other in (flaw.codes,)
    ]


def _gaps(grids: Sequence[GridFeature], boundary: Area | None) -> tuple[str, ...]:
    """Return what is to be said of ground in no grid: how much it is, and where the largest pieces lie."""
    found = gaps(grids, boundary=boundary)
    if not found:
        return ()
    names = {grid.code: grid.name for grid in grids}
    total = _("%(area)d m² of the community lie in no grid.") % {"area": round(sum(gap.area_m2 for gap in found))}
    text = _("A gap of %(area)d m² beside %(names)s.")
    return (
        total,
        *(
            text % {"area": round(gap.area_m2), "names": _(", ").join(names[code] for code in gap.codes[:NAMED_BESIDE])}
            for gap in found[:NAMED_GAPS]
            if gap.codes
        ),
    )


def _property(properties: Mapping[str, object], keys: Sequence[str]) -> str:
    for key in keys:
        value = properties.get(key)
        if value is not None and str(value).strip():
            return " ".join(str(value).split())
    return ""
