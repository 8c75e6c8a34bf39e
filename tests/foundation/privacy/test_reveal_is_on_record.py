"""When the answer leaves, the record of the reveal has been committed; without a record there is no answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from linli.foundation.audit import log as audit
from linli.foundation.privacy.reveal import RevealSubject, reveal_response
from linli.foundation.scope.context import become
from linli.foundation.scope.middleware import TransactionMiddleware
from linli.foundation.scope.reader import Purpose, Reader

COMMUNITY, PHONE = "330106001001", "19900001111"
CLERK = Reader(id=str(UUID(int=9)), territory=COMMUNITY, purpose=Purpose.HANDLE)

pytestmark = pytest.mark.usefixtures("committed_db")


def answer(read: Callable[[], str]) -> HttpResponse:
    """Send a request through the transaction to a page that reveals a number."""

    def page(request: HttpRequest) -> HttpResponse:
        become(CLERK)
        return reveal_response(
            request,
            subject=RevealSubject(community=COMMUNITY, type="case", id=UUID(int=7)),
            field="reporter.phone",
            purpose="emergency",
            read=read,
            record=audit.record,
            back_url="/",
        )

    return TransactionMiddleware(page)(RequestFactory().post("/reveal", headers={"Accept": "application/json"}))


def records(owner: psycopg.Connection[Any]) -> list[str]:
    rows = owner.execute("SELECT payload FROM audit_entry WHERE action = 'privacy.revealed'")
    return [str(payload) for (payload,) in rows]


class TestOnRecord:
    def test_the_record_is_committed_and_names_everything_but_the_value(self, owner: psycopg.Connection[Any]) -> None:
        response = answer(lambda: PHONE)
        assert PHONE in response.content.decode()
        [payload] = records(owner)
        assert all(part in payload for part in (CLERK.id, str(UUID(int=7)), "reporter.phone", "emergency"))
        assert PHONE not in payload

    def test_a_value_that_could_not_be_read_leaves_no_record(self, owner: psycopg.Connection[Any]) -> None:
        def broken() -> str:
            raise LookupError

        with pytest.raises(LookupError):
            answer(broken)
        assert records(owner) == []

    def test_a_record_that_cannot_be_written_keeps_the_value_back(
        self, owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(audit, "flush", full)
        with pytest.raises(OSError):  # noqa: PT011 - the disk has no words
            answer(lambda: PHONE)
        assert records(owner) == []
