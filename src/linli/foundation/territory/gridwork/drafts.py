"""Keeps the drawing of a community's next grids step by step: nothing drawn is lost, and each step can be taken back.

Whoever changes it says which step they saw; where somebody else was faster nothing is changed. The first step is what
is published last, in force or not yet.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

import shapely
from django.db import transaction
from django.db.models import Max

from linli.foundation.audit import log
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import actions
from linli.foundation.territory.gridwork.changes import Drawing, Grids, settled
from linli.foundation.territory.gridwork.checks import GridFeature
from linli.foundation.territory.models import Division, Grid, GridDraft, GridDraftStep, GridKind
from linli.foundation.territory.queries import boundary_of

MOST_STEPS = 100
"""So many steps are kept to go back to; the oldest are forgotten first."""
_PLACES = 9
"""Decimal places of a degree that are kept: a tenth of a millimetre."""

Change = Callable[[Drawing], Grids]


class DraftMoved(Exception):
    """Raised when the drawing is at another step than the one that was seen; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What one step did: its code and the names of the grids it was done to."""

    code: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A drawing as it stands: its grids, the step shown, and what going back or forth would undo or redo.

    ``is_begun`` is false while nothing was drawn since the last publication; ``is_overtaken`` says that other grids
    were published since it began.
    """

    drawing: Drawing
    step: int
    undo: Deed | None
    redo: Deed | None
    is_begun: bool
    is_overtaken: bool


def draft_of(community: str) -> Draft:
    """Return a community's drawing; where none was begun, the grids that were published last (five queries at most)."""
    row = GridDraft.objects.filter(community=community).first()
    version = _version(community)
    if row is None:
        drawing = _blank(community)
        drawing = replace(drawing, grids=published_again(drawing))
        return Draft(drawing=drawing, step=0, undo=None, redo=None, is_begun=False, is_overtaken=False)
    near = {
        step.number: step
        for step in GridDraftStep.objects.filter(draft=row, number__in=(row.step, row.step + 1)).order_by("number")
    }
    shown, after = near[row.step], near.get(row.step + 1)
    has_before = GridDraftStep.objects.filter(draft=row, number=row.step - 1).exists()
    return Draft(
        drawing=replace(_blank(community), grids=_read(shown.grids)),
        step=row.step,
        undo=Deed(code=shown.deed, subject=shown.subject) if has_before else None,
        redo=Deed(code=after.deed, subject=after.subject) if after else None,
        is_begun=True,
        is_overtaken=row.based_on != version,
    )


@transaction.atomic
def change_draft(community: str, change: Change, *, deed: Deed, seen: int) -> Draft:
    """Change the drawing by one step and return it; what was taken back before is forgotten.

    Raises :class:`DraftMoved` where ``seen`` is not the step it stands at, and
    :class:`~linli.foundation.territory.gridwork.changes.DrawingRefused`.
    """
    row = _held(community, seen=seen)
    before = GridDraftStep.objects.get(draft=row, number=row.step)
    after = change(replace(_blank(community), grids=_read(before.grids)))
    GridDraftStep.objects.filter(draft=row, number__gt=row.step).delete()
    row.step += 1
    row.save(update_fields=["step"])
    _add_step(row, number=row.step, deed=deed, grids=after)
    GridDraftStep.objects.filter(draft=row, number__lte=row.step - MOST_STEPS).delete()
    return draft_of(community)


@transaction.atomic
def go_back(community: str, *, seen: int) -> Draft:
    """Take the last step back. Raises :class:`DraftMoved`; at the first step nothing happens."""
    return _go(community, seen=seen, by=-1)


@transaction.atomic
def go_forth(community: str, *, seen: int) -> Draft:
    """Take the step that was taken back again. Raises :class:`DraftMoved`; at the last step nothing happens."""
    return _go(community, seen=seen, by=1)


@transaction.atomic
def publish_draft(community: str, *, seen: int, from_on: date, actor: Reader | None = None) -> actions.Publication:
    """Publish the drawing from a day on and end it.

    Raises :class:`DraftMoved`, and :class:`~linli.foundation.territory.actions.GridsRefused` with every reason.
    """
    row = _held(community, seen=seen)
    shown = GridDraftStep.objects.get(draft=row, number=row.step)
    done = actions.publish_grids(community, _read(shown.grids), from_on=from_on, actor=actor)
    row.delete()
    return done


@transaction.atomic
def give_up(community: str, *, seen: int, actor: Reader | None = None) -> None:
    """Throw the drawing away with all its steps. Raises :class:`DraftMoved`."""
    row = _held(community, seen=seen)
    log.record(
        "grids.draft_given_up", community=community, subject_type="community", subject_id=community,
        data={"steps": row.step}, actor=actor,
    )  # fmt: skip
    row.delete()


def published_again(drawing: Drawing) -> Grids:
    """Return the grids that were published last and are open-ended (in force, or coming), as a drawing holds them.

    It is what a drawing begins with, and what starting over is: a step that can be taken back.
    """
    rows = Grid.objects.filter(community=drawing.community, valid_to_on=None).order_by("code")
    grids = [
        GridFeature(
            row=0,
            code=row.code,
            name=row.name,
            kind=GridKind(row.kind),
            shape=shapely.from_wkb(bytes(row.polygon)),
        )
        for row in rows
    ]
    return _read(_written(settled(drawing, grids)))


def _go(community: str, *, seen: int, by: int) -> Draft:
    row = _held(community, seen=seen)
    if GridDraftStep.objects.filter(draft=row, number=row.step + by).exists():
        row.step += by
        row.save(update_fields=["step"])
    return draft_of(community)


def _held(community: str, *, seen: int) -> GridDraft:
    """Return the drawing with nobody else at it, begun where there is none."""
    Division.objects.select_for_update().get(code=community)  # whoever begins it at the same time waits
    row = GridDraft.objects.filter(community=community).first()
    if row is None:
        row = GridDraft.objects.create(community=community, based_on=_version(community))
        _add_step(row, number=0, deed=Deed(code="begun", subject=""), grids=published_again(_blank(community)))
    if row.step != seen:
        raise DraftMoved
    return row


def _add_step(row: GridDraft, *, number: int, deed: Deed, grids: Iterable[GridFeature]) -> None:
    GridDraftStep.objects.create(
        draft=row, community=row.community, number=number, deed=deed.code, subject=deed.subject[:200],
        grids=_written(grids),
    )  # fmt: skip


def _blank(community: str) -> Drawing:
    """Return a drawing without grids: the border and the codes that are taken (two queries)."""
    wkb = boundary_of(community)
    taken = Grid.objects.filter(community=community).values_list("code", flat=True).distinct()
    boundary = None if wkb is None else shapely.from_wkb(wkb)
    return Drawing(community=community, grids=(), boundary=boundary, taken=frozenset(taken))


def _version(community: str) -> int:
    return Grid.objects.filter(community=community).aggregate(last=Max("version"))["last"] or 0


def _written(grids: Iterable[GridFeature]) -> str:
    rows = [
        {
            "code": grid.code, "name": grid.name, "kind": grid.kind.value,
            "shape": shapely.to_wkt(grid.shape, rounding_precision=_PLACES),
        }
        for grid in grids
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Grids:
    rows = json.loads(text)
    return tuple(
        GridFeature(
            row=at,
            code=row["code"],
            name=row["name"],
            kind=GridKind(row["kind"]),
            shape=shapely.from_wkt(row["shape"]),
        )
        for at, row in enumerate(rows, start=1)
    )
