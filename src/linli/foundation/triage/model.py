"""A trained model as values: what a text sounds like, how sure that is, and the words that led to it. Pure.

It is linear, so every point of its judgement belongs to a piece of the text, and the words it names are the true
reasons and no story told afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from linli.foundation.triage.features import BLOCKS, Block, Found, Keys, Numbers, counted, found_in
from linli.foundation.triage.texts import Plain, plain

Floats = NDArray[np.float32]
MOST_WORDS: Final = 5
_LEAST_SHARE: Final = 0.1
"""A word with less than this share of the strongest word's points is not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One block of a model: the known features in ascending order, how telling each is, and its points by label."""

    keys: NDArray[np.uint64]
    rarity: Floats
    points: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What was learned: labels in order, one :class:`Weights` for each of the blocks, and how to read the sum.

    ``sharpness`` turns sums of points into probabilities; it was fitted on texts the weights had not seen.
    """

    labels: tuple[str, ...]
    blocks: tuple[Weights, ...]
    start: Numbers
    sharpness: float
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a text sounds like, as a suggestion for a person; ``confidence`` is between 0 and 1.

    ``words`` stand in the text as they are shown, the weightiest first; empty when no single word was telling.
    """

    label: str
    confidence: float
    runner_up: str
    runner_up_confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """A text in one block: its occurrences, which feature each is, and for each known feature its row and value."""

    found: Found
    turn: NDArray[np.int64]
    times: NDArray[np.int64]
    known: NDArray[np.bool_]
    rows: NDArray[np.int64]
    values: Numbers


def predict(model: Model, text: str) -> Prediction:
    """Return what a text sounds like, the second choice, and the words that led there."""
    read = plain(text)
    weighed = [_weighed(read, block, weights) for block, weights in zip(BLOCKS, model.blocks, strict=True)]
    total = model.start.copy()
    for one, weights in zip(weighed, model.blocks, strict=True):
        total += one.values @ weights.points[one.rows]
    chances = _chances(model, total)
    order = np.argsort(-chances, kind="stable")
    best, second = int(order[0]), int(order[1])
    return Prediction(
        label=model.labels[best],
        confidence=float(chances[best]),
        runner_up=model.labels[second],
        runner_up_confidence=float(chances[second]),
        words=_words(model, read, weighed, best=best),
    )


def chances_of(model: Model, texts: Sequence[str]) -> Numbers:
    """Return the probability of each label (columns) for each text (rows)."""
    read = (plain(text) for text in texts)
    counts = (tuple(counted(text, block) for block in BLOCKS) for text in read)
    return np.vstack([_chances(model, points_of(model, piece)) for piece in counts])


def points_of(model: Model, piece: Sequence[tuple[Keys, Numbers]]) -> Numbers:
    """Return the points of each label for a text whose features were counted already, block by block."""
    total = model.start.copy()
    for block, weights, (keys, strength) in zip(BLOCKS, model.blocks, piece, strict=True):
        _, rows, values = values_of(weights, keys, strength, weight=block.weight)
        total += values @ weights.points[rows]
    return total


def values_of(
    weights: Weights, keys: Keys, strength: Numbers, *, weight: float
) -> tuple[NDArray[np.bool_], NDArray[np.int64], Numbers]:
    """Return which features are known, their rows, and how much a text has of each, scaled to length ``weight``."""
    rows = np.searchsorted(weights.keys, keys)
    rows[rows == len(weights.keys)] = 0
    known = weights.keys[rows] == keys if len(weights.keys) else np.zeros(len(keys), dtype=bool)
    rows = rows[known]
    values = strength[known] * weights.rarity[rows]
    length = float(np.sqrt(values @ values))
    return known, rows, values * (weight / length) if length else values


def _weighed(read: Plain, block: Block, weights: Weights) -> _Weighed:
    found = found_in(read, block)
    keys, turn, times = np.unique(found.keys, return_inverse=True, return_counts=True)
    known, rows, values = values_of(weights, keys, 1.0 + np.log(times), weight=block.weight)
    return _Weighed(found=found, turn=turn, times=times, known=known, rows=rows, values=values)


def _chances(model: Model, points: Numbers) -> Numbers:
    sharp = np.exp(model.sharpness * (points - points.max()))
    chances: Numbers = sharp / sharp.sum()
    return chances


def _words(model: Model, read: Plain, weighed: Sequence[_Weighed], *, best: int) -> tuple[str, ...]:
    """Give each feature's points, beyond its average for all labels, to the characters it covers, then to words."""
    by_letter = np.zeros(len(read.text) + 1)
    for one, weights in zip(weighed, model.blocks, strict=True):
        points = weights.points[one.rows]
        gains = np.zeros(len(one.times))
        gains[one.known] = one.values * (points[:, best] - points.mean(axis=1)) / one.times[one.known]
        share = gains[one.turn] / (one.found.ends - one.found.starts)
        by_letter += np.bincount(one.found.starts, share, len(by_letter))
        by_letter -= np.bincount(one.found.ends, share, len(by_letter))
    summed = np.concatenate([[0.0], np.cumsum(np.cumsum(by_letter))])
    ends = np.cumsum([len(word) for word in read.words], dtype=np.int64)
    starts = np.concatenate([[0], ends])[:-1]
    by_word: dict[str, float] = {}
    for word, gain in zip(read.words, (summed[ends] - summed[starts]).tolist(), strict=True):
        if read.is_showable(word):
            by_word[word] = by_word.get(word, 0.0) + gain
    ranked = sorted(by_word.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]
    return tuple(word for word, gain in ranked if gain > 0 and gain >= _LEAST_SHARE * ranked[0][1])
