"""Photos are as visible as the matter they belong to, also to units that join it later."""

from uuid import UUID

from tests.domains.cases.acting import page, photo, report, step

from linli.domains.cases import facade as cases
from linli.foundation.events import relay
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast


def photos_seen(by: Reader, case_id: UUID) -> int:
    return sum(len(entry.photos) for entry in page(by, case_id).entries)


def photos_with_key(opened: cases.Opened) -> int:
    with reading(Reader()):
        return sum(len(entry.photos) for entry in cases.case_by_key(opened.code, opened.key).entries)


class TestPhotos:
    def test_the_reporter_the_station_and_the_lead_see_them(self, cast: Cast) -> None:
        opened = report(photos=(photo(), photo()))

        assert photos_with_key(opened) == 2
        assert photos_seen(cast.readers["heshuning"], opened.case_id) == 2
        assert photos_seen(cast.readers["wuye"], opened.case_id) == 2

    def test_a_unit_that_joins_later_sees_them_too(self, cast: Cast) -> None:
        opened = report(photos=(photo(),))
        step(cast.readers["wuye"], opened.case_id, "add_assist", assist=[str(cast.units["lift"])])
        relay.drain(strict=True)

        assert photos_seen(cast.readers["dianti"], opened.case_id) == 1

    def test_a_report_that_waited_brings_them_to_its_first_unit(self, cast: Cast) -> None:
        opened = report("想问个事情", photos=(photo(),))
        clerk = cast.readers["heshuning"]
        step(clerk, opened.case_id, "accept")
        step(clerk, opened.case_id, "confirm_kind", kind="elevator")
        step(clerk, opened.case_id, "dispatch", lead=str(cast.units["property"]))
        relay.drain(strict=True)

        assert photos_seen(cast.readers["wuye"], opened.case_id) == 1

    def test_an_answers_photo_is_public_and_one_for_the_units_is_not(self, cast: Cast) -> None:
        opened = report()
        worker = cast.readers["wuye"]
        step(worker, opened.case_id, "receive")
        step(worker, opened.case_id, "note", text="内部看", audience="parties", photos=(photo(),))
        assert photos_with_key(opened) == 0
        step(worker, opened.case_id, "answer", text="修好了", photos=(photo(),))

        assert photos_with_key(opened) == 1
        assert photos_seen(worker, opened.case_id) == 2

    def test_a_unit_may_show_the_station_what_it_does_not_see_again_itself(self, cast: Cast) -> None:
        opened = report()
        worker = cast.readers["wuye"]
        step(worker, opened.case_id, "receive")
        step(worker, opened.case_id, "note", text="只给服务站看", audience="internal", photos=(photo(),))

        assert photos_seen(cast.readers["heshuning"], opened.case_id) == 1
        assert photos_seen(worker, opened.case_id) == 0
