"""How good a model is on texts whose label is known, measured on texts it has not seen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from linli.foundation.triage.features import Numbers
from linli.foundation.triage.model import Model, chances_of, predict
from linli.foundation.triage.training import Labelled, TooLittle, check, pieces_of, train_counted

_TIMED: Final = 300
_SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was measured. Rates are between 0 and 1.

    ``top2``: the right label is the first or second choice. ``sure``: the mean confidence, to be held against
    ``accuracy``. ``milliseconds`` a text, with its words. ``by_label``: F1 of each label that the texts have.
    """

    texts: int
    macro_f1: float
    accuracy: float
    top2: float
    sure: float
    milliseconds: float
    by_label: dict[str, float]


class ForeignLabels(ValueError):
    """The texts have labels that the model has never met."""


def evaluate(model: Model, rows: Sequence[Labelled]) -> Score:
    """Measure a model on labelled texts. Raises :class:`ForeignLabels` when it knows none of their labels."""
    if not {label for label, _ in rows} & set(model.labels):
        raise ForeignLabels("The model knows none of the labels in this file.")
    labels = (*model.labels, *sorted({label for label, _ in rows} - set(model.labels)))
    chances = np.zeros((len(rows), len(labels)))
    chances[:, : len(model.labels)] = chances_of(model, [text for _, text in rows])
    return _score(rows, chances, labels=labels, milliseconds=_milliseconds(model, rows))


def cross_validate(rows: Sequence[Labelled], *, folds: int, seed: int = _SEED) -> Score:
    """Measure by learning ``folds`` times from the other texts; nothing is fitted on the texts that are judged.

    Raises :class:`TooLittle` when a label has fewer texts than there are folds.
    """
    check(rows)
    times = Counter(label for label, _ in rows)
    rarest = min(times, key=lambda label: (times[label], label))
    if times[rarest] < max(folds, 4):
        raise TooLittle(f"The label “{rarest}” has {times[rarest]} texts; {folds} folds need {max(folds, 4)} of each.")
    labels = tuple(sorted(times))
    target = np.array([labels.index(label) for label, _ in rows])
    pieces, parts = pieces_of([text for _, text in rows]), _parts(target, folds=folds, seed=seed)
    chances, model = np.zeros((len(rows), len(labels))), None
    for part in range(folds):
        learned = np.flatnonzero(parts != part)
        model = train_counted([pieces[i] for i in learned], target[learned], labels=labels)
        judged = np.flatnonzero(parts == part)
        chances[judged] = chances_of(model, [rows[int(i)][1] for i in judged])
    assert model is not None
    return _score(rows, chances, labels=labels, milliseconds=_milliseconds(model, rows))


def _parts(target: NDArray[np.int64], *, folds: int, seed: int) -> NDArray[np.int64]:
    """Deal the texts of each label out to the folds after a shuffle."""
    shuffle, parts = np.random.default_rng(seed), np.zeros(len(target), dtype=np.int64)
    turn = 0
    for label in np.unique(target):
        mine = shuffle.permutation(np.flatnonzero(target == label))
        parts[mine] = (np.arange(len(mine)) + turn) % folds
        turn += len(mine)
    return parts


def _milliseconds(model: Model, rows: Sequence[Labelled]) -> float:
    predict(model, rows[0][1])  # the segmenter loads its dictionary at the first word
    timed = rows[:_TIMED]
    begun = time.perf_counter()
    for _, text in timed:
        predict(model, text)
    return (time.perf_counter() - begun) * 1000 / len(timed)


def _score(rows: Sequence[Labelled], chances: Numbers, *, labels: Sequence[str], milliseconds: float) -> Score:
    target = np.array([labels.index(label) for label, _ in rows])
    order = np.argsort(-chances, axis=1, kind="stable")
    first = order[:, 0]
    by_label = {labels[label]: _f1(first == label, target == label) for label in sorted(set(target.tolist()))}
    return Score(
        texts=len(rows),
        macro_f1=float(np.mean(list(by_label.values()))),
        accuracy=float((first == target).mean()),
        top2=float((order[:, :2] == target[:, None]).any(axis=1).mean()),
        sure=float(chances.max(axis=1).mean()),
        milliseconds=milliseconds,
        by_label=by_label,
    )


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    both = int((said & true).sum())
    return 2 * both / int(said.sum() + true.sum())  # a label is only judged where the texts have it
