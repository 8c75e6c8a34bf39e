"""Open matters that resemble one: for staff as far as they may see them, for the public as facts without words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.contracts import AlikeLine, KnownLine, Sought
from linli.domains.cases.models import Case, Wording
from linli.domains.cases.queries.published import building_told, public_matters, publishing_rule
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.queries.visible import visible_cases
from linli.domains.cases.queries.words import kind_words, kinds, state_of
from linli.domains.places import facade as places
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.terms import SimilarRule
from linli.foundation.scope.context import standing_as
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.triage.similar import Alike, Trace, most_alike, pieces_of
from linli.foundation.workflow.words import say

COMPARED: Final = 400
"""The newest open matters of a community that are looked at; older ones are too far in time to be alike."""
_ALIKE_WORDS: Final = 0.3
_NEAR: Final = 0.5


def alike_to_case(case_id: UUID, *, reader: Reader) -> tuple[AlikeLine, ...]:
    """Return the open matters most like one (four statements). Raises :class:`NoSuchCase`."""
    case = load(case_id).case
    said = Wording.objects.filter(pk=case_id).values_list("title", "body").first() or ("", "")
    asked = _trace(case, text=" ".join(said))
    return _alike(asked, community=case.community, reader=reader)


def alike_to_words(sought: Sought, *, reader: Reader, at: datetime) -> tuple[AlikeLine, ...]:
    """Return the open matters most like something told just now (two statements, none for nothing told)."""
    if not sought.text.strip():
        return ()
    return _alike(_trace_of(sought, at=at), community=sought.community, reader=reader)


def known_already(sought: Sought, *, at: datetime) -> tuple[KnownLine, ...]:
    """Return open matters of the same shared kind at the same place, for whoever is about to report (three statements).

    What others wrote is neither shown nor compared, so that nobody can feel for it. Nothing is known without a place,
    of kinds that concern somebody alone (no ``shared`` in the pack), or beyond what other systems are told: what is
    public by its grid alone is not known at a building.
    """
    kind = kinds(sought.community).get(sought.kind)
    has_place = sought.building is not None or sought.longitude is not None
    if kind is None or not kind.is_shared or not has_place:
        return ()
    rule = publishing_rule(sought.community)
    shown = public_matters(sought.community, rule=rule).filter(kind=sought.kind, closed_at__isnull=True)
    with standing_as(Reader(purpose=Purpose.PUBLISH, territory=sought.community)):
        newest = list(shown.order_by("-id")[:COMPARED])
    buildings = {case.id: building_told(case, rule=rule) for case in newest}
    found = {case.id: case for case in newest if case.building_id is None or buildings[case.id] is not None}
    asked = _trace_of(replace(sought, text=""), at=at)
    others = [_trace(case, text="") for case in found.values()]
    near = [alike for alike in most_alike(asked, others, _rule(sought.community)) if alike.place >= _NEAR]
    return tuple(_known(found[alike.key], buildings[alike.key]) for alike in near if alike.key is not None)


def _alike(asked: Trace[UUID | None], *, community: str, reader: Reader) -> tuple[AlikeLine, ...]:
    query = visible_cases(reader).filter(community=community, closed_at__isnull=True)
    found = {case.id: case for case in query.order_by("-id")[:COMPARED]}
    said = {
        row[0]: (row[1], f"{row[1]} {row[2]}")
        for row in Wording.objects.filter(case__in=list(found)).values_list("case_id", "title", "body")
    }
    others = [_trace(case, text=said.get(case.id, ("", ""))[1]) for case in found.values()]
    ranked = most_alike(asked, others, _rule(community))
    titles = {key: title for key, (title, _) in said.items()}
    return tuple(_line(found[alike.key], alike, asked=asked, titles=titles) for alike in ranked if alike.key)


def _rule(community: str) -> SimilarRule:
    return rulepacks.similar(scope=community, on=timezone.localdate())


def _trace(case: Case, *, text: str) -> Trace[UUID | None]:
    longitude, latitude = case.longitude, case.latitude
    return Trace(
        key=case.id,
        kind=case.kind,
        at=case.opened_at,
        pieces=pieces_of(text),
        building=str(case.building_id or ""),
        point=None if longitude is None or latitude is None else (longitude, latitude),
    )


def _trace_of(sought: Sought, *, at: datetime) -> Trace[UUID | None]:
    longitude, latitude = sought.longitude, sought.latitude
    building = _building(sought.community, sought.building)
    if building is not None and longitude is None:
        longitude, latitude = building.lon, building.lat
    return Trace(
        key=None,
        kind=sought.kind,
        at=at,
        pieces=pieces_of(sought.text),
        building=str(sought.building or ""),
        point=None if longitude is None or latitude is None else (longitude, latitude),
    )


def _building(community: str, building: UUID | None) -> places.BuildingRef | None:
    return next((one for one in places.buildings_of(community) if one.id == building), None)


def _line(case: Case, alike: Alike[UUID | None], *, asked: Trace[UUID | None], titles: Mapping[UUID, str]) -> AlikeLine:
    state = state_of(case.procedure, case.procedure_version, case.state)
    is_same_building = bool(asked.building) and asked.building == str(case.building_id)
    return AlikeLine(
        id=case.id,
        code=case.code,
        title=titles.get(case.id, ""),
        place=case.place,
        kind_words=kind_words(case.community, case.kind),
        state_words=say(state.internal),
        shape=str(state.shape),
        opened_at=case.opened_at,
        is_same_building=is_same_building,
        is_near=not is_same_building and alike.place >= _NEAR,
        is_same_kind=case.kind == asked.kind,
        is_worded_alike=alike.text >= _ALIKE_WORDS,
    )


def _known(case: Case, building: places.BuildingRef | None) -> KnownLine:
    state = state_of(case.procedure, case.procedure_version, case.state)
    return KnownLine(
        kind_words=kind_words(case.community, case.kind),
        place=building.label if building else "",
        state_words=say(state.public),
        shape=str(state.shape),
        opened_at=case.opened_at,
    )
