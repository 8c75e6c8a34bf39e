"""The forms of outside systems: what they hear, and what is sent to them again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.portals.setup.forms.fields import DayField, input_attrs


class ReceiverForm(forms.Form):
    """An outside system: where it listens, and what it hears of."""

    name = forms.CharField(label=_("What it is called"), max_length=60, widget=forms.TextInput(attrs=input_attrs()))
    url = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("Begins with https://. Addresses in a private network have to be allowed by the operator first."),
        widget=forms.TextInput(attrs=input_attrs(inputmode="url", autocomplete="off", spellcheck="false")),
    )
    kinds = forms.MultipleChoiceField(label=_("Hears of"), widget=forms.CheckboxSelectMultiple)
    scope = forms.ChoiceField(label=_("Place"), widget=forms.Select(attrs=input_attrs()))
    unit = forms.ChoiceField(
        label=_("One unit's matters only"),
        required=False,
        help_text=_("For a unit's own system: it then hears only of matters in which the unit takes part."),
        widget=forms.Select(attrs=input_attrs()),
    )

    def __init__(
        self,
        *args: Any,
        kinds: list[tuple[str, Any]],
        scopes: list[tuple[str, str]],
        units: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("All units")), *units]  # type: ignore[attr-defined]


class RepeatForm(forms.Form):
    """Which deliveries are sent again: since when, and whether also those that arrived."""

    since_on = DayField(label=_("Since"))
    which = forms.ChoiceField(
        label=_("Which"),
        choices=(("parked", _("Only what is parked")), ("all", _("Also what arrived"))),
        initial="parked",
        widget=forms.RadioSelect,
    )
