"""Migrations say what the models say, and depend on nothing that may change under them."""

import ast
from pathlib import Path

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "linli"
OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("linli.")}


class TestMigrations:
    def test_no_model_has_drifted_from_its_migrations(self) -> None:
        loader = MigrationLoader(None, ignore_no_migrations=True)
        with translation.override(None):  # the labels of choices, as migrations keep them
            detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
            changes = detector.changes(graph=loader.graph)
            drifted = {label: [str(one) for one in found] for label, found in changes.items() if label in OURS}
        assert drifted == {}

    def test_they_import_nothing_of_ours_but_the_kernel(self) -> None:
        strays = [
            f"{path.relative_to(SOURCE)}: {name}"
            for path in sorted(SOURCE.glob("**/migrations/*.py"))
            for node in ast.walk(ast.parse(path.read_text()))
            for name in _imported(node)
            if name.startswith("linli.") and not name.startswith("linli.kernel")
        ]
        assert strays == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
