"""A draft is written as a table, tried, and published by somebody else; what is in force does not move meanwhile."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.portals.setup.conftest import COMMUNITY, STREET

from linli.foundation.accounts.roles import Role
from linli.foundation.rulepacks import drafts, queries, tables
from linli.foundation.rulepacks.models import RuleSet, RuleStatus
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader

Enter = Callable[..., Client]
HOME = reverse("setup:rules")
COLLEAGUE = Reader(id=str(UUID(int=12)), territory=STREET, purpose=Purpose.ADMINISTER, role="system_admin")
LIMITS = "limits.grid_event"


def begin(browser: Client, code: str = LIMITS, scope: str = STREET) -> str:
    answer = browser.post(HOME, {"code": code, "scope": scope})
    assert answer.status_code == 302
    return str(answer["Location"])


def drawn_up_by_a_colleague() -> str:
    with reading(COLLEAGUE):
        return reverse("setup:draft", args=[drafts.begin_draft(LIMITS, scope=STREET, actor=COLLEAGUE)])


def row_of(page: str) -> RuleSet:
    with reading(COLLEAGUE):
        return RuleSet.objects.get(id=page.strip("/").rsplit("/", 1)[-1])


def form_of(page: str, **changes: str) -> dict[str, str]:
    row = row_of(page)
    table = tables.table_of(row.code)
    fields = {
        f"{name}-{at}": value
        for at, line in enumerate(tables.rows_of(table, row.body))
        for name, value in line.items()
        if name not in {"danger", "shared"} or value
    }
    return {"seen": row.digest, "basis": row.basis, **fields, **changes}


class TestDrawingUp:
    def test_it_begins_with_what_is_in_force_and_changes_nothing(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        with reading(COLLEAGUE):
            in_force = queries.rules(LIMITS, scope=COMMUNITY, on=timezone.localdate())
        assert row_of(page).body == in_force.body
        assert browser.get(page).status_code == 200
        browser.post(page, form_of(page, **{"amount-0": "7"}))
        assert row_of(page).body["clocks"]["accept"][0]["amount"] == 7
        with reading(COLLEAGUE):
            assert queries.rules(LIMITS, scope=COMMUNITY, on=timezone.localdate()).id == in_force.id

    def test_kinds_come_through_the_form_as_they_are(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser, code="kinds.grid_event")
        before = row_of(page).body
        browser.post(page, form_of(page))
        assert row_of(page).body == before

    def test_faults_are_named_by_row_and_keep_it_from_the_dry_run(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        browser.post(page, form_of(page, **{"amount-1": "soon", "urgency-2": "urgent"}))
        shown = browser.get(page).content.decode()
        assert "Row 2：the amount has to be a number" in shown
        assert "Row 2、3：say the same thing twice" in shown
        assert browser.get(f"{page}dry-run/").status_code == 302
        told = browser.post(f"{page}publish/", {"from_on": "2030-01-01", "seen": row_of(page).digest}, follow=True)
        assert "Nothing was published" in told.content.decode()

    def test_two_at_once_the_second_keeps_the_own_rows_on_the_page(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        mine = form_of(page, **{"amount-0": "9"})
        browser.post(page, form_of(page, **{"amount-0": "3"}))
        answer = browser.post(page, mine)
        assert answer.status_code == 422
        assert "Somebody else changed this draft meanwhile" in answer.content.decode()
        assert 'name="amount-0" value="9"' in " ".join(answer.content.decode().split())
        assert row_of(page).body["clocks"]["accept"][0]["amount"] == 3

    def test_out_as_json_and_in_again(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        given = json.loads(browser.get(f"{page}draft.json").content)
        given["body"]["clocks"]["accept"][0]["amount"] = 6
        file = SimpleUploadedFile("draft.json", json.dumps(given).encode())
        browser.post(f"{page}bring/", {"file": file, "seen": row_of(page).digest})
        assert row_of(page).body["clocks"]["accept"][0]["amount"] == 6

    @pytest.mark.parametrize(
        "text", ["", "[]", '{"code":"limits.grid_event"}', '{"code":"other","body":{"clocks":{}}}', "{"]
    )
    def test_another_file_changes_nothing(self, enter: Enter, text: str) -> None:
        browser = enter()
        page = begin(browser)
        before = row_of(page).digest
        file = SimpleUploadedFile("draft.json", text.encode())
        told = browser.post(f"{page}bring/", {"file": file, "seen": before}, follow=True)
        assert "Nothing was changed" in told.content.decode()
        assert row_of(page).digest == before


class TestPublishing:
    def test_who_drew_it_up_does_not_publish_it(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        form = {"from_on": timezone.localdate().isoformat(), "seen": row_of(page).digest}
        told = browser.post(f"{page}publish/", form, follow=True).content.decode()
        assert "Somebody else has to publish" in told
        assert row_of(page).status == RuleStatus.DRAFT

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.STREET_OFFICIAL])
    def test_a_second_person_puts_it_in_force_from_a_day_on(self, enter: Enter, role: Role) -> None:
        page = drawn_up_by_a_colleague()
        browser = enter(role, STREET)
        day = timezone.localdate() + timedelta(days=7)
        assert browser.get(page).status_code == 200
        told = browser.post(f"{page}publish/", {"from_on": day.isoformat(), "seen": row_of(page).digest}, follow=True)
        assert "Published" in told.content.decode()
        with reading(COLLEAGUE):
            found = queries.rules(LIMITS, scope=COMMUNITY, on=day)
            assert (found.id, found.scope) == (row_of(page).id, STREET)
            assert queries.rules(LIMITS, scope=COMMUNITY, on=day - timedelta(days=1)).id != found.id

    def test_not_from_a_day_gone_by_and_not_after_it_changed(self, enter: Enter) -> None:
        page = drawn_up_by_a_colleague()
        browser = enter()
        seen, today = row_of(page).digest, timezone.localdate()
        for form, words in (
            ({"from_on": (today - timedelta(days=1)).isoformat(), "seen": seen}, "from today on"),
            ({"from_on": today.isoformat(), "seen": "0" * 64}, "was changed since you read it"),
            ({"from_on": "", "seen": seen}, "Please give a day"),
        ):
            assert words in browser.post(f"{page}publish/", form, follow=True).content.decode()
        assert row_of(page).status == RuleStatus.DRAFT

    def test_a_draft_put_away_is_not_published(self, enter: Enter) -> None:
        page = drawn_up_by_a_colleague()
        browser = enter()
        browser.post(f"{page}discard/")
        form = {"from_on": timezone.localdate().isoformat(), "seen": row_of(page).digest}
        assert "published already" in browser.post(f"{page}publish/", form, follow=True).content.decode()

    def test_the_street_changes_no_draft(self, enter: Enter) -> None:
        page = drawn_up_by_a_colleague()
        before = row_of(page).digest
        browser = enter(Role.STREET_OFFICIAL, STREET)
        assert browser.post(page, form_of(page, **{"amount-0": "9"})).status_code == 404
        assert browser.post(HOME, {"code": LIMITS, "scope": STREET}).status_code == 404
        assert row_of(page).digest == before

    def test_other_places_and_roles_find_nothing(self, enter: Enter) -> None:
        page = drawn_up_by_a_colleague()
        browser = enter(scope="440305002")
        assert browser.get(page).status_code == 404
        assert browser.post(f"{page}publish/", {"from_on": "2030-01-01", "seen": "x"}).status_code == 404


class TestDryRun:
    def test_over_nothing_it_says_so(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        told = browser.post(f"{page}dry-run/", {"since_on": "2026-01-01", "until_on": "2026-02-01"}).content.decode()
        assert "No matter would have gone another way" in told
        told = browser.post(f"{page}dry-run/", {"since_on": "2026-02-01", "until_on": "2026-01-01"}).content.decode()
        assert "lies before the first one" in told

    def test_a_page_that_was_tampered_with_begins_anew(self, enter: Enter) -> None:
        browser = enter()
        page = begin(browser)
        told = browser.post(f"{page}dry-run/", {"state": "forged"}, follow=True).content.decode()
        assert "begin the dry run again" in told

    def test_a_page_that_goes_on_by_itself_is_led_to_the_beginning_whole(self, enter: Enter) -> None:
        browser = enter()
        here = f"{begin(browser)}dry-run/"
        answer = browser.post(here, {"state": "forged"}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (204, here)
        assert "begin the dry run again" in browser.get(here).content.decode()
