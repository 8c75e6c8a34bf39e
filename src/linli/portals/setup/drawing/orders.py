"""Reads what somebody at the drawing table asks for, and says in words what was done.

Points come as ``longitude latitude`` pairs in degrees (WGS 84), separated by semicolons.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.foundation.territory.geojson import UnreadableFile
from linli.foundation.territory.gridwork import changes, drafts
from linli.foundation.territory.gridwork.changes import DrawingRefused, Point
from linli.foundation.territory.gridwork.checks import read_grids
from linli.foundation.territory.gridwork.drafts import Change, Deed
from linli.foundation.territory.models import GridKind
from linli.kernel.geo import Datum


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to be done to a drawing: the change itself, and what it will be called."""

    change: Change
    deed: Deed


def order_of(form: QueryDict, *, names: Mapping[str, str]) -> Order:
    """Return what a form asks for; ``names`` are the grids' by code. Raises :class:`DrawingRefused`."""
    code = form.get("op", "")
    make = _ORDERS.get(code)
    if make is None:
        raise DrawingRefused(_("The form came back incomplete. Nothing was changed; try again."))
    return Order(change=make(form), deed=Deed(code=code, subject=_subject(form, names=names)))


def say_deed(deed: Deed) -> str:
    """Return in words what a step did: ``Split: Grid 3``."""
    words = {
        "draw": _("Drawn"),
        "split": _("Split"),
        "merge": _("Merged"),
        "move": _("Corner moved"),
        "bend": _("Border bent"),
        "straighten": _("Corner taken away"),
        "give": _("Overlap settled"),
        "fill": _("Gap filled"),
        "rename": _("Renamed"),
        "remove": _("Taken away"),
        "over": _("Started over"),
        "file": _("Taken from a file"),
    }
    what = words.get(deed.code, deed.code)
    return _("%(what)s: %(subject)s") % {"what": what, "subject": deed.subject} if deed.subject else what


def points_of(text: str) -> list[Point]:
    """Read points. Raises :class:`DrawingRefused` for anything that is none."""
    if not text.strip():
        return []
    return [_point(part) for part in text.split(";")]


def _point(text: str) -> Point:
    parts = text.split()
    try:
        lon, lat = (float(part) for part in parts)
    except ValueError:
        raise DrawingRefused(_("The points of the line came back unreadable. Draw it anew.")) from None
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise DrawingRefused(_("The points of the line came back unreadable. Draw it anew."))
    return lon, lat


def _exactly(count: int, form: QueryDict) -> list[Point]:
    found = points_of(form.get("points", ""))
    if len(found) != count:
        raise DrawingRefused(_("The points of the line came back unreadable. Draw it anew."))
    return found


def _subject(form: QueryDict, *, names: Mapping[str, str]) -> str:
    codes = form.getlist("codes") or [form.get("code", "")]
    return _(", ").join(names[code] for code in codes if code in names) or " ".join(form.get("name", "").split())[:100]


def _kind(form: QueryDict) -> GridKind:
    try:
        return GridKind(form.get("kind", GridKind.BASE.value))
    except ValueError:
        raise DrawingRefused(_("The form came back incomplete. Nothing was changed; try again.")) from None


def _draw(form: QueryDict) -> Change:
    ring, name, kind = points_of(form.get("points", "")), form.get("name", ""), _kind(form)
    return lambda drawing: changes.draw(drawing, ring, name=name, kind=kind)


def _split(form: QueryDict) -> Change:
    line, code = points_of(form.get("points", "")), form.get("code", "")
    return lambda drawing: changes.split(drawing, code, line)


def _merge(form: QueryDict) -> Change:
    codes = form.getlist("codes")
    return lambda drawing: changes.merge(drawing, codes)


def _move(form: QueryDict) -> Change:
    at, to = _exactly(2, form)
    return lambda drawing: changes.move_corner(drawing, at, to)


def _bend(form: QueryDict) -> Change:
    start, end, to = _exactly(3, form)
    return lambda drawing: changes.bend(drawing, start, end, to)


def _straighten(form: QueryDict) -> Change:
    (at,) = _exactly(1, form)
    return lambda drawing: changes.remove_corner(drawing, at)


def _give(form: QueryDict) -> Change:
    keeps, loses = form.get("code", ""), form.get("loses", "")
    return lambda drawing: changes.give_overlap(drawing, keeps=keeps, loses=loses)


def _fill(form: QueryDict) -> Change:
    (at,) = _exactly(1, form)
    code = form.get("code", "")
    return lambda drawing: changes.fill_gap(drawing, at, code=code)


def _rename(form: QueryDict) -> Change:
    code, name, kind = form.get("code", ""), form.get("name", ""), _kind(form)
    return lambda drawing: changes.rename(drawing, code, name=name, kind=kind)


def _remove(form: QueryDict) -> Change:
    code = form.get("code", "")
    return lambda drawing: changes.remove(drawing, code)


def _over(_form: QueryDict) -> Change:
    return drafts.published_again


def _file(form: QueryDict) -> Change:
    """Take the grids of a file whose rows are all readable; what the checks say against them is mended by drawing."""
    try:
        features, unread = read_grids(form.get("text", "").encode(), datum=Datum(form.get("datum", "")))
    except UnreadableFile as unreadable:
        raise DrawingRefused(str(unreadable)) from unreadable
    except ValueError:
        raise DrawingRefused(_("The form came back incomplete. Nothing was changed; try again.")) from None
    if unread:
        raise DrawingRefused(unread[0].reason)
    return lambda drawing: changes.taken_over(drawing, features)


_ORDERS: Final[dict[str, Callable[[QueryDict], Change]]] = {
    "draw": _draw,
    "split": _split,
    "merge": _merge,
    "move": _move,
    "bend": _bend,
    "straighten": _straighten,
    "give": _give,
    "fill": _fill,
    "rename": _rename,
    "remove": _remove,
    "over": _over,
    "file": _file,
}
