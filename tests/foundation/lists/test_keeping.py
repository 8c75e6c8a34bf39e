"""Filters kept, ordered, shared and removed; who sees them is decided by the database, asked as the app's log-in."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.foundation.audit.models import Entry
from linli.foundation.lists import actions, tasks
from linli.foundation.lists.actions import NoSuchFilter
from linli.foundation.lists.models import KeptFilter, ListHabit
from linli.foundation.lists.queries import Kept, Named, Shelf, shelf
from linli.foundation.lists.rules import MOST, FilterRefused
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

LIFTS = Kept(filters={"kind": "elevator", "due": "overdue"}, sort="due")


def keep(by: Reader, name: str = "超期电梯", *, kept: Kept = LIFTS, audience: str = "own") -> Named:
    with reading(by):
        return actions.keep_filter("cases", name=name, kept=kept, audience=audience)


def seen(by: Reader, list_: str = "cases") -> Shelf:
    with reading(by):
        return shelf(list_)


def names(by: Reader) -> list[str]:
    return [one.name for one in seen(by).all]


class TestKeeping:
    def test_what_was_kept_is_there_the_next_time(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        made = keep(clerk, kept=Kept(filters={"state": "open"}, words="钱多多", columns=("title", "due"), sort="due"))

        found = seen(clerk).own
        assert found == (made,)
        assert (found[0].kept.words, found[0].kept.columns) == ("钱多多", ("title", "due"))

    def test_words_are_not_readable_in_the_table(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        keep(clerk, kept=Kept(filters={}, words="钱多多"))

        with reading(clerk):
            row = KeptFilter.objects.get()
            assert "钱多多".encode() not in bytes(row.words_sealed or b"")
            assert "钱多多" not in str(row.filters)

    def test_sent_twice_it_is_kept_once(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        assert keep(clerk).id == keep(clerk).id
        with pytest.raises(FilterRefused):
            keep(clerk, kept=Kept(filters={"state": "open"}))
        assert names(clerk) == ["超期电梯"]

    def test_the_thirteenth_is_refused(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        for number in range(MOST):
            keep(clerk, f"第 {number} 个")
        with pytest.raises(FilterRefused):
            keep(clerk, "再来一个")

    def test_another_list_has_filters_of_its_own(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        keep(clerk)
        assert seen(clerk, "people") == Shelf()

    def test_it_is_renamed_changed_and_moved_up(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        keep(clerk, "一")
        two, three = keep(clerk, "二"), keep(clerk, "三")
        with reading(clerk):
            actions.move_filter_up(three.id)
            actions.move_filter_up(three.id)
            actions.move_filter_up(three.id)
            actions.rename_filter(two.id, name="贰")
            actions.change_filter(two.id, kept=Kept(filters={"state": "closed"}))
            with pytest.raises(FilterRefused):
                actions.rename_filter(two.id, name="一")

        assert names(clerk) == ["三", "一", "贰"]
        assert seen(clerk).own[2].kept == Kept(filters={"state": "closed"})

    def test_columns_and_the_opener_are_remembered(self, cast: Cast) -> None:
        clerk, made = cast.readers["heshuning"], keep(cast.readers["heshuning"])
        with reading(clerk):
            actions.choose_columns("cases", ("title", "due"))
            actions.open_with("cases", made.id)
        assert (seen(clerk).columns, seen(clerk).opener) == (("title", "due"), made)
        with reading(clerk):
            actions.remove_filter(made.id)
        assert seen(clerk).opener is None
        with reading(clerk):
            actions.open_with("cases", None)
        assert seen(clerk).opens_with is None

    def test_above_a_list_it_takes_two_statements(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        keep(clerk)
        with reading(clerk), CaptureQueriesContext(connection) as asked:
            shelf("cases")
        assert len(asked) == 2


class TestRemoving:
    def test_it_is_put_back_where_it_was(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        first = keep(clerk, "一")
        keep(clerk, "二")
        with reading(clerk):
            actions.remove_filter(first.id)
        assert names(clerk) == ["二"]
        with reading(clerk):
            actions.put_back(first.id)
            actions.put_back(first.id)
        assert names(clerk) == ["一", "二"]

    def test_not_beside_one_that_took_its_name(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        first = keep(clerk)
        with reading(clerk):
            actions.remove_filter(first.id)
        keep(clerk)
        with reading(clerk), pytest.raises(FilterRefused):
            actions.put_back(first.id)

    def test_after_a_day_it_is_gone_and_the_others_stay(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        old, fresh = keep(clerk, "旧的"), keep(clerk, "刚删的")
        keep(clerk, "在用的")
        with reading(clerk):
            actions.remove_filter(old.id)
            actions.remove_filter(fresh.id)
            KeptFilter.objects.filter(pk=old.id).update(removed_at=_ago(timedelta(hours=25)))
        tasks.sweep(0)
        with reading(clerk):
            assert set(KeptFilter.objects.values_list("name", flat=True)) == {"刚删的", "在用的"}
        with reading(clerk), pytest.raises(NoSuchFilter):
            actions.put_back(old.id)

    def test_with_the_account_go_its_filters(self, cast: Cast) -> None:
        gone = Reader(id=str(UUID(int=7)), territory=COMMUNITY, purpose=Purpose.HANDLE, role="clerk")
        keep(gone, audience="place")
        with reading(gone):
            actions.choose_columns("cases", ("title",))
        assert names(cast.readers["heshi"]) == ["超期电梯"]
        tasks.sweep(0)
        assert names(cast.readers["heshi"]) == []
        with reading(gone):
            assert not ListHabit.objects.exists()


class TestWhoSeesThem:
    def test_one_persons_filters_are_nobody_elses(self, cast: Cast) -> None:
        made = keep(cast.readers["heshuning"])
        for username, reader in cast.readers.items():
            if username != "heshuning":
                with reading(reader):
                    assert not KeptFilter.objects.exists()
                    assert not ListHabit.objects.exists()
                with reading(reader), pytest.raises(NoSuchFilter):
                    actions.open_with("cases", made.id)

    def test_everybody_here_is_the_community_with_its_grids(self, cast: Cast) -> None:
        keep(cast.readers["heshuning"], audience="place")
        having = {name for name, reader in cast.readers.items() if reader.is_staff and names(reader)}
        assert having == {"heshuning", "heshi", "wangge2", "zhiban"}

    def test_my_unit_is_the_station_alone(self, cast: Cast) -> None:
        keep(cast.readers["heshuning"], audience="unit")
        having = {name for name, reader in cast.readers.items() if reader.is_staff and names(reader)}
        assert having == {"heshuning", "wangge2", "zhiban"}

    def test_only_those_who_lead_share(self, cast: Cast) -> None:
        for username in ("wangge2", "heshi", "wuye"):
            with pytest.raises(FilterRefused):
                keep(cast.readers[username], audience="place")
            made = keep(cast.readers[username])
            with reading(cast.readers[username]), pytest.raises(FilterRefused):
                actions.share_filter(made.id, audience="unit")

    def test_a_filter_with_words_is_not_shared(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        made = keep(clerk, kept=Kept(filters={}, words="钱多多"))
        with reading(clerk), pytest.raises(FilterRefused):
            actions.share_filter(made.id, audience="place")
        assert not names(cast.readers["zhiban"])

    def test_a_shared_one_is_changed_by_its_owner_alone(self, cast: Cast) -> None:
        made = keep(cast.readers["heshuning"], audience="place")
        other = cast.readers["zhiban"]
        for act in (actions.remove_filter, actions.move_filter_up, actions.put_back):
            with reading(other), pytest.raises(NoSuchFilter):
                act(made.id)
        with reading(other):
            assert KeptFilter.objects.filter(pk=made.id).update(name="改了") == 0
            assert KeptFilter.objects.filter(pk=made.id).delete()[0] == 0
        assert names(other) == ["超期电梯"]

    def test_a_shared_one_may_be_the_opener_of_another(self, cast: Cast) -> None:
        made = keep(cast.readers["heshuning"], audience="place")
        with reading(cast.readers["wangge2"]):
            actions.open_with("cases", made.id)
        opener = seen(cast.readers["wangge2"]).opener
        assert opener is not None
        assert (opener.id, opener.is_own) == (made.id, False)

    def test_nobody_writes_in_anothers_name_or_for_another_place(self, cast: Cast) -> None:
        clerk, other = cast.readers["heshuning"], cast.readers["zhiban"]
        for account, place in ((other.account_id, COMMUNITY), (clerk.account_id, "999901001")):
            with pytest.raises(ProgrammingError), reading(clerk):
                KeptFilter.objects.create(list_code="cases", account=account, place=place, name="x")


class TestTwoStandings:
    def test_in_another_place_a_filter_is_neither_shown_nor_changed(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        made = keep(clerk)
        elsewhere = replace(clerk, territory="999901001")
        assert names(elsewhere) == []
        for act in (actions.remove_filter, actions.move_filter_up, actions.put_back):
            with reading(elsewhere), pytest.raises(NoSuchFilter):
                act(made.id)
        with reading(elsewhere), pytest.raises(NoSuchFilter):
            actions.open_with("cases", made.id)

    def test_what_one_unit_shares_is_not_arranged_from_another(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        made = keep(clerk, audience="unit")
        with reading(replace(clerk, unit=cast.units["property"])), pytest.raises(FilterRefused):
            actions.rename_filter(made.id, name="别的")
        assert names(clerk) == ["超期电梯"]

    def test_who_leads_nobody_any_more_only_takes_it_from_others_lists(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        made = keep(clerk, audience="place")
        with reading(replace(clerk, role="verifier")):
            with pytest.raises(FilterRefused):
                actions.rename_filter(made.id, name="别的")
            with pytest.raises(FilterRefused):
                actions.change_filter(made.id, kept=LIFTS)
        with reading(clerk):
            actions.remove_filter(made.id)
        with reading(replace(clerk, role="verifier")):
            assert not actions.put_back(made.id).is_shared


class TestOnRecord:
    def test_sharing_is_on_record_without_the_name(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        made = keep(clerk, audience="place")
        with reading(clerk):
            actions.share_filter(made.id, audience="own")
        with reading(Reader(territory=COMMUNITY[:6], purpose=Purpose.AUDIT)):
            entries = list(Entry.objects.filter(subject_type="filter").order_by("number"))
        assert [entry.action for entry in entries] == ["filter.shared", "filter.unshared"]
        assert "超期电梯" not in "".join(entry.payload for entry in entries)


def _ago(span: timedelta) -> object:

    return timezone.now() - span
