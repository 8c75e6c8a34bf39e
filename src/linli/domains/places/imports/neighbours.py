"""Keeps two communities off one building: a footprint that already stands in another community is refused."""

from collections.abc import Sequence

import numpy as np
import shapely
from django.utils.translation import gettext as _

from linli.domains.places.imports.asked import CHUNK
from linli.domains.places.imports.footprints import Footprint
from linli.domains.places.models import Building
from linli.domains.places.rules import is_same_building
from linli.foundation.territory import queries as territory
from linli.foundation.territory.geojson import RefusedRow


def standing_elsewhere(community: str, new: Sequence[Footprint]) -> list[RefusedRow]:
    """Return a refusal for each footprint whose building another community has; theirs are read in chunks."""
    if not new:
        return []
    wests, souths, easts, norths = zip(*(footprint.box for footprint in new), strict=True)
    others = (
        Building.objects.exclude(community=community)
        .filter(min_lon__lte=max(easts), max_lon__gte=min(wests), min_lat__lte=max(norths), max_lat__gte=min(souths))
        .values_list("community", "footprint")
        .order_by("id")
    )
    tree: shapely.STRtree | None = None
    found: dict[int, str] = {}
    chunk: list[tuple[str, bytes]] = []
    for other, footprint in others.iterator(chunk_size=CHUNK):
        chunk.append((other, bytes(footprint)))
        if len(chunk) == CHUNK:
            tree = tree or _tree(new)
            found |= _shared(tree, chunk)
            chunk = []
    if chunk:
        found |= _shared(tree or _tree(new), chunk)
    return [
        RefusedRow(row=new[at].row, part=new[at].part, reason=_reason(other)) for at, other in sorted(found.items())
    ]


def _tree(new: Sequence[Footprint]) -> shapely.STRtree:
    return shapely.STRtree(shapely.from_wkb([footprint.wkb for footprint in new]))


def _shared(tree: shapely.STRtree, others: list[tuple[str, bytes]]) -> dict[int, str]:
    shapes = shapely.from_wkb([wkb for _community, wkb in others])
    theirs, ours = tree.query(shapes, predicate="intersects")
    new = tree.geometries
    # The share of two areas in one place needs no ellipsoid: a degree is as long for both.
    both = shapely.area(shapely.intersection(shapes[theirs], new[ours]))
    smaller = np.minimum(shapely.area(shapes[theirs]), shapely.area(new[ours]))
    return {
        int(our): others[their][0]
        for our, their, share in zip(ours, theirs, both / smaller, strict=True)
        if is_same_building(float(share))
    }


def _reason(community: str) -> str:
    try:
        name = territory.community(community).name
    except territory.NoSuchDivision:
        name = community
    return _("The building already stands in %(community)s.") % {"community": name}
