"""The health answer is ready only when database, migrations and worker are, and names what is missing."""

import json

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from linli.project import health

Rows = psycopg.Connection[tuple[object, ...]]


def _ask() -> tuple[int, list[str]]:
    middleware = health.HealthMiddleware(lambda _request: HttpResponse("passed on"))
    response = middleware(RequestFactory().get("/healthz"))
    return response.status_code, json.loads(response.content)["missing"]


@pytest.mark.django_db
class TestHealth:
    def test_without_a_worker_it_is_not_ready(self) -> None:
        status, missing = _ask()
        assert status == 503
        assert len(missing) == 1
        assert "worker" in missing[0]

    def test_with_a_living_worker_it_is_ready(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert _ask() == (200, [])

    def test_a_worker_silent_for_a_minute_does_not_count(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '61 s')")
        assert _ask()[0] == 503

    def test_a_missing_migration_is_counted(self, owner: Rows) -> None:
        owner.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name = '0001_initial'")
        try:
            assert health.pending_migrations() == ["audit.0001_initial"]
            assert _ask() == (503, ["1 migrations are not applied. Run: linli migrate"])
        finally:
            owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0001_initial', now())")


class TestWithoutDatabase:
    def test_it_still_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse() -> list[str]:
            raise OperationalError("connection refused")

        monkeypatch.setattr(health, "pending_migrations", refuse)
        monkeypatch.setattr(health.connection, "close", lambda: None)
        assert _ask() == (503, ["The database does not answer."])

    def test_every_other_request_is_passed_on(self) -> None:
        def next_in_line(request: HttpRequest) -> HttpResponse:
            return HttpResponse(request.path)

        answer = health.HealthMiddleware(next_in_line)(RequestFactory().get("/healthz/more"))
        assert answer.content == b"/healthz/more"
