"""Pages of procedures: who opens them, what a stale page does, and that every shipped one is shown."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.portals.setup.conftest import SET_UP

from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import reading
from linli.foundation.workflow.actions import shipped
from linli.foundation.workflow.editing import drafts

Enter = Callable[..., Client]
LIST = reverse("setup:procedures")
CODE = "grid_event"
STATE = reverse("setup:procedure_state", args=[CODE, "handling"])
ANSWERS = {
    "internal_zh": "在办", "internal_en": "Busy", "public_zh": "处理中", "public_en": "Being handled",
    "promise_zh": "在办", "promise_en": "Busy", "shape": "doing", "clocks": ["reply"],
}  # fmt: skip


@pytest.fixture
def client_in(enter: Enter) -> Client:
    return enter()


class TestReading:
    @pytest.mark.parametrize("code", [body["code"] for body in shipped()])
    def test_each_shipped_one_is_drawn_and_in_force(self, client_in: Client, code: str) -> None:
        page = client_in.get(reverse("setup:procedure", args=[code, 1]))
        assert page.status_code == 200
        assert b"<svg" in page.content
        assert code in client_in.get(reverse("setup:procedure_file", args=[code, 1])).json()["code"]

    def test_the_street_reads_and_changes_nothing(self, enter: Enter) -> None:
        street = enter(Role.STREET_OFFICIAL)
        assert street.get(LIST).status_code == 200
        assert street.post(reverse("setup:begin_procedure", args=[CODE])).status_code == 403

    def test_a_clerk_does_not_open_them(self, enter: Enter) -> None:
        assert enter(Role.CLERK, scope="440305001001").get(LIST).status_code == 403

    def test_what_is_not_there(self, client_in: Client) -> None:
        for path in (reverse("setup:procedure", args=["moon", 1]), reverse("setup:procedure", args=[CODE, 9]), STATE):
            assert client_in.get(path).status_code == 404


class TestDraft:
    def begun(self, client: Client) -> str:
        client.post(reverse("setup:begin_procedure", args=[CODE]))
        with reading(SET_UP):
            draft = drafts.draft_of(CODE)
        assert draft is not None
        return draft.digest

    def test_somebody_elses_change_is_not_written_over_and_what_was_typed_stays(self, client_in: Client) -> None:
        seen = self.begun(client_in)
        assert client_in.post(STATE, {**ANSWERS, "seen": seen}).status_code == 302
        late = client_in.post(STATE, {**ANSWERS, "internal_en": "Mine", "seen": seen})
        assert late.status_code == 422
        assert b"Mine" in late.content
        assert b"Somebody else changed this draft" in late.content

    def test_a_state_taken_out_is_named_where_it_is_missed(self, client_in: Client) -> None:
        seen = self.begun(client_in)
        client_in.post(reverse("setup:procedure_out", args=[CODE, "states", "review"]), {"seen": seen})
        page = client_in.get(reverse("setup:procedure", args=[CODE, 2])).content
        assert "a state “review” that is not there" in page.decode()
        assert client_in.post(reverse("setup:publish_procedure", args=[CODE]), {"seen": "old"}).status_code == 422

    def test_a_new_action_needs_a_code_of_its_own(self, client_in: Client) -> None:
        seen = self.begun(client_in)
        new = {"seen": seen, "code": "verify", "words_en": "Again", "audience": "public"}
        here = reverse("setup:procedure_action", args=[CODE, "new"])
        assert client_in.post(here, new).status_code == 422
        assert client_in.post(here, {**new, "code": "new"}).status_code == 422
        assert client_in.post(here, {**new, "code": "look"}).status_code == 302

    def test_thrown_away_it_is_gone(self, client_in: Client) -> None:
        client_in.post(reverse("setup:discard_procedure", args=[CODE]), {"seen": self.begun(client_in)})
        assert client_in.get(reverse("setup:procedure", args=[CODE, 2])).status_code == 404

    def test_the_usual_procedure_is_not_retired(self, client_in: Client) -> None:
        told = client_in.post(reverse("setup:retire_procedure", args=[CODE, 1]), follow=True).content.decode()
        assert "Publish another version in its place" in told
        client_in.post(reverse("setup:retire_procedure", args=["petition", 1]))
        page = client_in.get(reverse("setup:procedure", args=["petition", 1])).content.decode()
        assert "only matters that began with this version" in page
