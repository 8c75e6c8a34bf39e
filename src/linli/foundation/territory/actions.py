"""Changes of the territory: set up and end divisions, draw a community's boundary, publish its grids from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import shapely
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.audit import log
from linli.foundation.events import outbox
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Reader
from linli.foundation.territory.geojson import RefusedRow
from linli.foundation.territory.gridwork.checks import GridCheck, GridFeature, check_grids
from linli.foundation.territory.gridwork.events import GridsPublished
from linli.foundation.territory.models import Division, Grid, Level
from linli.foundation.territory.queries import DivisionRef, boundary_of, division
from linli.kernel.codes import UnknownDivision, scope_of
from linli.kernel.shapes import Area

LEVELS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.STREET, 12: Level.COMMUNITY}
_ONE_DAY = timedelta(days=1)


class DivisionRefused(ValueError):
    """Raised when a division cannot be as asked; the sentence is fit for the person who asked."""


class GridsRefused(ValueError):
    """Raised when grids cannot be published; ``refused`` says why row by row."""

    def __init__(self, refused: tuple[RefusedRow, ...]) -> None:
        super().__init__("; ".join(row.reason for row in refused))
        self.refused = refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a publication of grids did; ``version`` counts the community's publications from 1."""

    version: int
    codes: tuple[str, ...]
    from_on: date
    remarks: tuple[str, ...]


@transaction.atomic
def add_division(code: str, *, name: str, from_on: date, actor: Reader | None = None) -> DivisionRef:
    """Add a division by its code (12 digits, or the significant ones), below the nearest one that is known.

    One that only the national list named so far is taken into use under the name given, with what it lies in. Raises
    :class:`DivisionRefused` for a code that is none, is there already or ended.
    """
    try:
        scope = scope_of(code)
    except UnknownDivision:
        raise DivisionRefused(_("%(code)s is not a division code.") % {"code": code[:20]}) from None
    if len(scope) not in LEVELS:
        raise DivisionRefused(_("%(code)s is not a division code.") % {"code": code[:20]})
    name = " ".join(name.split())
    if not name:
        raise DivisionRefused(_("A division needs a name."))
    listed = Division.objects.select_for_update().filter(code=scope).first()
    if listed is not None:
        _check_unused(listed)
    shorter = [scope[:digits] for digits in LEVELS if digits < len(scope)]
    parent = Division.objects.filter(code__in=shorter).order_by("code").last()
    Division.objects.filter(code__in=shorter, is_in_use=False).update(is_in_use=True)
    if listed is None:
        Division.objects.create(code=scope, name=name, level=LEVELS[len(scope)], parent=parent, valid_from_on=from_on)
    else:
        Division.objects.filter(code=scope).update(name=name, parent=parent, is_in_use=True)
    return _division_changed("division.added", scope, actor)


def _check_unused(listed: Division) -> None:
    if listed.is_in_use:
        raise DivisionRefused(_("%(code)s is already there.") % {"code": listed.code})
    if listed.valid_to_on is not None:
        facts = {"code": listed.code, "day": listed.valid_to_on, "next": listed.successor_id}
        if listed.successor_id:
            raise DivisionRefused(_("%(code)s ended on %(day)s; %(next)s follows it.") % facts)
        raise DivisionRefused(_("%(code)s ended on %(day)s.") % facts)


@transaction.atomic
def rename_division(code: str, *, name: str, actor: Reader | None = None) -> DivisionRef:
    """Give a division another name; its code stays. Raises :class:`DivisionRefused` for an empty one."""
    name = " ".join(name.split())
    if not name:
        raise DivisionRefused(_("A division needs a name."))
    Division.objects.filter(code=code).update(name=name)
    return _division_changed("division.renamed", code, actor)


@transaction.atomic
def end_division(code: str, *, on: date, successor: str = "", actor: Reader | None = None) -> DivisionRef:
    """End a division with a day (its last), naming the one that follows it (区划调整) where there is one."""
    row = Division.objects.select_for_update().get(code=code)
    if on < row.valid_from_on:
        raise DivisionRefused(_("The division begins on %(day)s; it cannot end before.") % {"day": row.valid_from_on})
    row.valid_to_on, row.successor_id = on, successor or None
    row.save(update_fields=["valid_to_on", "successor"])
    return _division_changed("division.ended", code, actor)


