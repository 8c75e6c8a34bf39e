"""The small rule packs as values: asking again, rating, intake, how long things are kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenRule:
    """For how many days after closing, and how often, a matter can be asked for again before the street decides."""

    days: int
    times: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``reopen``."""
        return cls(days=int(body["days"]), times=int(body["times"]))

    def numbers(self) -> dict[str, int]:
        """Return the values the engine's guards ask for."""
        return {"days": self.days, "times": self.times}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """After how many months a fact about where somebody lives is to be looked at again, by the kind of residence."""

    months: Mapping[str, int]
    otherwise: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``checks.residents``."""
        return cls(months={kind: int(n) for kind, n in body["months"].items()}, otherwise=int(body["otherwise"]))

    def months_for(self, kind: str) -> int:
        """Return the months for a kind of residence."""
        return self.months.get(kind, self.otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRule:
    """How many people one masked list may hold that somebody takes alone."""

    most_rows: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``export.residents``. Raises ValueError for a number below one."""
        made = cls(most_rows=int(body["most_rows"]))
        if made.most_rows < 1:
            raise ValueError("one row at least")
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRule:
    """For how many months at most a community can be asked for work that is not on its lists."""

    most_months: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``admission``. Raises ValueError for a number below one."""
        made = cls(most_months=int(body["most_months"]))
        if made.most_months < 1:
            raise ValueError("one month at least")
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLevel:
    """One of the five official levels with its words."""

    level: int
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRule:
    """The five levels; which are low; how units may see them, so that nobody is found out by what they said.

    ``group_size`` ratings at least are shown together, words only ``words_after_days`` later; low ones are called back
    within ``call_back_working_days``.
    """

    levels: tuple[RatingLevel, ...]
    low: int
    group_size: int
    words_after_days: int
    call_back_working_days: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``ratings``. Raises ValueError unless it has the levels 5 to 1."""
        levels = tuple(RatingLevel(level=int(one["level"]), words=one["words"]) for one in body["levels"])
        if [one.level for one in levels] != [5, 4, 3, 2, 1]:
            raise ValueError("five levels, the best first")
        return cls(
            levels=levels,
            low=int(body["low"]),
            group_size=int(body["group_size"]),
            words_after_days=int(body["words_after_days"]),
            call_back_working_days=int(body["call_back_working_days"]),
        )

    def is_low(self, level: int) -> bool:
        """Whether a rating goes to the street."""
        return level <= self.low

    def numbers(self) -> dict[str, int]:
        """Return the values the engine's effects ask for."""
        return {"low": self.low}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLimits:
    """How much comes in from one place before the rest is held back for a person to look at; nothing is dropped."""

    per_address_ten_minutes: int
    per_address_day: int
    per_community_minute: int
    photos: int
    longest_text: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``intake.limits``."""
        return cls(**{name: int(body[name]) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceLimits:
    """How often other systems may call in a minute: an address without a key, a key, and a key that hands in."""

    per_address_minute: int
    per_key_minute: int
    writes_per_key_minute: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``interfaces.limits``. Raises ValueError for a number below one."""
        made = cls(**{name: int(body[name]) for name in cls.__dataclass_fields__})
        if min(made.per_address_minute, made.per_key_minute, made.writes_per_key_minute) < 1:
            raise ValueError("one call a minute at least")
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingRule:
    """Which matters other systems and the public may read as facts, and how exactly their place is told.

    ``unlisted_kinds`` are never listed, ``grid_only_kinds`` by their grid alone; so is what lies in a building with
    fewer floors than ``fewest_floors`` or of unknown height, for in a low house the building is the household.
    """

    unlisted_kinds: frozenset[str]
    grid_only_kinds: frozenset[str]
    fewest_floors: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``publishing.matters``."""
        return cls(
            unlisted_kinds=frozenset(map(str, body["unlisted_kinds"])),
            grid_only_kinds=frozenset(map(str, body["grid_only_kinds"])),
            fewest_floors=int(body["fewest_floors"]),
        )

    def shows_building(self, kind: str, floors: int | None) -> bool:
        """Whether a matter of this kind, in a building of so many floors, is told with its building."""
        return kind not in self.grid_only_kinds and floors is not None and floors >= self.fewest_floors


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long personal things of a closed matter are kept, in months; the chain of digests stays."""

    contact_months: int
    text_months: int
    photo_months: int
    rating_words_months: int
    message_months: int
    log_months: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``retention``. Raises ValueError for logs kept less than six months (网络安全法 21)."""
        made = cls(**{name: int(body[name]) for name in cls.__dataclass_fields__})
        if made.log_months < 6:  # noqa: PLR2004 - the law's own number, checked, not used
            raise ValueError("logs are kept six months at least")
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """From which confidence on a trained model's kind is shown instead of the lexicon's, and from which it may route.

    Below ``sure`` a report that named no kind waits for a person before it goes to a unit.
    """

    shown: float
    sure: float

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``suggest.kinds``. Raises ValueError where the two are no rising probabilities."""
        made = cls(shown=float(body["shown"]), sure=float(body["sure"]))
        if not 0 < made.shown <= made.sure <= 1:
            raise ValueError("0 < shown ≤ sure ≤ 1")
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRule:
    """What makes a topic hot: points for a person and for votes, and how span and age change their sum.

    ``span_days`` is how long a topic must last for the whole ``span_gain``; after each ``half_life_days`` without
    another word its heat is halved. A single message is a topic only from ``votes_alone`` votes on.
    """

    person: float
    like: float
    dislike: float
    span_gain: float
    span_days: float
    half_life_days: float
    votes_alone: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``topics.heat``. Raises ValueError for a negative weight or a length of time below a day."""
        weights = {name: float(body[name]) for name in ("person", "like", "dislike", "span_gain")}
        days = {name: float(body[name]) for name in ("span_days", "half_life_days")}
        if not all(0 <= weight < inf for weight in weights.values()) or not all(1 <= n < inf for n in days.values()):
            raise ValueError("weights from 0, days from 1")
        return cls(**weights, **days, votes_alone=int(body["votes_alone"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarRule:
    """How alike two matters are: the shares of text, place and kind, and how distance and time weaken them.

    At ``metres`` apart the place counts half, at ``days`` apart everything does. Below ``least`` nothing is offered.
    """

    text: float
    place: float
    kind: float
    metres: float
    days: float
    least: float
    most: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack ``similar.cases``. Raises ValueError where the shares do not make one, or a length is none."""
        made = cls(
            **{name: float(body[name]) for name in ("text", "place", "kind", "metres", "days", "least")},
            most=int(body["most"]),
        )
        shares = (made.text, made.place, made.kind)
        if min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:  # noqa: PLR2004 - decimal shares are not exact
            raise ValueError("text, place and kind are shares of one")
        if not (0 < made.metres < inf and 0 < made.days < inf and 0 < made.least <= 1 and made.most >= 1):
            raise ValueError("metres, days and least above zero, most from one")
        return made
