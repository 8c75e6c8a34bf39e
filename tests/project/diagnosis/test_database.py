"""The self-diagnosis looks at the database with the app's own eyes."""

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from linli.project.diagnosis import database
from linli.project.diagnosis.finding import Finding, Grade

pytestmark = pytest.mark.django_db


def _about(subject: str) -> list[Finding]:
    return [finding for finding in database.findings() if finding.subject == subject]


class TestDatabase:
    def test_a_migrated_database_is_well(self) -> None:
        assert {finding.subject: finding.grade for finding in database.findings()} == {
            "database": Grade.OK,
            "log-ins": Grade.OK,
            "row security": Grade.OK,
            "migrations": Grade.OK,
            "events": Grade.OK,
            "receivers": Grade.OK,
        }

    def test_one_log_in_for_everything_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(settings.DATABASES["owner"], "USER", settings.DATABASES["default"]["USER"])
        (found,) = _about("log-ins")
        assert found.grade is Grade.FAIL

    def test_an_app_that_may_make_tables_fails(self, owner: psycopg.Connection[tuple[object, ...]]) -> None:
        app = sql.Identifier(connections["default"].settings_dict["USER"])
        owner.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(app))
        try:
            (found,) = _about("log-ins")
        finally:
            owner.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(app))
        assert found.grade is Grade.FAIL
        assert "may make tables" in found.said

    def test_policies_without_force_are_named(self, owner: psycopg.Connection[tuple[object, ...]]) -> None:
        owner.execute("CREATE TABLE left_open (id int)")
        try:
            owner.execute("CREATE POLICY nobody ON left_open USING (false)")
            (found,) = _about("row security")
        finally:
            owner.execute("DROP TABLE left_open")
        assert found.grade is Grade.FAIL
        assert "left_open" in found.said

    def test_no_worker_is_a_warning(self) -> None:
        assert database.worker().grade is Grade.WARN
