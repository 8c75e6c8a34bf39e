"""The forms of a state and an action: plain fields and tick boxes, so that a procedure is edited without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.foundation.workflow.procedure import Audience, ProcedureBody, Shape
from linli.foundation.workflow.vocabulary import registry
from linli.foundation.workflow.vocabulary.naming import effect_words, guard_words
from linli.foundation.workflow.vocabulary.terms import ROLES, WHOM, carried_to
from linli.foundation.workflow.words import say

LANGUAGES = {"zh": "zh-Hans", "en": "en"}
Pairs = Iterable[tuple[str, str | Promise]]
SHAPES: tuple[tuple[str, Promise], ...] = (
    (Shape.WAITING, _("waiting")),
    (Shape.DOING, _("units are at work")),
    (Shape.VERIFYING, _("being looked at")),
    (Shape.PAUSED, _("standing still")),
    (Shape.DONE, _("done")),
)
AUDIENCES: tuple[tuple[str, Promise], ...] = (
    (Audience.PUBLIC, _("everybody with the link")),
    (Audience.PARTIES, _("the units at work")),
    (Audience.INTERNAL, _("the staff")),
    (Audience.STREET, _("the reporter and the street alone")),
)
PROMISE_PLACES = _("%(lead)s stands for the lead unit, %(due)s for the day of the answer.")
TOLD_PLACES = _("%(unit)s, %(lead)s, %(assist)s and %(kind)s stand for the units and the kind.")
CODE = r"^(?!new$)[a-z][a-z0-9_]{0,39}$"
"""``new`` is no code: under that name the pages add one."""


def _text(label: Any, *, longest: int = 200, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input"})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=hint)


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def _select(label: Any, *, required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, widget=forms.Select(attrs={"class": "input"}))


class CodeForm(forms.Form):
    """What a state and an action have in common: a code where it is new."""

    code = forms.RegexField(
        CODE, label=_("Code"), widget=forms.TextInput(attrs={"class": "input"}),
        help_text=_("Small letters, digits and underscores; it stays for ever."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        if not is_new:
            del self.fields["code"]

    def choose(self, name: str, choices: Pairs) -> None:
        """Give a field its choices; what a draft names beyond them stays choosable, so that it can be unticked."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        given = list(choices)
        held = self.initial.get(name) or []
        held = held if isinstance(held, list) else [held]
        codes = {code for code, _words in given}
        field.choices = [*given, *((one, one) for one in held if one and one not in codes)]


class StateForm(CodeForm):
    """A state: its words for the public and for staff, its promise, its look, whether it is an end, its limits."""

    internal_zh = _text(_("What staff call it (Chinese)"))
    internal_en = _text(_("What staff call it (English)"))
    public_zh = _text(_("What residents read (Chinese)"))
    public_en = _text(_("What residents read (English)"))
    promise_zh = _text(_("The sentence for whoever waits (Chinese)"), longest=500, hint=PROMISE_PLACES)
    promise_en = _text(_("The sentence for whoever waits (English)"), longest=500)
    shape = _select(_("Its look on pages"), required=True)
    final = forms.BooleanField(label=_("The matter ends here"), required=False)
    clocks = _ticks(_("Limits that run here"))

    def __init__(self, *args: Any, clocks: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("shape", SHAPES)
        self.choose("clocks", clocks.items())


class ActionForm(CodeForm):
    """An action: its words, from where to where, who, on which conditions, with which effects, and who is told."""

    words_zh = _text(_("What the button says (Chinese)"))
    words_en = _text(_("What the button says (English)"))
    told_zh = _text(_("What the time line says (Chinese)"), longest=500, hint=TOLD_PLACES)
    told_en = _text(_("What the time line says (English)"), longest=500)
    starts = _ticks(_("From which states"))
    to = _select(_("To which state"))
    by = _ticks(_("Who may"))
    guards = _ticks(_("On which conditions"))
    effects = _ticks(_("With which effects"))
    whom = _ticks(_("Who is told"))
    then = _select(_("What the program does next"))
    audience = _select(_("Who reads it in the time line"), required=True)
    work = forms.BooleanField(label=_("Whoever does it has worked on the matter and may not verify it"), required=False)

    def __init__(self, *args: Any, procedure: ProcedureBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.code, say(state.internal) or state.code) for state in procedure.states]
        others = [(action.code, say(action.words) or action.code) for action in procedure.actions]
        self.choose("starts", states)
        self.choose("to", [("", _("stays where it is")), *states])
        self.choose("by", [(code, str(words)) for code, words in ROLES.items()])
        self.choose("guards", [(name, guard_words(name)) for name in registry.guards()])
        self.choose("effects", [(name, effect_words(name)) for name in registry.effects()])
        held = self.initial.get("whom", ())
        whom = [(code, str(words)) for code, words in WHOM.items() if code in held or carried_to(code) is None]
        self.choose("whom", whom)
        self.choose("then", [("", _("nothing")), *others])
        self.choose("audience", AUDIENCES)


