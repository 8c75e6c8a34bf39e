"""The form for a key of another system: what is asked, with labels; the room of keys judges the answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.portals.setup.forms.fields import input_attrs


class KeyForm(forms.Form):
    """A key for another system: what for, whose, what it may, until when; ``request`` tells a form sent twice."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Which system it is for"), max_length=60, widget=forms.TextInput(attrs=input_attrs())
    )
    unit = forms.ChoiceField(
        label=_("Unit that answers for it"),
        widget=forms.Select(attrs=input_attrs()),
        help_text=_("It is called when something goes wrong."),
    )
    may = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=(("read", _("Read more often than without a key")), ("write", _("Hand matters in"))),
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    scope = forms.ChoiceField(label=_("Where it is good"), widget=forms.Select(attrs=input_attrs()))
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs=input_attrs(type="date"), format="%Y-%m-%d"),
        help_text=_("Two years from now at most. A new key can be made at any time."),
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", units), ("scope", scopes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
