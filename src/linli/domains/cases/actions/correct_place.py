"""Corrects where a matter is: building, stair, floor, room. It moves nothing on, so it is no step of the procedure."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.actions.photos import keep_photos_in_step
from linli.domains.cases.actions.rows import entry_rows, text_rows
from linli.domains.cases.actions.take_step import StepRefused, stale_page, unless_out_of_sight
from linli.domains.cases.actions.whereabouts import grid_under, label_of, put_spot, spot_asked
from linli.domains.cases.actions.write import PLACE_COLUMNS, Groups, SomebodyWasFaster, announce, record, write_rows
from linli.domains.cases.contracts import PlaceCorrection
from linli.domains.cases.models import Case, Entry, EntryText, Wording
from linli.domains.cases.policies import corrects_place
from linli.domains.cases.queries.snapshot import load
from linli.domains.places import facade as places
from linli.foundation.scope.context import current_reader, standing_as
from linli.foundation.scope.reader import Reader, job_reader
from linli.foundation.search import index as search
from linli.foundation.workflow.outcome import EntryDraft, Step
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.step import CORRECT_PLACE

COMMUNITY_DIGITS = 12
REASON_LENGTH = 500


def correct_place(order: PlaceCorrection, *, at: datetime | None = None) -> bool:
    """Correct where a matter is; returns whether it still lies within the reader's sight.

    The grid is that of the day the matter came in, and another one only where the building is another. Units, clocks
    and history stay. Raises :class:`NoSuchCase`, :class:`StalePage` when the matter has moved since the page was made,
    and :class:`StepRefused` with the reason. In each case nothing is written.
    """
    reader, now = current_reader(), at or timezone.now()
    loaded = load(order.case_id)
    case = loaded.case
    if not corrects_place(reader, snapshot=loaded.snapshot):
        raise StepRefused(_("The service station and the grid worker correct where a matter is."))
    if order.version != loaded.snapshot.version:
        unless_out_of_sight(loaded, since=order.version)
    before = _ids(case)
    _move(case, order)
    if _ids(case) == before:
        raise StepRefused(_("It stands there already. Nothing was changed."))
    data = {"state": case.state, "place": {"from": before, "to": _ids(case)}}
    drafts = [
        EntryDraft(
            action=CORRECT_PLACE, audience=Audience.PARTIES, data=data, text=_reason(order), actor=reader.account_id,
            at=now,
        )
    ]  # fmt: skip
    entries = entry_rows(drafts, case=case, reader=reader, first=loaded.snapshot.version + 1)
    case.version = loaded.snapshot.version + 1
    with standing_as(_as_wide_as_the_community()):
        try:
            groups: Groups = {Entry: entries, EntryText: text_rows(drafts, entries=entries, case=case)}
            write_rows(case, expected=loaded.snapshot.version, groups=groups, besides=PLACE_COLUMNS)
        except SomebodyWasFaster:
            raise stale_page(load(order.case_id), since=order.version) from None
        record(case, entries)
        announce(case, step=Step(state=case.state), entries=entries)
        _follow(case, is_new_grid=before["grid"] != case.grid)
    return (case.grid or case.community).startswith(reader.territory)


def _reason(order: PlaceCorrection) -> str:
    reason = order.reason.strip()
    if not reason:
        raise StepRefused(_("Please say in a few words how you know where it is."))
    return reason[:REASON_LENGTH]


def _move(case: Case, order: PlaceCorrection) -> None:
    """Put the new place on the row (not yet written). Raises :class:`StepRefused` for one that is not there."""
    building = _building(case, order)
    spot = places.NOWHERE
    if building is not None:
        asked = spot_asked(order.place, building=building)
        if asked is None:
            raise StepRefused(_("That room is not one of this building. Nothing was changed; please choose again."))
        spot = asked
    if building is not None and building.id != case.building_id:
        case.longitude, case.latitude = building.lon, building.lat
        opened_on = timezone.localdate(case.opened_at)
        case.grid = grid_under(case.community, building.lon, building.lat, on=opened_on)
    case.building_id = building.id if building else None
    case.place = label_of(building, spot)
    put_spot(case, spot)


def _building(case: Case, order: PlaceCorrection) -> places.BuildingRef | None:
    if order.place.building is None:
        return None
    try:
        return places.building(order.place.building, community=case.community)
    except places.NoSuchBuilding:
        sentence = _("That building is not one of this community. Nothing was changed; please choose again.")
        raise StepRefused(sentence) from None


def _ids(case: Case) -> dict[str, object]:
    """Return where a matter is as ids and numbers, for its time line."""
    return {
        "building": str(case.building_id or ""),
        "dwelling": str(case.dwelling_id or ""),
        "stair": case.stair,
        "floor": case.floor,
        "grid": case.grid,
    }


def _follow(case: Case, *, is_new_grid: bool) -> None:
    """Let the search find the matter by its new plate, and whoever sees it now see its photos too."""
    words = Wording.objects.filter(pk=case.id).first()
    if words is not None:
        search.put("case", case.id, case.community, f"{words.body}\n{case.place}\n{words.place_words}")
    if is_new_grid:
        with standing_as(job_reader(case.community)):
            keep_photos_in_step(case)


def _as_wide_as_the_community() -> Reader:
    """Return the reader that writes: a grid worker may find that a matter lies in the neighbour's grid."""
    reader = current_reader()
    return replace(reader, territory=reader.territory[:COMMUNITY_DIGITS])
