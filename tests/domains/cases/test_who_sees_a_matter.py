"""What the database shows of a matter, with the program's own filters left out and real commits on one connection."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Clock, Contact, Entry, EntryText, Party, Rating, Submission, Wording
from linli.domains.places import facade as places
from linli.foundation.files.models import Attachment
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

TABLES = (Case, Wording, Contact, Party, Clock, Entry, EntryText, Rating, Attachment)
PERSONAL = (Wording, Contact, EntryText, Rating, Attachment)


def report(text: str = "电梯又停了，门关不上", *, token: str = "", staff: Reader | None = None) -> cases.Opened:
    with reading(staff or Reader()):
        return cases.open_case(
            cases.OpenCase(
                community=COMMUNITY,
                text=text,
                token=token or "leak-1",
                channel="web",
                contact=cases.ContactInput(name="陈师傅", phone="19900000001"),
            )
        )


def seen(reader: Reader) -> dict[str, int]:
    with reading(reader):
        return {model.__name__: model._default_manager.count() for model in TABLES}


def nothing(counts: dict[str, int]) -> bool:
    return not any(counts.values())


class TestWhoSeesAMatter:
    def test_a_transaction_that_names_no_reader_sees_nothing(self, cast: Cast) -> None:
        report()

        with transaction.atomic():
            assert all(model._default_manager.count() == 0 for model in TABLES)
        assert seen(cast.readers["heshuning"])["Case"] == 1
        with transaction.atomic():
            assert connection.cursor().execute("SELECT current_setting('linli.territory', true)").fetchone() == ("",)
            assert all(model._default_manager.count() == 0 for model in TABLES)

    def test_the_public_sees_nothing_without_code_or_key(self, cast: Cast) -> None:
        del cast
        report()

        assert nothing(seen(Reader()))

    def test_the_code_alone_opens_the_state_and_no_words(self, cast: Cast) -> None:
        del cast
        opened = report()

        counts = seen(Reader(purpose=Purpose.STATE, grant=opened.code))
        assert counts.pop("Case") == 1
        assert nothing(counts)

    def test_a_neighbouring_community_and_street_see_nothing(self, cast: Cast) -> None:
        report()

        for place in ("999901001002", "999901002", "999902"):
            assert nothing(seen(replace(cast.readers["heshuning"], territory=place)))

    def test_a_grid_worker_sees_the_own_grid_alone(self, cast: Cast) -> None:
        report()

        assert nothing(seen(cast.readers["wangge2"]))

    def test_whose_words_were_taken_down_is_no_unit_s_to_know(self, cast: Cast) -> None:
        order = cases.OpenCase(
            community=COMMUNITY, text="电梯又停了，门关不上", token="leak-5", channel="dictation",
            source="3 号楼的陈奶奶", is_read_back=True,
        )  # fmt: skip
        with reading(cast.readers["heshuning"]):
            opened = cases.open_case(order)

        sources = {}
        for who in ("heshuning", "wuye"):
            with reading(cast.readers[who]):
                sources[who] = cases.case_page(opened.case_id).source
        assert sources == {"heshuning": "3 号楼的陈奶奶", "wuye": ""}

    def test_a_unit_sees_its_matters_without_the_contact(self, cast: Cast) -> None:
        report()

        handling = seen(cast.readers["wuye"])
        assert handling["Case"] == 1
        assert handling["Contact"] == 0
        assert nothing(seen(cast.readers["chengguan"]))

    @pytest.mark.parametrize("who", ["xitong", "anquan", "shenji"])
    def test_administrators_never_see_residents_data(self, cast: Cast, who: str) -> None:
        report()

        assert nothing(seen(cast.readers[who]))

    def test_a_matter_that_names_a_unit_is_the_streets_alone(self, cast: Cast) -> None:
        report("安和物业服务中心的人骂了老人", token="leak-2")

        assert nothing(seen(cast.readers["heshuning"]))
        assert nothing(seen(cast.readers["wuye"]))
        assert seen(cast.readers["jiedao"])["Case"] == 1

    def test_people_of_the_unit_it_names_do_not_see_it_from_any_standing(self, cast: Cast) -> None:
        report("安和物业服务中心的人骂了老人", token="leak-2")
        official = cast.readers["jiedao"]

        assert nothing(seen(replace(official, unit=cast.units["property"])))
        assert nothing(seen(replace(official, unit=cast.units["property"], territory=COMMUNITY[:6])))
        for unit in (official.unit, None):
            assert seen(replace(official, unit=unit))["Case"] == 1

    @pytest.mark.parametrize("who", ["heshuning", "jiedao"])
    def test_a_report_about_one_s_own_unit_is_taken_down_and_leaves_one_s_sight(self, cast: Cast, who: str) -> None:
        taker = replace(cast.readers[who], unit=cast.units["property"])
        report("安和物业服务中心的人骂了老人", token="leak-7", staff=taker)

        assert nothing(seen(taker))
        assert seen(cast.readers["jiedao"])["Contact"] == 1

    def test_not_even_the_street_can_make_a_named_unit_a_party(self, cast: Cast) -> None:
        report("安和物业服务中心的人骂了老人", token="leak-2")

        with pytest.raises(IntegrityError, match="case_never_with_whom_it_names"), reading(cast.readers["jiedao"]):
            Case.objects.update(units=F("about_units"))

    def test_nobody_rewrites_what_was_reported(self, cast: Cast) -> None:
        report()

        for who in ("heshuning", "jiedao", "wuye"):
            with reading(cast.readers[who]):
                assert Wording.objects.count() == 1
                assert Wording.objects.update(body="other words") == 0

    def test_who_called_is_counted_for_reports_and_seen_by_nobody(self, cast: Cast) -> None:
        order = cases.OpenCase(
            community=COMMUNITY, text="路灯不亮", token="leak-6", channel="web", caller="203.0.113.9"
        )  # fmt: skip
        with reading(Reader()):
            cases.open_case(order)

        for reader in (Reader(), cast.readers["heshuning"], cast.readers["wuye"], cast.readers["xitong"]):
            with reading(reader):
                assert Submission.objects.count() == 0
        with reading(job_reader(COMMUNITY)):
            assert Submission.objects.count() == 1

    def test_a_clerk_takes_down_a_complaint_and_hands_it_to_the_street(self, cast: Cast) -> None:
        report("安和物业服务中心的人骂了老人", token="leak-5", staff=cast.readers["heshuning"])

        assert nothing(seen(cast.readers["heshuning"]))
        assert seen(cast.readers["jiedao"])["Case"] == 1

    def test_a_held_report_reaches_no_unit(self, cast: Cast) -> None:
        report()
        with reading(cast.readers["heshuning"]):
            Case.objects.update(is_held=True)

        assert nothing(seen(cast.readers["wuye"]))

    def test_a_reporter_cannot_write_into_somebody_elses_matter(self, cast: Cast) -> None:
        del cast
        report()
        other = report(token="leak-3")

        with reading(Reader(purpose=Purpose.TRACK, grant="0" * 64)):
            assert Case.objects.filter(pk=other.case_id).update(place="elsewhere") == 0

    def test_entries_are_never_changed_or_removed(self, cast: Cast) -> None:
        report()

        with reading(cast.readers["heshuning"]):
            assert Entry.objects.update(action="forged") == 0
            assert Entry.objects.all().delete()[0] == 0

    def test_a_grid_worker_takes_down_what_lies_in_the_next_grid(self, cast: Cast) -> None:
        worker = cast.readers["wangge2"]
        with reading(worker):
            elsewhere = next(b for b in places.buildings_of(COMMUNITY) if b.sequence == 24)
            opened = cases.open_case(
                cases.OpenCase(
                    community=COMMUNITY,
                    text="路灯不亮",
                    token="leak-4",
                    channel="round",
                    place=cases.PlaceInput(building=elsewhere.id),
                )
            )

        assert opened.is_new
        assert nothing(seen(worker))
        assert seen(cast.readers["heshuning"])["Case"] == 1