def words_of(said: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return the words of a form's two fields, the empty ones left out."""
    return {tag: said[f"{name}_{short}"] for short, tag in LANGUAGES.items() if said[f"{name}_{short}"]}


def spoken(one: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Return a part's words as the form's fields."""
    return {f"{n}_{short}": one.get(n, {}).get(tag, "") for n in names for short, tag in LANGUAGES.items()}


def state_initial(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state as its form shows it."""
    held = {"shape": one.get("shape", "waiting"), "final": one.get("final", False), "clocks": one.get("clocks", [])}
    return spoken(one, "internal", "public", "promise") | held


def state_of(said: Mapping[str, Any], *, before: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return a state as its form says it, with what the form does not ask."""
    words = {name: words_of(said, name) for name in ("internal", "public", "promise")}
    words["public"] = words["public"] or {"zh-Hans": ""}
    held = {
        "shape": said["shape"],
        "final": said["final"],
        "clocks": in_order(said["clocks"], before.get("clocks", [])),
    }
    return {**before, "code": code, **_with(before, words), **held}


def action_initial(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return an action as its form shows it."""
    whom = [rule if isinstance(rule, str) else rule["whom"] for rule in one.get("tell", [])]
    return spoken(one, "words", "told") | {
        "starts": one.get("from", []), "to": one.get("to") or "", "by": one.get("by", []), "whom": whom,
        "guards": one.get("guards", []), "effects": one.get("effects", []), "then": one.get("then") or "",
        "audience": one.get("audience", "public"), "work": one.get("work", False),
    }  # fmt: skip


def action_of(said: Mapping[str, Any], *, before: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return an action as its form says it; its form's fields and its messages stay."""
    rules = {rule if isinstance(rule, str) else rule["whom"]: rule for rule in before.get("tell", [])}
    words = {name: words_of(said, name) for name in ("words", "told")}
    words["words"] = words["words"] or {"zh-Hans": ""}
    lists = {name: in_order(said[name], before.get(name, [])) for name in ("by", "guards", "effects")}
    return {
        **before, "code": code, **_with(before, words), **lists,
        "from": in_order(said["starts"], before.get("from", [])),
        "to": said["to"], "then": said["then"], "audience": said["audience"], "work": said["work"],
        "tell": [rules.get(whom, whom) for whom in in_order(said["whom"], list(rules))],
    }  # fmt: skip


def in_order(chosen: Iterable[str], before: Iterable[str]) -> list[str]:
    """Return what was chosen, in the order it had before, new ones behind."""
    ticked = list(chosen)
    kept = [one for one in before if one in ticked]
    return [*kept, *(one for one in ticked if one not in kept)]


def _with(before: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return words with the other languages they had."""
    others = {
        name: {tag: text for tag, text in before.get(name, {}).items() if tag not in LANGUAGES.values()}
        for name in words
    }
    return {name: {**others[name], **said} for name, said in words.items()}
