"""Kept filters of the list of matters: kept, opened, arranged, shared and taken back, each by whom it may be."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests import databases
from tests.portals.workbench.conftest import counted

from linli.foundation.lists import actions, rules
from linli.foundation.lists.models import KeptFilter, ListHabit
from linli.foundation.lists.queries import Named, shelf
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
LIST, KEPT = reverse("workbench:cases"), reverse("workbench:kept")


@pytest.fixture(autouse=True)
def nothing_kept(town: Cast) -> Iterator[None]:  # noqa: ARG001 - its database
    yield
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM lists_keptfilter; DELETE FROM lists_listhabit")


def keep(client: Client, name: str = "超期的电梯", **form: str) -> str:
    """Keep a filter and return the address it leads to."""
    given = {"kind": "elevator", "due": "overdue", "sort": "due", "words": ""} | form
    answer = client.post(KEPT, {"name": name, **given})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def own(town: Cast, username: str = "heshuning") -> list[Named]:
    with reading(town.readers[username]):
        return list(shelf("cases").own)


def change(client: Client, one: Named, deed: str, **form: str) -> str:
    answer = client.post(f"{KEPT}{one.id}/{deed}/", form, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


class TestKeeping:
    def test_it_stands_above_the_list_and_opens_as_it_was(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        address = keep(clerk)
        (one,) = own(town)
        assert address == f"{LIST}?kept={one.id}"
        body = clerk.get(address).content.decode()
        assert 'value="elevator" selected' in body
        assert 'value="overdue" selected' in body
        assert '<option value="due" selected' in body
        assert re.search(rf'kept={one.id}" aria-current="page">超期的电梯', body)
        assert "超期的电梯" in clerk.get("/work/").content.decode()

    def test_its_words_stay_out_of_addresses_and_of_the_table(
        self, desk_of: Desk, town: Cast, report: Callable[..., UUID]
    ) -> None:
        report("老槐树旁边的井盖松了")
        clerk = desk_of("heshuning")
        address = keep(clerk, words="老槐树", kind="", due="", sort="newest")
        body = clerk.get(address).content.decode()
        assert "井盖松了" in body
        assert not re.search(r'(href|action)="[^"]*(老槐树|%E8%80%81)', body)
        with reading(town.readers["heshuning"]):
            row = KeptFilter.objects.get()
            assert "老槐树" not in f"{row.filters}{row.name}"

    def test_only_validated_filters_are_kept(self, desk_of: Desk, town: Cast) -> None:
        keep(desk_of("heshuning"), kind="<b>老王", due="never", state="open", unit="x", month="2026-13", secret="1")
        assert dict(own(town)[0].kept.filters) == {"state": "open"}

    @pytest.mark.parametrize(("name", "words"), [("", ""), ("打 19900000366", ""), ("电话", "19900000366")])
    def test_a_refusal_keeps_what_was_typed(self, desk_of: Desk, town: Cast, name: str, words: str) -> None:
        answer = desk_of("heshuning").post(KEPT, {"name": name, "kind": "elevator", "words": words})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert 'role="alert"' in body
        assert f'name="name" value="{name}"' in body
        assert 'name="kind" value="elevator"' in body
        assert own(town) == []

    def test_a_change_goes_into_it_or_beside_it(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        (one,) = own(town)
        changed = {"kept": str(one.id), "kind": "elevator", "state": "open", "words": ""}
        body = clerk.get(LIST, changed).content.decode()
        assert "把改动存进" in body
        assert 'aria-current="page">超期的电梯' not in body
        assert clerk.post(KEPT, {**changed, "into": "1"}).status_code == 302
        assert dict(own(town)[0].kept.filters) == {"kind": "elevator", "state": "open"}
        assert "把改动存进" not in clerk.get(LIST, {"kept": str(one.id)}).content.decode()

    @pytest.mark.parametrize("opens", [False, True])
    def test_emptied_it_is_the_plain_list_on_every_way_on(self, desk_of: Desk, town: Cast, *, opens: bool) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        (one,) = own(town)
        if opens:
            change(clerk, one, "open")
        emptied = clerk.get(LIST, {"kept": str(one.id), "kind": "", "due": "", "sort": "", "words": ""})
        assert emptied.context["list_query"] == ("?kept=none" if opens else "")
        on = clerk.get(f"{LIST}{emptied.context['list_query']}").content.decode()
        assert 'value="elevator" selected' not in on

    def test_columns_that_cannot_be_kept_are_refused_in_a_sentence(
        self, desk_of: Desk, town: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clerk = desk_of("heshuning")
        keep(clerk, with_columns="1")
        (one,) = own(town)
        for problem in (rules.FilterRefused("x-refused-x"), actions.NoSuchFilter()):

            def refuse(*_given: object, problem: Exception = problem, **_more: object) -> None:
                raise problem

            monkeypatch.setattr(actions, "change_filter", refuse)
            answer = clerk.post(f"{LIST}columns/?kept={one.id}", {"column": ["title"]}, follow=True)
            assert answer.status_code == 200
            assert ("x-refused-x" in answer.content.decode()) is isinstance(problem, rules.FilterRefused)
            assert "notice-late" in answer.content.decode()

    def test_columns_go_with_it_where_asked(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        keep(clerk, "带列的", with_columns="1")
        assert [bool(one.kept.columns) for one in own(town)] == [False, True]

    def test_what_is_gone_says_so_and_still_opens(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        address = keep(clerk, kind="abolished_kind", grid=f"{COMMUNITY}099", due="", unit=str(UUID(int=9)))
        answer = clerk.get(address)
        assert answer.status_code == 200
        assert answer.content.decode().count("（已经不在）") == 3
        assert "已经不在了：类别、网格、单位" in answer.content.decode()
        assert "仍然可以打开" in clerk.get(KEPT).content.decode()


class TestOpening:
    def test_the_list_opens_with_it_and_everything_is_one_press_away(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        (one,) = own(town)
        assert "打开清单先看它" in change(clerk, one, "open")
        assert 'value="elevator" selected' in clerk.get(LIST).content.decode()
        plain = clerk.get(f"{LIST}?kept=none").content.decode()
        assert 'value="elevator" selected' not in plain
        assert f'{LIST}?kept=none" aria-current="page"' in plain
        change(clerk, one, "plain")
        assert 'value="elevator" selected' not in clerk.get(LIST).content.decode()

    def test_an_address_that_says_something_is_not_overruled(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        change(clerk, own(town)[0], "open")
        assert 'value="elevator" selected' not in clerk.get(f"{LIST}?state=open").content.decode()

    @pytest.mark.parametrize("kept", ["x", str(UUID(int=3)), ""])
    def test_an_unknown_one_is_the_plain_list(self, desk_of: Desk, kept: str) -> None:
        assert desk_of("heshuning").get(LIST, {"kept": kept}).status_code == 200


class TestArranging:
    def test_rename_up_and_back(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        for name in ("一", "二"):
            keep(clerk, name)
        second = own(town)[1]
        change(clerk, second, "up")
        assert "贰" in change(clerk, second, "rename", name="贰")
        assert [one.name for one in own(town)] == ["贰", "一"]
        assert "已经有一个叫" in change(clerk, second, "rename", name="一")

    def test_a_removal_can_be_taken_back(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        (one,) = own(town)
        body = change(clerk, one, "remove")
        assert f"{KEPT}{one.id}/put-back/" in body
        assert own(town) == []
        assert "回来了" in change(clerk, one, "put-back")
        assert own(town) == [one]

    def test_nobody_touches_what_is_anothers(self, desk_of: Desk, town: Cast) -> None:
        keep(desk_of("heshuning"), audience="place")
        (one,) = own(town)
        for deed in ("rename", "up", "share", "remove", "put-back"):
            change(desk_of("zhiban"), one, deed, name="抢来的", audience="own")
        assert own(town) == [one]
        assert "超期的电梯" not in desk_of("wuye").get(LIST).content.decode()

    def test_an_unknown_deed_is_no_page_and_nothing_is_done_by_a_link(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        keep(clerk)
        (one,) = own(town)
        assert clerk.post(f"{KEPT}{one.id}/burn/").status_code == 404
        assert clerk.get(f"{KEPT}{one.id}/remove/").status_code == 405


class TestSharing:
    def test_who_leads_is_asked_with_whom_and_others_are_not(self, desk_of: Desk) -> None:
        for username, may in (("heshuning", True), ("jiedao", True), ("zhiban", True), ("wangge2", False),
                              ("heshi", False), ("wuye", False)):  # fmt: skip
            body = desk_of(username).get(f"{LIST}?state=open").content.decode()
            assert ('name="audience"' in body) is may
            assert 'name="name"' in body

    def test_it_is_seen_as_shared_with_whose_it_is(self, desk_of: Desk) -> None:
        keep(desk_of("heshuning"), audience="place")
        body = desk_of("wangge2").get(KEPT).content.decode()
        assert "何书宁" in body
        assert "/rename/" not in body
        assert "别人共用给您的" in desk_of("wangge2").get(LIST).content.decode()

    def test_the_form_alone_makes_nobody_a_leader(self, desk_of: Desk, town: Cast) -> None:
        answer = desk_of("wangge2").post(KEPT, {"name": "电梯", "kind": "elevator", "audience": "place"})
        assert answer.status_code == 422
        assert own(town, "wangge2") == []

    def test_words_are_not_shared(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        assert clerk.post(KEPT, {"name": "x", "words": "钱多多", "audience": "place"}).status_code == 422
        keep(clerk, words="钱多多")
        (one,) = own(town)
        assert "把字去掉" in change(clerk, one, "share", audience="place")
        assert own(town) == [one]


class TestEveryRole:
    @pytest.mark.parametrize("username", ["heshuning", "heshi", "wangge2", "zhiban", "jiedao", "wuye"])
    def test_each_keeps_and_arranges_its_own(self, desk_of: Desk, town: Cast, username: str) -> None:
        client = desk_of(username)
        keep(client)
        assert len(own(town, username)) == 1
        assert client.get(KEPT).status_code == 200
        with reading(town.readers[username]):
            assert not ListHabit.objects.exists()

    def test_administrators_have_none(self, desk_of: Desk) -> None:
        assert desk_of("xitong").get(KEPT).status_code == 403
        assert desk_of("shenji").post(KEPT, {"name": "x"}).status_code == 403


class TestStatements:
    def test_the_lists_stay_within_eight(self, desk_of: Desk, town: Cast, report: Callable[..., UUID]) -> None:
        report()
        clerk = desk_of("heshuning")
        address = keep(clerk)
        for path in (LIST, address, f"{LIST}?sort=due", f"{LIST}?state=accepted", KEPT, "/work/cases/columns/",
                     f"/work/cases/{_case(town)}/?tab=mine", "/work/"):  # fmt: skip
            count = counted(clerk, path)
            assert count <= (12 if "tab=" in path else 8), (path, count)


def _case(town: Cast) -> UUID:
    from linli.domains.cases import facade as cases  # noqa: PLC0415 - beside its use

    with reading(town.readers["heshuning"]):
        return cases.case_list(cases.CaseFilters()).rows[0].id
