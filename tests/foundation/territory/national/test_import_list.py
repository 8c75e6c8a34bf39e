from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.foundation.territory.national.lists import LIST, Rows, changed, folder_of

from linli.foundation.audit import log
from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import become, reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions, queries
from linli.foundation.territory.models import Division, DivisionList, Level
from linli.foundation.territory.national.importing import ListRefused, ListReport, import_list
from linli.foundation.territory.national.offers import list_day, offer_for
from linli.foundation.territory.national.package import UnreadableList, opened

COMMUNITY, STREET = "990101001001", "990101001"
OLDER, NEWER = date(2023, 6, 30), date(2024, 6, 30)
READER = job_reader("", purpose=Purpose.ADMINISTER)


@pytest.fixture(autouse=True)
def reader(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(READER):
        yield


def bring(folder: Path, rows: Rows = LIST, *, of: date = OLDER, **options: object) -> ListReport:
    with opened(folder_of(folder, rows)) as package:
        return import_list(package, as_of_on=of, **options)  # type: ignore[arg-type]


def without(*codes: str) -> Rows:
    return {stem: [row for row in rows if row[0] not in codes] for stem, rows in LIST.items()}


def ends() -> dict[str, date]:
    rows = Division.objects.values_list("code", "valid_to_on")
    return {code: day for code, day in rows if day is not None}


class TestReading:
    def test_every_row_that_fits_hangs_below_the_level_above_that_it_has(self, tmp_path: Path) -> None:
        bring(tmp_path)
        parents = dict(Division.objects.values_list("code", "parent_id"))
        assert parents[COMMUNITY] == STREET
        assert parents["991900003"] == "9919"
        assert parents["999004"] == "9990"
        assert "991900" not in parents

    def test_the_report_counts_by_level_and_keeps_the_day(self, tmp_path: Path) -> None:
        report = bring(tmp_path)
        areas = next(level for level in report.levels if level.level is Level.COUNTY)
        assert (areas.taken, areas.added, areas.fillers, areas.refused) == (2, 2, 1, 0)
        assert list_day() == OLDER

    def test_a_bad_row_is_refused_with_its_reason_and_the_others_go_in(self, tmp_path: Path) -> None:
        report = bring(tmp_path, changed(streets=[*LIST["streets"], ("990101001", "又一次"), ("990202001", "无上级")]))
        assert [(line.file, line.row) for line in report.refused] == [("streets.csv", 4), ("streets.csv", 5)]
        assert Division.objects.filter(level=Level.STREET).count() == 3

    def test_reading_again_changes_nothing_and_leaves_no_trace(self, tmp_path: Path) -> None:
        bring(tmp_path)
        before = list(Division.objects.order_by("code").values()), list(DivisionList.objects.values())
        written = written_lines()
        again = bring(tmp_path)
        assert not any(level.is_changed for level in again.levels)
        assert (list(Division.objects.order_by("code").values()), list(DivisionList.objects.values())) == before
        assert written_lines() == written

    def test_the_record_has_one_line_a_level_with_counts_and_a_digest(self, tmp_path: Path) -> None:
        before = written_lines()
        bring(tmp_path)
        assert written_lines() - before == 5

    def test_a_list_that_breaks_off_changes_nothing(self, tmp_path: Path) -> None:
        folder = folder_of(tmp_path)
        (folder / "dist" / "villages.csv").write_bytes("code,name\n990101001001,示例".encode()[:-1])
        with opened(folder) as package, pytest.raises(UnreadableList):
            import_list(package, as_of_on=OLDER)
        assert not Division.objects.exists()

    def test_a_file_without_a_single_fitting_row_refuses_the_list(self, tmp_path: Path) -> None:
        with pytest.raises(ListRefused, match=r"villages\.csv"):
            bring(tmp_path, changed(villages=[("1", "x")]))
        assert not Division.objects.exists()

    def test_an_older_list_or_one_of_tomorrow_is_refused(self, tmp_path: Path) -> None:
        bring(tmp_path, of=NEWER)
        for day in (OLDER, date(2999, 1, 1)):
            with pytest.raises(ListRefused):
                bring(tmp_path, of=day)


class TestNamesOnOfferAreNotInUse:
    def test_no_community_of_the_list_counts_as_set_up(self, tmp_path: Path) -> None:
        bring(tmp_path)
        assert queries.communities_within("") == ()
        with pytest.raises(queries.NoSuchDivision):
            queries.community(COMMUNITY)

    def test_the_offer_names_the_place_and_what_it_lies_in(self, tmp_path: Path) -> None:
        bring(tmp_path)
        offer = offer_for(COMMUNITY)
        assert offer.name == "示例社区"
        assert offer.parents == ("示例省", "市辖区", "示例区", "示例街道")
        assert offer_for("990101001009").name == ""
        assert offer_for("nonsense").parents == ()

    def test_a_community_is_taken_into_use_with_everything_it_lies_in(self, tmp_path: Path) -> None:
        bring(tmp_path)
        actions.add_division(COMMUNITY, name="示例社区", from_on=NEWER)
        assert [ref.name for ref in queries.ancestry(COMMUNITY)] == [*offer_for(COMMUNITY).parents, "示例社区"]
        with pytest.raises(actions.DivisionRefused):
            actions.add_division(COMMUNITY, name="示例社区", from_on=NEWER)

    def test_a_street_read_later_names_where_a_community_lies(self, tmp_path: Path) -> None:
        actions.add_division(COMMUNITY, name="我们的社区", from_on=OLDER)
        bring(tmp_path)
        assert [ref.name for ref in queries.ancestry(COMMUNITY)][-2:] == ["示例街道", "我们的社区"]

    def test_a_community_keeps_its_name_unless_names_are_to_be_updated(self, tmp_path: Path) -> None:
        actions.add_division(COMMUNITY, name="我们的社区", from_on=OLDER)
        bring(tmp_path)
        assert queries.division_name(COMMUNITY) == "我们的社区"
        bring(tmp_path, update_names=True)
        assert queries.division_name(COMMUNITY) == "示例社区"


class TestANewerList:
    def test_what_it_lacks_ends_the_day_before(self, tmp_path: Path) -> None:
        bring(tmp_path)
        report = bring(tmp_path, without("990101001002"), of=NEWER)
        assert ends() == {"990101001002": date(2024, 6, 29)}
        assert report.levels[-1].ended == 1
        assert offer_for("990101001002").name == ""
        with pytest.raises(actions.DivisionRefused, match="990101001002"):
            actions.add_division("990101001002", name="河边社区", from_on=NEWER)

    def test_what_it_names_again_is_taken_back(self, tmp_path: Path) -> None:
        bring(tmp_path)
        bring(tmp_path, without("990101001002"), of=NEWER)
        report = bring(tmp_path, LIST, of=date(2025, 6, 30))
        assert (ends(), report.levels[-1].returned) == ({}, 1)

    def test_nothing_ends_that_a_community_here_hangs_on(self, tmp_path: Path) -> None:
        bring(tmp_path)
        actions.add_division(COMMUNITY, name="示例社区", from_on=NEWER)
        report = bring(tmp_path, without(COMMUNITY, STREET, "990101001002"), of=NEWER)
        assert report.unlisted == (STREET, COMMUNITY)
        assert set(ends()) == {"990101001002"}

    def test_it_speaks_only_for_the_provinces_it_names(self, tmp_path: Path) -> None:
        bring(tmp_path)
        Division.objects.create(
            code="44", name="别省", level=Level.PROVINCE, valid_from_on=date(2020, 1, 1), is_in_use=False
        )
        bring(tmp_path, of=NEWER)
        assert ends() == {}

    def test_a_row_that_no_longer_fits_has_not_ended(self, tmp_path: Path) -> None:
        bring(tmp_path)
        spoiled = [(code, name.replace("河", "\ue170")) for code, name in LIST["villages"]]
        bring(tmp_path, changed(villages=spoiled), of=NEWER)
        assert ends() == {}

    def test_one_that_was_cut_off_is_taken_only_on_demand(self, tmp_path: Path) -> None:
        many = [(f"990101001{n:03d}", f"第{n}社区居委会") for n in range(1, 200)]
        bring(tmp_path, changed(villages=many))
        with pytest.raises(ListRefused, match="more than a tenth"):
            bring(tmp_path, changed(villages=many[:50]), of=NEWER)
        assert ends() == {}
        bring(tmp_path, changed(villages=many[:50]), of=NEWER, end_many=True)
        assert len(ends()) == 149

    def test_successors_are_named_for_what_ended_and_refused_for_what_did_not(self, tmp_path: Path) -> None:
        bring(tmp_path)
        pairs = [("990101001002", COMMUNITY), (COMMUNITY, "990101001002"), ("990101001002", "991900003001")]
        report = bring(tmp_path, without("990101001002"), of=NEWER, successors=pairs)
        assert report.succession.linked == {"990101001002": COMMUNITY}
        assert [line.row for line in report.succession.refused] == [2, 3]
        assert Division.objects.get(code="990101001002").successor_id == COMMUNITY


def written_lines() -> int:
    """How many lines the record holds about lists, read as an auditor; those of the running transaction come first."""
    log.flush()
    become(replace(READER, territory="99", purpose=Purpose.AUDIT))
    count = Entry.objects.filter(action__startswith="divisions.").count()
    become(READER)
    return count
