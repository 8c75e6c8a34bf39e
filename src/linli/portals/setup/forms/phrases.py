"""The form of a text template: for which step, kind and state it is, and what it says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.phrases import facade as phrases
from linli.portals.setup.forms.fields import input_attrs

Choices = list[tuple[str, str]]


class PhraseForm(forms.Form):
    """A template as somebody writes it; the room's rules judge its words."""

    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the template"),
        max_length=phrases.NAME_LENGTH,
        widget=forms.TextInput(attrs=input_attrs(autocomplete="off")),
    )
    action = forms.ChoiceField(label=_("For which step"), widget=forms.Select(attrs=input_attrs()))
    kind = forms.ChoiceField(label=_("For which kind"), required=False, widget=forms.Select(attrs=input_attrs()))
    state = forms.ChoiceField(label=_("While the matter is"), required=False, widget=forms.Select(attrs=input_attrs()))
    text = forms.CharField(
        label=_("Words"),
        max_length=phrases.TEXT_LENGTH,
        widget=forms.Textarea(attrs=input_attrs(rows="6")),
    )
    field_order = ("version", "name", "action", "kind", "state", "text")

    def __init__(self, *args: Any, actions: Choices, kinds: Choices, states: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {"action": actions, "kind": [("", _("every kind")), *kinds], "state": [("", _("any state")), *states]}
        for name, choices in given.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def draft(self, **known: Any) -> phrases.PhraseDraft:
        """Return what was written, as the room's door takes it; ``known`` is the line of a template that is there."""
        return phrases.PhraseDraft(**self.cleaned_data, **known)
