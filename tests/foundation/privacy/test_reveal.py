"""A masked value is shown for a purpose, after the record, and stored nowhere."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from linli.foundation.privacy.reveal import BASIS, RevealPurpose, RevealSubject, purposes, reveal_response

SUBJECT = RevealSubject(community="330106001001", type="case", id=UUID(int=7))
PHONE = "19900001111"


class Journal:
    """What a reveal did, in order."""

    def __init__(self) -> None:
        self.steps: list[Any] = []

    def record(self, action: str, /, **said: Any) -> None:
        self.steps.append((action, said))

    def read(self) -> str:
        self.steps.append("read")
        return PHONE


def reveal(
    journal: Journal, *, purpose: str = "contact_about_matter", method: str = "POST", json_wanted: bool = True
) -> HttpResponse:
    headers = {"Accept": "application/json" if json_wanted else "text/html,*/*"}
    return reveal_response(
        RequestFactory().generic(method, "/reveal", headers=headers),
        subject=SUBJECT,
        field="reporter.phone",
        purpose=purpose,
        read=journal.read,
        record=journal.record,
        back_url="/work/case/7",
    )


class TestReveal:
    def test_the_record_is_made_before_the_value_is_read(self) -> None:
        journal = Journal()
        reveal(journal)
        [(action, said), then] = journal.steps
        assert (action, then) == ("privacy.revealed", "read")
        assert said["community"] == SUBJECT.community
        assert said["data"] == {"field": "reporter.phone", "purpose": "contact_about_matter"}

    def test_the_answer_holds_value_basis_and_seconds_and_is_not_stored(self) -> None:
        response = reveal(Journal())
        answer = json.loads(response.content)
        assert (answer["value"], answer["seconds"]) == (PHONE, 60)
        assert "13" in answer["note"] or "十三" in answer["note"]
        assert response["Cache-Control"] == "no-store"

    def test_without_a_script_a_page_of_its_own_goes_back_after_a_minute(self) -> None:
        response = reveal(Journal(), json_wanted=False)
        page = response.content.decode()
        assert PHONE in page
        assert 'content="60;url=/work/case/7"' in page
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("purpose", ["", "curiosity", "CONTACT"])
    def test_without_a_purpose_nothing_is_read_or_recorded(self, purpose: str) -> None:
        journal = Journal()
        response = reveal(journal, purpose=purpose)
        assert response.status_code == 400
        assert journal.steps == []
        assert PHONE not in response.content.decode()

    @pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
    def test_only_a_post_reveals(self, method: str) -> None:
        journal = Journal()
        assert reveal(journal, method=method).status_code == 405
        assert journal.steps == []

    def test_what_cannot_be_recorded_is_not_read(self) -> None:
        journal = Journal()

        def broken(_action: str, /, **_said: Any) -> None:
            raise ConnectionError

        with pytest.raises(ConnectionError):
            reveal_response(
                RequestFactory().post("/reveal"),
                subject=SUBJECT,
                field="reporter.phone",
                purpose="emergency",
                read=journal.read,
                record=broken,
                back_url="/",
            )
        assert journal.steps == []

    def test_every_purpose_has_words_and_a_basis(self) -> None:
        assert set(BASIS) == set(RevealPurpose)
        assert all(value and str(words) for value, words in purposes())
