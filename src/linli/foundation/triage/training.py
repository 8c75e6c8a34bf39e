"""Learns a model from labelled texts with scikit-learn: two linear machines over the same features, added up.

One is a support vector machine over TF-IDF; the other looks at each label against the rest through features scaled by
how much more often they stand there (Wang and Manning 2012). Both are linear, so their sum is one table of points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from linli.foundation.triage.features import BLOCKS, Block, Keys, Numbers, counted
from linli.foundation.triage.model import Model, Weights, points_of, values_of
from linli.foundation.triage.texts import plain

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Labelled = tuple[str, str]
"""A label and a text."""
LEAST_A_LABEL: Final = 2
_SOFTNESS: Final = 0.5
_RATIO_SOFTNESS: Final = 0.2
_RATIO_LIMIT: Final = 3.0
_HELD_BACK: Final = 5
_SHARPEST: Final = 30.0
_SEED: Final = 20260101


class TooLittle(ValueError):
    """There is not enough to learn from; the sentence says what is missing."""


Pieces = list[tuple[tuple[Keys, Numbers], ...]]


def train(rows: Sequence[Labelled]) -> Model:
    """Learn from labelled texts; the same rows give the same model. Raises :class:`TooLittle`.

    A fifth of the texts is held back once to find how sure the model may sound, then everything is learned.
    """
    check(rows)
    labels = tuple(sorted({label for label, _ in rows}))
    target = np.array([labels.index(label) for label, _ in rows])
    pieces = pieces_of([text for _, text in rows])
    return train_counted(pieces, target, labels=labels)


def pieces_of(texts: Sequence[str]) -> Pieces:
    """Return what is counted in each text; nothing is learned here, so it may be done once for all folds."""
    read = (plain(text) for text in texts)
    return [tuple(counted(text, block) for block in BLOCKS) for text in read]


def train_counted(pieces: Pieces, target: NDArray[np.int64], *, labels: tuple[str, ...]) -> Model:
    """Learn from texts whose features were counted already; ``target`` holds each text's place in ``labels``."""
    held = _held_back(target)
    trial = _fitted([pieces[i] for i in np.flatnonzero(~held)], target[~held], labels=labels)
    points = np.vstack([points_of(trial, pieces[i]) for i in np.flatnonzero(held)])
    return replace(_fitted(pieces, target, labels=labels), sharpness=_sharpness(points, target[held]))


def check(rows: Sequence[Labelled]) -> None:
    """Raise :class:`TooLittle` unless there are two labels with two texts each at least."""
    times = Counter(label for label, _ in rows)
    if len(times) < 2:  # noqa: PLR2004 - one label leaves nothing to tell apart
        raise TooLittle("All texts have the same label; at least two labels are needed to tell them apart.")
    label, fewest = min(times.items(), key=lambda pair: (pair[1], pair[0]))
    if fewest < LEAST_A_LABEL:
        raise TooLittle(f"The label “{label}” has {fewest} text; each label needs at least {LEAST_A_LABEL}.")


def _held_back(target: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose every fifth text of each label after a fixed shuffle, one of each label at least."""
    shuffle, held = np.random.default_rng(_SEED), np.zeros(len(target), dtype=bool)
    for label in np.unique(target):
        mine = shuffle.permutation(np.flatnonzero(target == label))
        held[mine[: max(1, len(mine) // _HELD_BACK)]] = True
    return held


def _fitted(pieces: Pieces, target: NDArray[np.int64], *, labels: tuple[str, ...]) -> Model:
    from scipy.sparse import hstack  # noqa: PLC0415 - only learning needs it

    blocks, tables = [], []
    for number, block in enumerate(BLOCKS):
        weights, table = _block([piece[number] for piece in pieces], block=block)
        blocks.append(weights)
        tables.append(table)
    together = hstack(tables).tocsr()
    if not together.shape[1]:
        raise TooLittle("The texts have nothing in common to learn from; more of them are needed.")
    points, start = _points(together, target, labels=len(labels))
    ends = np.cumsum([len(weights.keys) for weights in blocks])
    shared = np.split(points.astype(np.float32), ends[:-1])
    return Model(
        labels=labels,
        blocks=tuple(replace(weights, points=mine) for weights, mine in zip(blocks, shared, strict=True)),
        start=start,
        sharpness=1.0,
        texts=len(pieces),
    )


def _block(pieces: Sequence[tuple[Keys, Numbers]], *, block: Block) -> tuple[Weights, csr_matrix]:
    """Find the features that stand in enough texts, and fill the table of texts by features."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only learning needs it

    keys, texts = np.unique(np.concatenate([keys for keys, _ in pieces]), return_counts=True)
    enough = texts >= min(block.rarest, len(pieces))
    keys, texts = keys[enough], texts[enough]
    rarity = (np.log((1 + len(pieces)) / (1 + texts)) + 1).astype(np.float32)
    weights = Weights(keys=keys, rarity=rarity, points=np.zeros((len(keys), 0), np.float32))
    rows = [values_of(weights, *piece, weight=block.weight)[1:] for piece in pieces]
    bounds = np.concatenate([[0], np.cumsum([len(found) for found, _ in rows])])
    table = csr_matrix(
        (np.concatenate([values for _, values in rows]), np.concatenate([found for found, _ in rows]), bounds),
        shape=(len(pieces), len(keys)),
    )
    return weights, table


def _points(table: csr_matrix, target: NDArray[np.int64], *, labels: int) -> tuple[Numbers, Numbers]:
    """Fit both machines for each label against the rest; return points (features by labels) and where sums start."""
    points, start = np.zeros((table.shape[1], labels)), np.zeros(labels)
    for label in range(labels):
        mine = target == label
        straight, offset = _separated(table, mine, softness=_SOFTNESS)
        scale = _ratio(table, mine)
        scaled, other = _separated(table.multiply(scale).tocsr(), mine, softness=_RATIO_SOFTNESS)
        points[:, label] = (straight + scaled * scale) / 2
        start[label] = (offset + other) / 2
    return points, start


def _ratio(table: csr_matrix, mine: NDArray[np.bool_]) -> Numbers:
    """Return how much more (or less) each feature stands in the label's texts than in others, bounded."""
    inside = (np.asarray(table[mine].sum(axis=0)).ravel() + 0.1) / mine.sum()
    outside = (np.asarray(table[~mine].sum(axis=0)).ravel() + 0.1) / (~mine).sum()
    ratio: Numbers = 0.2 + np.abs(np.clip(np.log(inside / outside), -_RATIO_LIMIT, _RATIO_LIMIT)) / 1.5
    return ratio


def _separated(table: csr_matrix, mine: NDArray[np.bool_], *, softness: float) -> tuple[Numbers, float]:
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - a second to load, and only learning needs it

    machine: Any = LinearSVC(C=softness, class_weight="balanced", random_state=_SEED).fit(table, mine)
    return machine.coef_[0], float(machine.intercept_[0])


def _sharpness(points: Numbers, target: NDArray[np.int64]) -> float:
    """Return the factor under which the points of unseen texts are most likely, as probabilities."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - only learning needs it

    def surprise(factor: float) -> float:
        sharp = factor * (points - points.max(axis=1, keepdims=True))
        return float(np.mean(np.log(np.exp(sharp).sum(axis=1)) - sharp[np.arange(len(target)), target]))

    return float(minimize_scalar(surprise, bounds=(0.1, _SHARPEST), method="bounded").x)
