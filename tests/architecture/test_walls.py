"""The walls that import-linter cannot see: doors, relations, sizes, privacy lines, words and row security."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "linli"
DOORS = {"facade", "events", "contracts"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("linli.")]
STOREYS = ["kernel", "foundation", "domains", "portals", "project"]
FOUNDATION = [
    "design", "scope", "privacy", "audit", "events", "territory", "orgs", "accounts", "rulepacks", "workflow", "files",
    "search", "notices", "webhooks",
]  # fmt: skip
DOMAINS = ["places", "duties", "cases"]


def _python_files() -> Iterator[Path]:
    return (p for top in ("src", "tests", "tools") for p in (ROOT / top).rglob("*.py") if "node_modules" not in p.parts)


def _our_models() -> list[type[Model]]:
    return [model for label in OURS for model in apps.get_app_config(label).get_models()]


def _room_and_door(module: str) -> tuple[str | None, str]:
    parts = module.split(".")
    if parts[:2] != ["linli", "domains"] or len(parts) < 3:
        return None, ""
    return parts[2], parts[3] if len(parts) > 3 else ""


class TestDoors:
    def test_neighbours_come_in_by_the_door(self) -> None:
        graph = grimp.build_graph("linli", cache_dir=None)
        strays = [
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            for room, door in [_room_and_door(imported)]
            if room and room != _room_and_door(importer)[0] and door not in DOORS and not _may_wire(importer, door)
        ]
        assert strays == []

    def test_no_import_cycle_between_rooms(self) -> None:
        graph = grimp.build_graph("linli", cache_dir=None)
        rooms = sorted({".".join(m.split(".")[:3]) for m in graph.modules if m.count(".") >= 2})
        pairs = [
            (a, b)
            for i, a in enumerate(rooms)
            for b in rooms[i + 1 :]
            if _touches(graph, a, b) and _touches(graph, b, a)
        ]
        assert pairs == []


def _may_wire(importer: str, door: str) -> bool:
    """The project mounts a room's pages and runs its tasks; nothing else may."""
    return importer.startswith("linli.project") and door in {"urls", "web", "tasks", "apps"}


def _touches(graph: grimp.ImportGraph, importer: str, imported: str) -> bool:
    return graph.direct_import_exists(importer=importer, imported=imported, as_packages=True)


class TestRelations:
    def test_relations_point_down_the_rooms(self) -> None:
        order = {f"linli.foundation.{name}": i for i, name in enumerate(FOUNDATION)}
        order |= {f"linli.domains.{name}": 100 + i for i, name in enumerate(DOMAINS)}
        upward = []
        for model in _our_models():
            for field in model._meta.get_fields():
                if not field.is_relation or field.auto_created or field.related_model is None:
                    continue
                here, there = model._meta.app_config.name, field.related_model._meta.app_config.name
                if here != there and order.get(there, -1) > order.get(here, 1000):
                    upward.append(f"{model.__name__}.{field.name} → {field.related_model.__name__}")
                if here != there and field.remote_field.related_name != "+":
                    upward.append(f"{model.__name__}.{field.name} opens a way back")
        assert upward == []


class TestSizes:
    @pytest.mark.parametrize("top", ["src", "tests", "tools"])
    def test_no_file_is_longer_than_400_lines(self, top: str) -> None:
        long = {
            str(p.relative_to(ROOT)): count
            for p in (ROOT / top).rglob("*.py")
            if (count := len(p.read_text().splitlines())) > LONGEST_FILE
        }
        assert long == {}

    def test_no_function_is_longer_than_60_lines(self) -> None:
        long = [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for path in _python_files()
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
        ]
        assert long == []


class TestPrivacy:
    def test_every_model_says_what_is_personal(self) -> None:
        silent = [m.__name__ for m in _our_models() if ":personal:" not in (m.__doc__ or "")]
        assert silent == []

    def test_nothing_in_the_schema_is_what_we_never_build(self) -> None:
        never = re.compile(
            r"(^|_)(face|voice_?print|gait|track_points|mileage|resident_score|ranking|key_person|online_time)(_|$)"
        )
        found = [
            f"{model.__name__}.{field.name}"
            for model in _our_models()
            for field in model._meta.get_fields()
            if never.search(field.name)
        ]
        assert found == []

    def test_every_personal_table_is_closed_by_the_database(
        self, owner: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        open_tables = []
        for model in _our_models():
            line = next(ln for ln in (model.__doc__ or "").splitlines() if ":personal:" in ln)
            if line.strip().startswith(":personal: none"):
                continue
            table = model._meta.db_table
            row = owner.execute(
                "SELECT relrowsecurity, (SELECT count(*) FROM pg_policies WHERE tablename = %s)"
                " FROM pg_class WHERE relname = %s",
                [table, table],
            ).fetchone()
            if row is None or not row[0] or not row[1]:
                open_tables.append(table)
        assert open_tables == []

    def test_the_application_log_in_owns_nothing_and_bypasses_nothing(
        self, owner: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        name = settings.DATABASES["default"]["USER"]
        role = owner.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        owned = owner.execute("SELECT count(*) FROM pg_tables WHERE tableowner = %s", [name]).fetchone()
        assert role == (False, False)
        assert owned == (0,)


class TestWords:
    def test_every_model_stands_in_the_list_of_words(self) -> None:
        words = (ROOT / "docs" / "words.md").read_text()
        missing = [m.__name__ for m in _our_models() if f"`{m.__name__}`" not in words]
        assert missing == []

    def test_every_decision_is_in_the_index(self) -> None:
        folder = ROOT / "docs" / "decisions"
        index = (folder / "README.md").read_text()
        missing = [p.name for p in folder.glob("[0-9]*.md") if p.name not in index]
        assert missing == []

    def test_the_repository_names_no_machine_path(self) -> None:
        never = re.compile("/wor" + r"k/(main|shared|\.)|/far" + r"m/|[.]librar" + r"y/|/root/|/tmp/[a-z]+-demo")
        found = [
            str(p.relative_to(ROOT))
            for top in ("src", "docs", "tests", "tools", "frontend")
            for p in (ROOT / top).rglob("*")
            if p.suffix in {".py", ".md", ".ts", ".css", ".html", ".po", ".sh"}
            and p != Path(__file__)
            and never.search(p.read_text())
        ]
        assert found == []


class TestMirror:
    def test_test_folders_mirror_the_source(self) -> None:
        extra = {"architecture", "journeys", "judges", "factories", "bench", "frontend"}
        strays = [
            str(folder.relative_to(ROOT))
            for folder in (ROOT / "tests").rglob("*")
            if folder.is_dir()
            and folder.name != "__pycache__"
            and folder.relative_to(ROOT / "tests").parts[0] not in extra
            and not (SOURCE / folder.relative_to(ROOT / "tests")).exists()
        ]
        assert strays == []
