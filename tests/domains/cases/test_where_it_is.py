"""Where in its building a matter is: taken as said, read from exact words, held by the database, shown to few."""

import re
from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from tests.domains.cases.acting import counted, report, row, statements
from tests.domains.cases.whereabouts import LEAK, building, correct, room, spot

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


class TestOpening:
    def test_a_room_is_kept_and_the_plate_says_building_and_stair_alone(self, cast: Cast) -> None:
        door = room("502")
        opened = report(
            LEAK, by=cast.readers["heshuning"], place=cases.PlaceInput(building=building().id, dwelling=door.id)
        )

        case = row(opened.case_id)
        assert (case.dwelling_id, case.stair, case.floor) == (door.id, None, None)
        assert case.place == "3 号楼 2 单元"
        assert spot(cast.readers["heshuning"], opened.case_id) == places.spot_of(door)

    def test_a_landing_has_a_floor_and_no_room(self, cast: Cast) -> None:
        del cast
        opened = report(LEAK, place=cases.PlaceInput(building=building().id, stair=2, floor=4))
        case = row(opened.case_id)
        assert (case.dwelling_id, case.stair, case.floor) == (None, 2, 4)

    @pytest.mark.parametrize(
        ("text", "words", "stair", "expected"),
        [
            ("2 单元 502 厨房漏水", "", None, "502"),
            ("楼上漏到我家", "2 单元 502", None, "502"),
            ("502 漏水", "", 2, "502"),
            ("502 和 602 都漏水", "", 2, ""),
            ("502 漏水", "", None, ""),
        ],
    )
    def test_a_residents_exact_words_are_read_and_others_are_not(
        self, cast: Cast, text: str, words: str, stair: int | None, expected: str
    ) -> None:
        place = cases.PlaceInput(building=building().id, stair=stair, words=words)
        opened = report(text, place=place)
        assert spot(cast.readers["heshuning"], opened.case_id).room == expected

    def test_what_somebody_chose_or_looked_at_is_not_read_over(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building().id
        chosen = report("2 单元 502 漏水", by=clerk, place=cases.PlaceInput(building=here, stair=1, floor=3))
        left = report("2 单元 502 漏水", by=clerk, place=cases.PlaceInput(building=here, is_final=True))
        assert spot(clerk, chosen.case_id) == places.Spot(stair=1, floor=3)
        assert spot(clerk, left.case_id) == places.NOWHERE

    def test_a_room_of_another_building_is_not_taken_and_the_report_is(self, cast: Cast) -> None:
        strange = room("302", at=5)
        opened = report(LEAK, place=cases.PlaceInput(building=building().id, stair=2, dwelling=strange.id))
        assert spot(cast.readers["heshuning"], opened.case_id) == places.Spot(stair=2)

    def test_words_that_name_no_place_cost_no_statement(self, cast: Cast) -> None:
        place = cases.PlaceInput(building=building().id)
        report(LEAK, place=place)
        with counted() as without:
            report(LEAK, place=place)
        with counted() as named:
            report(f"5 楼{LEAK}", place=place)
        assert statements(named) - statements(without) == 1
        del cast


class TestTheDatabase:
    def test_it_refuses_a_room_of_another_building_and_one_beside_a_floor(self, cast: Cast) -> None:
        del cast
        opened = report(LEAK, place=cases.PlaceInput(building=building().id))
        strange, own = room("302", at=5), room("302")
        for change in (
            {"dwelling_id": strange.id},
            {"dwelling_id": own.id, "floor": 3},
            {"building_id": None, "stair": 1},
            {"building_id": None, "dwelling_id": own.id},
        ):
            with pytest.raises(IntegrityError), reading(job_reader(COMMUNITY)):
                Case.objects.filter(pk=opened.case_id).update(**change)

    def test_a_room_is_seen_by_whoever_sees_the_matter_and_nobody_else(self, cast: Cast) -> None:
        opened = report("2 单元 502 漏水", place=cases.PlaceInput(building=building().id))
        rooms = Case.objects.filter(dwelling__isnull=False)
        far = next(name for name in ("wangge1", "wangge2", "wangge3") if name in cast.readers
                   and cast.readers[name].territory != row(opened.case_id).grid)  # fmt: skip
        with reading(cast.readers["heshuning"]):
            assert rooms.count() == 1
        for nobody in (Reader(), cast.readers[far], cast.readers["xitong"]):
            with reading(nobody):
                assert rooms.count() == 0
        with transaction.atomic():
            assert rooms.count() == 0


class TestWhoDoesNotSeeTheRoom:
    def test_not_the_code_the_reporter_the_list_or_the_register(self, cast: Cast) -> None:
        door = room("502")
        place = cases.PlaceInput(building=building().id, dwelling=door.id)
        opened = report(LEAK, by=cast.readers["heshuning"], place=place)
        correct(
            cast.readers["heshuning"], opened.case_id, building=building().id, dwelling=room("602").id, reason="是 602"
        )
        with reading(Reader()):
            public = cases.case_by_key(opened.code, opened.key)
        assert public.place == "3 号楼 2 单元"
        with reading(cast.readers["heshuning"]):
            listed = cases.case_list(cases.CaseFilters()).rows
        shown = [repr(public), *map(repr, listed)]
        assert not any(str(door.id) in text for text in shown)
        read = [
            re.sub(r"[0-9a-f-]{10,}|datetime\(.*?\)", "", text) for text in shown
        ]  # ids, codes, moments: any digits
        assert not any(mark in text for text in read for mark in ("502", "602"))


class TestMattersOfBefore:
    def test_open_ones_get_what_their_words_name_exactly(self, cast: Cast) -> None:
        clerk, here = cast.readers["heshuning"], building().id
        blank = cases.PlaceInput(building=here, is_final=True)
        named = report("2 单元 502 漏水", by=clerk, place=blank).case_id
        vague = report("502 和 602 漏水", by=clerk, place=blank).case_id
        on_stair = report("门口的灯", by=clerk, place=replace(blank, stair=2)).case_id
        with reading(job_reader(COMMUNITY)):
            Case.objects.filter(pk=on_stair).update(stair=None)

        fill = import_module("linli.domains.cases.migrations.0010_words_become_places").read_words
        for _again in range(2):
            with reading(job_reader(COMMUNITY)):
                fill(apps)

        assert row(named).dwelling_id == room("502").id
        assert (row(vague).dwelling_id, row(vague).floor) == (None, None)
        assert row(on_stair).stair == 2
