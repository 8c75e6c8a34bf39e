"""Keeps a model in a file of plain arrays that can do nothing when it is read: never a pickle.

A NumPy archive: ``header`` (JSON as bytes: format, version, labels, numbers) and three arrays for each block. What a
foreign or damaged file may cost is bounded before anything is unpacked.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from linli.foundation.triage.features import BLOCKS
from linli.foundation.triage.model import Model, Weights

FORMAT: Final = "linli-triage"
VERSION: Final = 1
MOST_BYTES: Final = 50 * 1024 * 1024
MOST_UNPACKED: Final = 400 * 1024 * 1024
MOST_LABELS: Final = 1_000
_HEADER: Final = "header"


class NoModel(ValueError):
    """A file is no model that can be used; the sentence says why and what to do."""


def save(model: Model, path: Path) -> int:
    """Write a model, whole or not at all; return its size in bytes. Raises :class:`NoModel` where that cannot be."""
    header = {
        "format": FORMAT,
        "version": VERSION,
        "labels": model.labels,
        "start": model.start.tolist(),
        "sharpness": model.sharpness,
        "texts": model.texts,
    }
    arrays = {_HEADER: np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8)}
    for block, weights in zip(BLOCKS, model.blocks, strict=True):
        arrays |= {f"{block.name}.{part}": getattr(weights, part) for part in _PARTS}
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with half.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        size = half.stat().st_size
        if size > MOST_BYTES:
            raise NoModel(f"The model would take {size:,} bytes; {MOST_BYTES:,} is the most. Nothing was written.")
        half.replace(path)
    except OSError as problem:
        raise NoModel(f"The model cannot be written to {path}: {problem.strerror}. Nothing was changed.") from problem
    finally:
        half.unlink(missing_ok=True)
    return size


def load(path: Path) -> Model:
    """Read a model. Raises :class:`NoModel` with one sentence for a missing, foreign, damaged or too large file."""
    try:
        _check_size(path)
        arrays = _arrays(path)
        header = _header(arrays)
    except OSError as problem:
        raise NoModel(f"{path} cannot be read: {problem.strerror}.") from problem
    except NoModel:
        raise
    except _DAMAGES as problem:
        raise NoModel(f"{path} is no model of linli triage, or it is damaged. Please train it anew.") from problem
    if header.get("version") != VERSION:
        raise NoModel(f"{path} has model format {header.get('version')}; this program reads {VERSION}. Train it anew.")
    try:
        return _model(header, arrays)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as problem:
        raise NoModel(f"{path} is a damaged model of linli triage. Please train it anew.") from problem


_DAMAGES: Final = (
    ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, MemoryError,
)  # fmt: skip
"""What reading a foreign archive raises: RuntimeError where it is encrypted or its header nested too deep, MemoryError
where an array says it is larger than the machine."""
_PARTS: Final[Mapping[str, type[np.generic]]] = {"keys": np.uint64, "rarity": np.float32, "points": np.float32}
_NAMES: Final = {_HEADER} | {f"{block.name}.{part}" for block in BLOCKS for part in _PARTS}


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if not path.is_file():
        raise NoModel(f"{path} is no file.")
    if size > MOST_BYTES:
        raise NoModel(f"{path} has {size:,} bytes; a model has {MOST_BYTES:,} at most. Is it another file?")


def _header(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    header: dict[str, Any] = json.loads(arrays[_HEADER].tobytes().decode())
    if header["format"] != FORMAT:
        raise ValueError("another format")
    return header


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    with zipfile.ZipFile(path) as packed:
        held = packed.infolist()
        if {member.filename.removesuffix(".npy") for member in held} != _NAMES or len(held) != len(_NAMES):
            raise ValueError("other members")
        if sum(member.file_size for member in held) > MOST_UNPACKED:
            raise ValueError("unpacks to too much")
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in _NAMES}


def _model(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Model:
    labels = tuple(header["labels"])
    if not (2 <= len(labels) <= MOST_LABELS) or not all(isinstance(one, str) and one for one in labels):  # noqa: PLR2004
        raise ValueError("labels")
    start, sharpness = np.asarray(header["start"], dtype=np.float64), float(header["sharpness"])
    if start.shape != (len(labels),) or len(set(labels)) != len(labels) or not np.isfinite([*start, sharpness]).all():
        raise ValueError("start")
    if sharpness <= 0:
        raise ValueError("sharpness")
    blocks = tuple(_weights(arrays, block.name, labels=len(labels)) for block in BLOCKS)
    return Model(labels=labels, blocks=blocks, start=start, sharpness=sharpness, texts=int(header["texts"]))


def _weights(arrays: Mapping[str, NDArray[Any]], name: str, *, labels: int) -> Weights:
    parts = {part: arrays[f"{name}.{part}"] for part in _PARTS}
    if any(parts[part].dtype != kind for part, kind in _PARTS.items()):
        raise ValueError("types")
    keys, rarity, points = parts["keys"], parts["rarity"], parts["points"]
    if keys.ndim != 1 or rarity.shape != keys.shape or points.shape != (len(keys), labels):
        raise ValueError("shapes")
    if (keys[1:] <= keys[:-1]).any() or not np.isfinite(rarity).all() or not np.isfinite(points).all():
        raise ValueError("values")
    return Weights(keys=keys, rarity=rarity, points=points)
