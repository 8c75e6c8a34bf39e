"""Data folders whose servers are stopped and whose clusters are removed when the test ends."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from linli.project import cluster


@pytest.fixture
def new_data(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give data folders by name."""
    made: list[Path] = []

    def make(name: str) -> Path:
        made.append(tmp_path / name)
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
