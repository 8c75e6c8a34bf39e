"""What the filters of the list let one choose, which of them name something gone, and how they read in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.domains.cases import facade as cases
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.portals.workbench.showing.columns import COLUMNS
from linli.portals.workbench.showing.rates import words_of

COMMUNITY_DIGITS = 12
_WORDS: Final[dict[str, str | Promise]] = {
    "state": gettext_lazy("State"),
    "due": gettext_lazy("Due"),
    "community": gettext_lazy("Community"),
    "kind": gettext_lazy("Kind of matter"),
    "grid": gettext_lazy("Grid"),
    "unit": gettext_lazy("Unit"),
    "month": gettext_lazy("Opened in the month"),
    "period": gettext_lazy("Came in during"),
    "measure": gettext_lazy("Rate"),
    "answers": gettext_lazy("Answers for it"),
    "words": gettext_lazy("Words or code"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters let one choose, as code and words; what is chosen and gone stands among them, and says so."""

    states: tuple[cases.Choice, ...]
    dues: tuple[cases.Choice, ...]
    communities: tuple[cases.Choice, ...]
    kinds: tuple[cases.Choice, ...]
    grids: tuple[cases.Choice, ...]
    units: tuple[cases.Choice, ...]
    periods: tuple[cases.Choice, ...]
    measures: tuple[cases.Choice, ...]
    answering: tuple[cases.Choice, ...]
    gone: tuple[str, ...]

    def of(self, name: str) -> tuple[cases.Choice, ...]:
        """Return the choices of one filter, none for a free one."""
        lists = {
            "state": self.states, "due": self.dues, "community": self.communities, "kind": self.kinds,
            "grid": self.grids, "unit": self.units, "period": self.periods, "measure": self.measures,
            "answers": self.answering,
        }  # fmt: skip
        return lists.get(name, ())


def choices_of(reader: Reader, filters: cases.CaseFilters) -> Choices:
    """Return what the filters let one choose, from what is published (no statement when cached)."""
    communities = territory.communities_within(reader.territory[:COMMUNITY_DIGITS])
    community = filters.community or (communities[0].code if len(communities) == 1 else "")
    example = community or (communities[0].code if communities else "")
    units = orgs.units_serving(community) if community else orgs.units_within(reader.territory)
    found = {
        "state": (cases.Choice(code="open", words=_("All open ones")), *cases.states()),
        "due": (
            cases.Choice(code="overdue", words=_("Overdue")), cases.Choice(code="soon", words=_("Within a day")),
        ),
        "community": _pairs((one.code, one.name) for one in communities) if len(communities) > 1 else (),
        "kind": cases.kinds(example) if example else (),
        "grid": _pairs((one.code, one.name) for one in territory.grids_of(community)) if community else (),
        "unit": _pairs((str(one.id), one.name) for one in units),
        "period": _pairs([(filters.period, words_of(filters.period))] if filters.period else ()),
        "measure": cases.measures(reader.territory) if filters.measure else (),
        "answers": _answering(filters.answers),
    }  # fmt: skip
    gone = {name for name in found if _is_gone(getattr(filters, name), found[name])}
    all_ = {
        name: (*choices, cases.Choice(code=getattr(filters, name), words=_gone_words(name, getattr(filters, name))))
        if name in gone
        else choices
        for name, choices in found.items()
    }
    return Choices(
        states=all_["state"], dues=all_["due"], communities=all_["community"], kinds=all_["kind"],
        grids=all_["grid"], units=all_["unit"], periods=all_["period"], measures=all_["measure"],
        answering=all_["answers"],
        gone=tuple(str(_WORDS[name]) for name in found if name in gone),
    )  # fmt: skip


def _answering(unit: str) -> tuple[cases.Choice, ...]:
    """Return the unit whose number was opened, whether or not it serves here still."""
    if not unit:
        return ()
    words = _("No unit answers for it") if unit == "none" else orgs.unit_name(UUID(unit))
    return (cases.Choice(code=unit, words=words),)


def say(filters: cases.CaseFilters, *, sort: str, columns: Iterable[str], choices: Choices) -> list[str]:
    """Return a set of filters in words, one each: what a kept filter is, beside its name."""
    said = []
    for name, label in _WORDS.items():
        value = getattr(filters, name)
        if value:
            words = next((str(one.words) for one in choices.of(name) if one.code == value), value)
            said.append(pgettext("filter", "%(label)s: %(words)s") % {"label": label, "words": words})
    if sort == "due":
        said.append(_("Due first"))
    names = [str(COLUMNS[code].words) for code in columns if code in COLUMNS]
    if names:
        said.append(_("Columns: %(names)s") % {"names": _(", ").join(names)})
    return said


def _pairs(pairs: Iterable[tuple[str, str]]) -> tuple[cases.Choice, ...]:
    return tuple(cases.Choice(code=code, words=words) for code, words in pairs)


def _is_gone(value: str, choices: tuple[cases.Choice, ...]) -> bool:
    """Whether a value is chosen that is no longer offered; where nothing is offered, nobody can say."""
    return bool(value and choices) and value not in {one.code for one in choices}


def _gone_words(name: str, value: str) -> str:
    known = territory.grid_name(value) if name == "grid" else ""
    return _("%(name)s (no longer there)") % {"name": known or value[:12]}
