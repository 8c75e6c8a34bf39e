"""The forms of a community: its code, its name, its boundary."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.portals.setup.forms.fields import input_attrs
from linli.portals.setup.forms.files import DATUMS


class DivisionForm(forms.Form):
    """A new community of the administrator's territory; its name may be looked up where a list is there."""

    code = forms.CharField(
        label=_("12-digit code"),
        max_length=12,
        min_length=12,
        widget=forms.TextInput(attrs=input_attrs(inputmode="numeric")),
    )
    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(attrs=input_attrs()))

    def __init__(self, *args: Any, list_day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if list_day is not None:
            self.fields["name"].required = False
            text = _("Leave it empty to look it up in the list of divisions as of %(day)s.")
            self.fields["name"].help_text = text % {"day": list_day}


class NameForm(forms.Form):
    """Another name for a community, and its boundary where it is known."""

    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(attrs=input_attrs()))
    boundary = forms.FileField(
        label=_("Boundary as GeoJSON"),
        required=False,
        help_text=_("One area. Grids and buildings brought afterwards must lie in it."),
        widget=forms.FileInput(attrs=input_attrs(accept=".geojson,.json")),
    )
    datum = forms.ChoiceField(
        label=_("Coordinates in the file"), required=False, choices=DATUMS, widget=forms.RadioSelect
    )
