"""The forms of units: what they are called and whom they serve, their posts and who holds them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.foundation.orgs.models import UnitKind
from linli.portals.setup.forms.fields import DayField, input_attrs


class UnitForm(forms.Form):
    """A unit: what it is called, what it is, how its office is reached."""

    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(attrs=input_attrs()))
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, widget=forms.Select(attrs=input_attrs()))
    phone = forms.CharField(
        label=_("Office telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=input_attrs(inputmode="tel")),
    )
    email = forms.EmailField(label=_("Office mail"), required=False, widget=forms.EmailInput(attrs=input_attrs()))


class NewUnitForm(UnitForm):
    """A new unit: besides, whom it serves."""

    scope = forms.ChoiceField(label=_("Serves"), widget=forms.Select(attrs=input_attrs()))

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """A new post of a unit, and who holds it from when on where that is known."""

    title = forms.CharField(label=_("Post"), max_length=60, widget=forms.TextInput(attrs=input_attrs()))
    person_name = forms.CharField(
        label=_("Held by"), max_length=60, required=False, widget=forms.TextInput(attrs=input_attrs(autocomplete="off"))
    )
    from_on = DayField(label=_("From"))


class HolderForm(forms.Form):
    """Who holds a post from a day on."""

    person_name = forms.CharField(
        label=_("Held by"), max_length=60, widget=forms.TextInput(attrs=input_attrs(autocomplete="off"))
    )
    from_on = DayField(label=_("From"))
