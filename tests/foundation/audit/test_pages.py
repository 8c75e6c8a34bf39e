from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from linli.foundation.audit import check as checking
from linli.foundation.audit import log
from linli.foundation.audit.check import Check
from linli.foundation.audit.models import Entry
from linli.foundation.audit.queries import page
from linli.foundation.audit.web.views import auditors_only
from linli.foundation.scope.context import become, reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader

COMMUNITY = "110101001001"
AUDITOR = Reader(
    id="01a20c40-756d-71b0-88a7-bc68309816fb", territory="110101", purpose=Purpose.AUDIT, role="audit_admin"
)
Owner = psycopg.Connection[tuple[object, ...]]


class NoAddresses:
    """An empty site."""

    urlpatterns: list[object] = []


def go_on(state: Check, *, seconds: float = 5) -> Check:
    with reading(AUDITOR):
        state.go_on(territory=AUDITOR.territory, seconds=seconds)
    return Check.from_token(state.token())


@pytest.mark.usefixtures("committed_db")
class TestCheck:
    def test_sound_chains_end_well_and_leave_a_row(self, write: Callable[..., None]) -> None:
        write(3)
        write(2, community="")
        state = go_on(Check())
        assert (state.is_over, state.rows, state.done, state.faults) == (True, 5, 2, [])
        with reading(AUDITOR):
            assert Entry.objects.get(action="audit.checked").community == ""

    def test_it_goes_on_from_request_to_request(
        self, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(7)
        advance = checking.advance
        monkeypatch.setattr(checking, "advance", lambda walk, kept: advance(walk, kept, rows=2))
        state, steps = Check(), [0]
        while not state.is_over:
            state = go_on(state, seconds=0)
            steps.append(state.rows_so_far)
        assert steps[:5] == [0, 2, 4, 6, 7]
        assert state.faults == []

    def test_the_faulty_row_is_named(self, write: Callable[..., None], owner: Owner) -> None:
        write(4)
        owner.execute("UPDATE audit_entry SET actor = 'public' WHERE number = 2")
        state = go_on(Check())
        assert [(fault.kind, fault.number) for fault in state.faults] == [("altered", 2)]

    def test_chains_of_other_places_are_not_missed_here(self, write: Callable[..., None]) -> None:
        write(2, community="220101001001")
        assert go_on(Check()).faults == []

    def test_a_state_of_ones_own_making_is_refused(self) -> None:
        with pytest.raises(Exception, match=r"Signature|No \":\""):
            Check.from_token("made:up:state")


@pytest.mark.django_db
class TestEntries:
    def test_a_page_ends_where_the_next_begins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.foundation.audit.queries.PAGE_ROWS", 3)
        with reading(job_reader(COMMUNITY)):
            for number in range(5):
                log.record("case.opened", community=COMMUNITY, subject_type="case", subject_id=str(number))
        become(AUDITOR)
        first = page(COMMUNITY)
        second = page(COMMUNITY, before=first.before)
        assert [line.number for line in (*first.lines, *second.lines)] == [5, 4, 3, 2, 1]
        assert second.before == 0

    def test_only_the_auditor_enters_and_a_stranger_is_shown_the_way(self, settings: Any) -> None:
        settings.LOGIN_URL, settings.ROOT_URLCONF = "/log-in/", NoAddresses
        view = auditors_only(lambda _request: HttpResponse("rows"))

        def visit(reader: Reader) -> HttpResponse:
            request: HttpRequest = RequestFactory().get("/audit/")
            vars(request)["reader"] = reader
            return view(request)

        assert visit(AUDITOR).content == b"rows"
        assert visit(Reader())["Location"] == "/log-in/?next=%2Faudit%2F"
