"""Data folders whose servers are stopped and whose clusters are removed when the test ends."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from linli.project import cluster


@pytest.fixture
def new_data(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give data folders by name."""
    yield from _lend_folders(tmp_path)


@pytest.fixture(scope="module")
def new_data_for_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path]]:
    """Give data folders that several tests of a module share."""
    yield from _lend_folders(tmp_path_factory.mktemp("shared"))


def _lend_folders(root: Path) -> Iterator[Callable[[str], Path]]:
    made: list[Path] = []

    def make(name: str) -> Path:
        made.append(root / name)
        return made[-1]

    yield make
    for folder in made:
        if folder.exists():
            cluster.stop(folder)
            pointer = folder / "cluster.json"
            if pointer.exists():
                shutil.rmtree(json.loads(pointer.read_text())["home"])
            shutil.rmtree(folder)


@pytest.fixture
def data(new_data: Callable[[str], Path]) -> Path:
    """Give one data folder."""
    return new_data("var")


@pytest.fixture
def own_environment(data: Path) -> dict[str, str]:
    """Give the environment of a Linli of its own: its data folder and nothing of the test run's database."""
    taken = ("LINLI_DATABASE_URL", "LINLI_OWNER_DATABASE_URL", "LINLI_SECRET_KEY")
    return {name: value for name, value in os.environ.items() if name not in taken} | {"LINLI_DATA": str(data)}
