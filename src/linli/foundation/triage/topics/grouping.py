"""What many people write about: messages that name the same places and things, grouped and ranked by heat.

Average linkage over TF-IDF, so that one message between two topics does not join them (a chain of likenesses would).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from linli.foundation.rulepacks.terms import HeatRule
from linli.foundation.triage.topics.heat import Crowd, heat
from linli.foundation.triage.topics.placewords import Told, told_in

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST_MESSAGES: Final = 50_000
_SUBJECT_COUNTS: Final = 3
_PLACE_SHARE: Final = 0.45
_COMMON_PLACE: Final = 20
"""A place that this many messages name weighs fully; the more of them name it, the less it joins."""
_ALIKE: Final = 0.27
"""How alike the messages of a topic are on average, as a cosine; found on real messages, see docs/decisions/38."""
_ROWS: Final = 1_000
_LARGEST: Final = 5_000
_SAME: Final = 0.9
_SHOWN: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; ``user`` may be empty where the file does not say who wrote."""

    id: str
    at: datetime
    subject: str
    body: str
    likes: int = 0
    dislikes: int = 0
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic with its heat and the messages it opens to, oldest first; ``subject`` is its most typical message's."""

    heat: float
    subject: str
    words: tuple[str, ...]
    places: tuple[str, ...]
    crowd: Crowd
    ids: tuple[str, ...]


class TooMany(ValueError):
    """There are more messages than can be compared at once."""


def hot_topics(messages: Sequence[Message], rule: HeatRule, *, at: datetime) -> list[Topic]:
    """Group messages and rank the groups, the hottest first. Raises :class:`TooMany`.

    A group of one is a topic only when its votes reach ``rule.votes_alone``.
    """
    if len(messages) > MOST_MESSAGES:
        raise TooMany(f"{len(messages):,} messages are too many at once; {MOST_MESSAGES:,} is the most.")
    read = [(told_in(message.subject), told_in(message.body)) for message in messages]
    table = _table(read)
    topics = [
        _topic([messages[i] for i in group], [read[i] for i in group], table[group], rule=rule, at=at)
        for group in _groups(table)
        if len(group) > 1 or messages[group[0]].likes + messages[group[0]].dislikes >= rule.votes_alone
    ]
    return sorted(topics, key=lambda topic: (-topic.heat, topic.ids))


def _table(read: Sequence[tuple[Told, Told]]) -> csr_matrix:
    """Return messages by words with rows of length one: what it is about, and where, each with its share."""
    from scipy.sparse import hstack  # noqa: PLC0415 - only this command needs it

    contents = _weighed([_counted(s.contents, b.contents) for s, b in read], share=1 - _PLACE_SHARE)
    telling = float(np.log(1 + len(read) / _COMMON_PLACE))
    places = _weighed([Counter({*s.places, *b.places}) for s, b in read], share=_PLACE_SHARE, shortest=telling)
    return hstack([contents, places]).tocsr()


def _counted(subject: Sequence[str], body: Sequence[str]) -> Counter[str]:
    counts = Counter(body)
    for word in subject:
        counts[word] += _SUBJECT_COUNTS
    return counts


def _weighed(counts: Sequence[Counter[str]], *, share: float, shortest: float = 0.0) -> csr_matrix:
    """Return texts by words; rows shorter than ``shortest`` are not stretched, so a city's name alone joins nothing."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only this command needs it

    texts = Counter(word for counted in counts for word in counted)
    numbers = {word: number for number, word in enumerate(sorted(word for word, n in texts.items() if n > 1))}
    rarity = {word: np.log((1 + len(counts)) / texts[word]) for word in numbers}
    bounds, columns, values = [0], [], []
    for counted in counts:
        mine = {word: (1 + np.log(n)) * rarity[word] for word, n in counted.items() if word in numbers}
        length = max(np.sqrt(sum(value * value for value in mine.values())), shortest) or 1.0
        columns += [numbers[word] for word in mine]
        values += [value / length * np.sqrt(share) for value in mine.values()]
        bounds.append(len(columns))
    return csr_matrix((values, columns, bounds), shape=(len(counts), len(numbers)), dtype=np.float32)


def _groups(table: csr_matrix) -> Iterator[list[int]]:
    """Yield the groups as row numbers: first what hangs together at all, then each part by average linkage.

    A part that stays too large to compare whole says the same over and over: it is one group as it is.
    """
    for part in _parts(table, np.arange(table.shape[0]), alike=_ALIKE):
        if len(part) == 1 or len(part) > _LARGEST:
            yield part.tolist()
            continue
        named = _linked(table[part])
        for name in np.unique(named):
            yield part[named == name].tolist()


def _parts(table: csr_matrix, rows: NDArray[np.int64], *, alike: float) -> Iterator[NDArray[np.int64]]:
    """Yield sets of rows joined by likenesses; one that is too large to compare whole is cut at a higher likeness.

    For that, rows are stretched to length one, so that the same words are the same also where they name no place.
    """
    from scipy.sparse import vstack  # noqa: PLC0415 - only this command needs it
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    mine = table[rows]
    strips = []
    for first in range(0, len(rows), _ROWS):
        strip = (mine[first : first + _ROWS] @ mine.T).tocsr()
        strip.data[strip.data < alike] = 0
        strip.eliminate_zeros()
        strips.append(strip)
    count, names = connected_components(vstack(strips), directed=False)
    order = np.argsort(names, kind="stable")
    for part in np.split(rows[order], np.cumsum(np.bincount(names, minlength=count))[:-1]):
        if len(part) > _LARGEST and alike < _SAME:
            yield from _parts(normalize(table), part, alike=alike + (1 - alike) / 4)
        else:
            yield part


def _linked(table: csr_matrix) -> NDArray[np.int64]:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - only this command needs it

    apart = np.clip(1 - (table @ table.T).toarray().astype(np.float64), 0, None)
    np.fill_diagonal(apart, 0)
    machine: Any = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - _ALIKE
    )
    named: NDArray[np.int64] = machine.fit_predict(apart)
    return named


def _topic(
    messages: Sequence[Message], read: Sequence[tuple[Told, Told]], table: csr_matrix, *, rule: HeatRule, at: datetime
) -> Topic:
    crowd = Crowd(
        people=_people(messages),
        likes=sum(message.likes for message in messages),
        dislikes=sum(message.dislikes for message in messages),
        first_at=min(message.at for message in messages),
        last_at=max(message.at for message in messages),
    )
    middle = np.asarray(table.mean(axis=0)).ravel()
    typical = messages[int(np.argmax(table @ middle))]
    return Topic(
        heat=heat(crowd, rule, at=at),
        subject=typical.subject,
        words=_shared([set(s.contents) | set(b.contents) for s, b in read], titles=[s.contents for s, _ in read]),
        places=_shared([set(s.places) | set(b.places) for s, b in read], titles=[s.places for s, _ in read]),
        crowd=crowd,
        ids=tuple(message.id for message in sorted(messages, key=lambda message: (message.at, message.id))),
    )


def _people(messages: Sequence[Message]) -> int:
    """Count who wrote, each once; without names the same words twice are taken for one person's."""
    return len({(message.user, "" if message.user else "".join(message.body.split())) for message in messages})


def _shared(words: Sequence[set[str]], *, titles: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the words that most of the messages hold, those in subjects first."""
    counts = Counter(word for held in words for word in held) + Counter(word for title in titles for word in set(title))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))
    return tuple(word for word, _ in ranked[:_SHOWN])
