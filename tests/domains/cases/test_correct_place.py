"""Correcting where a matter is: who may, what changes and what never does, what stands on record."""

import re

import pytest
from tests.domains.cases.acting import counted, finish, page, photo, report, row, statements, step
from tests.domains.cases.whereabouts import LEAK, building, buildings, correct, grid_of, room, spot

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Entry
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.queries.words import procedure_of
from linli.domains.places import facade as places
from linli.foundation.audit.models import Entry as AuditEntry
from linli.foundation.files.models import Attachment
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.workflow.replay import differences, rebuild
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


class TestCorrecting:
    @pytest.mark.parametrize("who", ["heshuning", "wangge2", "zhiban", "jiedao"])
    def test_whoever_handles_it_there_may_and_it_stands_in_the_time_line(self, cast: Cast, who: str) -> None:
        by = cast.readers[who]
        mine = next(b for b in buildings() if grid_of(b) == cast.readers["wangge2"].territory)
        with reading(by):
            door = places.dwellings_of(mine.id)[7]
        opened = report(LEAK, place=cases.PlaceInput(building=mine.id))
        before = page(by, opened.case_id)

        assert correct(by, opened.case_id, building=mine.id, dwelling=door.id, reason="水是从这一户出来的")

        after = page(by, opened.case_id)
        assert (after.spot, after.version) == (places.spot_of(door), before.version + 1)
        assert (after.entries[-1].headline, after.entries[-1].text) == ("位置已更正", "水是从这一户出来的")
        assert (after.state, after.units, after.due_at, after.grid) == (
            before.state,
            before.units,
            before.due_at,
            before.grid,
        )

    @pytest.mark.parametrize("who", ["heshi", "wuye"])
    def test_a_unit_and_a_verifier_may_not(self, cast: Cast, who: str) -> None:
        opened = report("电梯又停了，门关不上", place=cases.PlaceInput(building=building().id))
        assert not page(cast.readers[who], opened.case_id).can_correct_place
        with pytest.raises(cases.StepRefused):
            correct(cast.readers[who], opened.case_id, building=building().id, floor=2)

    def test_a_sealed_matter_is_moved_by_the_street_alone(self, cast: Cast) -> None:
        opened = report("安和物业服务中心的人态度不好", place=cases.PlaceInput(building=building().id))
        with pytest.raises(cases.NoSuchCase):
            correct(cast.readers["heshuning"], opened.case_id, version=1, building=building().id, floor=2)
        assert correct(cast.readers["jiedao"], opened.case_id, building=building().id, floor=2)

    def test_a_closed_matter_stays_where_it_was(self, cast: Cast) -> None:
        opened = report("电梯又停了，门关不上", place=cases.PlaceInput(building=building().id))
        finish(cast.readers["wuye"], opened.case_id)
        step(cast.readers["heshi"], opened.case_id, "verify", text="看过了")
        with pytest.raises(cases.StepRefused):
            correct(cast.readers["heshuning"], opened.case_id, building=building().id, floor=2)

    def test_an_old_page_changes_nothing_and_says_what_happened(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building().id
        opened = report(LEAK, place=cases.PlaceInput(building=here))
        seen = page(clerk, opened.case_id).version
        correct(clerk, opened.case_id, building=here, floor=2)
        with pytest.raises(cases.StalePage) as stale:
            correct(clerk, opened.case_id, version=seen, building=here, floor=3)
        assert [entry.headline for entry in stale.value.entries] == ["位置已更正"]
        assert spot(clerk, opened.case_id).floor == 2

    @pytest.mark.parametrize(
        ("reason", "where"), [("", {"floor": 2}), ("  ", {"floor": 2}), ("看过", {}), ("看过", {"dwelling": "strange"})]
    )
    def test_without_a_reason_a_change_or_a_room_of_the_building_it_is_refused(
        self, cast: Cast, reason: str, where: dict[str, object]
    ) -> None:
        clerk, here = cast.readers["heshuning"], building().id
        opened = report(LEAK, place=cases.PlaceInput(building=here))
        strange = {name: room("302", at=5).id if value == "strange" else value for name, value in where.items()}
        with pytest.raises(cases.StepRefused):
            correct(clerk, opened.case_id, reason=reason, building=here, **strange)
        assert page(clerk, opened.case_id).version == row(opened.case_id).version
        assert spot(clerk, opened.case_id) == places.NOWHERE

    def test_a_building_of_elsewhere_is_refused(self, cast: Cast) -> None:
        opened = report(LEAK, place=cases.PlaceInput(building=building().id))
        with pytest.raises(cases.StepRefused):
            correct(cast.readers["heshuning"], opened.case_id, building=opened.case_id)


class TestAnotherBuilding:
    def test_in_another_grid_it_goes_to_that_grid_with_its_photos(self, cast: Cast) -> None:
        worker = cast.readers["wangge2"]
        mine = next(b for b in buildings() if grid_of(b) == worker.territory)
        far = next(b for b in buildings() if grid_of(b) not in {worker.territory, ""})
        opened = report(LEAK, photos=(photo(),), place=cases.PlaceInput(building=mine.id))

        assert not correct(worker, opened.case_id, building=far.id, floor=2)

        case = row(opened.case_id)
        assert (case.grid, case.place) == (grid_of(far), far.label)
        assert (case.longitude, case.latitude) == (far.lon, far.lat)
        with pytest.raises(cases.NoSuchCase):
            page(worker, opened.case_id)
        with reading(job_reader(COMMUNITY)):
            assert Attachment.objects.get(parent_id=opened.case_id).grid == case.grid

    def test_in_the_same_grid_the_grid_of_the_day_stays(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building()
        opened = report(LEAK, place=cases.PlaceInput(building=here.id, longitude=here.lon, latitude=here.lat))
        with reading(job_reader(COMMUNITY)):
            Case.objects.filter(pk=opened.case_id).update(grid=f"{COMMUNITY}099")
        correct(clerk, opened.case_id, building=here.id, floor=2)
        assert row(opened.case_id).grid == f"{COMMUNITY}099"

    def test_no_building_at_all_keeps_the_point(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building()
        opened = report("2 单元 502 漏水", place=cases.PlaceInput(building=here.id))
        correct(clerk, opened.case_id, reason="在楼外面")
        case = row(opened.case_id)
        assert (case.building_id, case.dwelling_id, case.place) == (None, None, "")
        assert (case.longitude, case.latitude) == (here.lon, here.lat)


class TestOnRecord:
    def test_the_audit_names_no_room_and_the_time_line_rebuilds(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building().id
        opened = report(LEAK, place=cases.PlaceInput(building=here))
        correct(clerk, opened.case_id, building=here, dwelling=room("502").id, reason="是 502 漏下来的")
        step(clerk, opened.case_id, "note", text="明天去", audience="internal")

        with reading(job_reader(COMMUNITY)):
            loaded = load(opened.case_id)
            entries = list(Entry.objects.filter(case=opened.case_id).order_by("number"))
        with reading(cast.readers["shenji"]):
            line = AuditEntry.objects.get(action="case.correct_place")
        rebuilt = rebuild(procedure_of(loaded.case.procedure, loaded.case.procedure_version), entries)
        assert "502" not in re.sub(r"[0-9a-f-]{30,}", "", line.payload)  # digests and ids hold any digits
        assert not [one for one in differences(rebuilt, loaded.snapshot) if one in {"state", "version"} or " " in one]

    def test_the_new_plate_is_found_by_the_search(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        opened = report(LEAK, place=cases.PlaceInput(building=building().id))
        correct(clerk, opened.case_id, building=building(12).id, stair=2)
        with reading(clerk):
            found = cases.case_list(cases.CaseFilters(words="12 号楼")).rows
        assert [one.id for one in found] == [opened.case_id]

    def test_it_costs_few_statements(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building().id
        opened = report(LEAK, place=cases.PlaceInput(building=here))
        correct(clerk, opened.case_id, building=here, floor=2)
        version = page(clerk, opened.case_id).version
        with counted() as captured:
            correct(clerk, opened.case_id, version=version, building=here, floor=3)
        assert statements(captured) <= 10