@transaction.atomic
def set_boundary(community: str, shape: Area, *, actor: Reader | None = None) -> DivisionRef:
    """Draw a community's boundary (degrees, WGS84); grids and buildings brought afterwards must lie in it."""
    Division.objects.filter(code=community, level=Level.COMMUNITY).update(boundary=shapely.to_wkb(shape))
    return _division_changed("division.bounded", community, actor)


def check_publication(community: str, features: Sequence[GridFeature]) -> GridCheck:
    """Check grids against a community's boundary without publishing them (the preview)."""
    wkb = boundary_of(community)
    return check_grids(community, features, boundary=None if wkb is None else shapely.from_wkb(wkb))


@transaction.atomic
def publish_grids(
    community: str, features: Sequence[GridFeature], *, from_on: date, actor: Reader | None = None
) -> Publication:
    """Publish a community's grids from a day on; those before them end the day before and stay with their matters.

    A publication of the same day is corrected: a grid that is still there keeps its identity, one that is gone is
    withdrawn. Raises :class:`GridsRefused` with every reason, also for a day before today or before a later publication
    (a first publication may begin earlier).
    """
    check = check_publication(community, features)
    if not check.is_publishable:
        raise GridsRefused(check.refused or (RefusedRow(row=0, reason=_("The file holds no grid.")),))
    Division.objects.select_for_update().get(code=community)  # two publications at once take turns
    newest = Grid.objects.filter(community=community).aggregate(day=Max("valid_from_on"), version=Max("version"))
    _check_day(from_on, newest["day"])
    version = (newest["version"] or 0) + 1
    _end_those_before(community, from_on, keep=[grid.code for grid in check.grids])
    rows = [_row(community, grid, from_on=from_on, version=version) for grid in check.grids]
    Grid.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code", "valid_from_on"],
        update_fields=["name", "kind", "polygon", "min_lon", "min_lat", "max_lon", "max_lat", "version", "valid_to_on"],
    )
    publish("grids")
    facts = {"version": version, "from": from_on, "grids": len(rows)}
    log.record(
        "grids.published", community=community, subject_type="community", subject_id=community, data=facts, actor=actor
    )
    outbox.announce(GridsPublished(community=community, version=version, from_on=from_on))
    return Publication(version=version, codes=tuple(row.code for row in rows), from_on=from_on, remarks=check.remarks)


def _check_day(from_on: date, newest: date | None) -> None:
    if newest is None or (from_on >= newest and from_on >= timezone.localdate()):
        return
    reason = _("Grids can begin today or later, and not before those published last (%(day)s).") % {"day": newest}
    raise GridsRefused((RefusedRow(row=0, reason=reason),))


def _end_those_before(community: str, from_on: date, *, keep: Sequence[str]) -> None:
    open_on_that_day = Q(valid_to_on=None) | Q(valid_to_on__gte=from_on)
    same_day_again = Q(valid_from_on=from_on, code__in=keep)
    rows = Grid.objects.filter(open_on_that_day, community=community).exclude(same_day_again)
    rows.update(valid_to_on=from_on - _ONE_DAY)


def _row(community: str, grid: GridFeature, *, from_on: date, version: int) -> Grid:
    west, south, east, north = grid.shape.bounds
    return Grid(
        code=grid.code,
        community=community,
        name=grid.name,
        kind=grid.kind,
        polygon=shapely.to_wkb(grid.shape),
        min_lon=west,
        min_lat=south,
        max_lon=east,
        max_lat=north,
        version=version,
        valid_from_on=from_on,
    )


def _division_changed(action: str, code: str, actor: Reader | None) -> DivisionRef:
    publish("territory")
    community = code if LEVELS[len(code)] is Level.COMMUNITY else ""
    log.record(action, community=community, subject_type="division", subject_id=code, data={}, actor=actor)
    return division(code)
