"""The forms of duty lists: the head of a version, one item, the day of publishing, stated staff hours."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.duties import facade as duties
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks.models import Certainty
from linli.portals.setup.forms.fields import DayField, MaybeDayField, input_attrs

MOST_HOURS: Final = 9999


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=input_attrs(**attrs))


class ListForm(forms.Form):
    """The head of a new version: which list, where, what it is called and rests on."""

    kind = forms.ChoiceField(
        label=_("What the list says"), choices=[(kind.value, words) for kind, words in duties.LIST_KINDS.items()],
        widget=forms.Select(attrs=input_attrs()),
    )  # fmt: skip
    scope = forms.ChoiceField(label=_("Where it holds"), widget=forms.Select(attrs=input_attrs()))
    title = forms.CharField(
        label=_("Name of the list"), required=False, max_length=100, widget=_text(),
        help_text=_("Leave it empty to keep the name of the list that holds so far."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Basis"), required=False, max_length=1000,
        help_text=_("The decision by which the list was adopted; left empty, that of the list that holds so far."),
        widget=forms.Textarea(attrs=input_attrs(rows="3")),
    )  # fmt: skip
    certainty = forms.ChoiceField(
        label=_("How sure this is"), choices=Certainty.choices, widget=forms.Select(attrs=input_attrs())
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """One item of a draft."""

    code = forms.CharField(label=_("Item number"), max_length=40, widget=_text())
    words = forms.CharField(label=_("Work"), max_length=200, widget=_text())
    case_kinds = forms.MultipleChoiceField(
        label=_("Kinds of matter"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leads = forms.MultipleChoiceField(
        label=_("Leads"), required=False, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    lead_words = forms.CharField(
        label=_("Who leads, as the list writes it"), required=False, max_length=120, widget=_text()
    )
    assists = forms.MultipleChoiceField(
        label=_("May assist"), required=False, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    assist_words = forms.CharField(
        label=_("Who may assist, as the list writes it"), required=False, max_length=120, widget=_text()
    )
    document = forms.CharField(label=_("Document it rests on"), max_length=200, widget=_text())
    article = forms.CharField(label=_("Article"), required=False, max_length=60, widget=_text())
    document_on = MaybeDayField(label=_("Day of the document"))
    hours = forms.DecimalField(
        label=_("Hours it may cost"), required=False, min_value=0, max_value=MOST_HOURS, max_digits=7, decimal_places=2,
        widget=forms.NumberInput(attrs=input_attrs(step="0.5")),
    )  # fmt: skip
    period = forms.ChoiceField(
        label=_("In what time"), choices=[(one.value, words) for one, words in duties.PERIODS.items()],
        widget=forms.Select(attrs=input_attrs()),
    )  # fmt: skip
    from_on = MaybeDayField(label=_("In force from"))
    to_on = MaybeDayField(label=_("In force until"))
    instead = forms.CharField(
        label=_("Where to go instead"), required=False, max_length=300,
        widget=forms.Textarea(attrs=input_attrs(rows="2")),
    )  # fmt: skip

    def __init__(self, *args: Any, case_kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_kinds"].choices = case_kinds  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """The day from which a version is in force."""

    from_on = DayField(label=_("In force from"))


class HoursForm(forms.Form):
    """The hours a month that a community's staff have, as somebody states them."""

    people = forms.IntegerField(
        label=_("Number of staff"), min_value=1, max_value=500, widget=forms.NumberInput(attrs=input_attrs())
    )
    hours_a_month = forms.DecimalField(
        label=_("Their hours a month together"), min_value=1, max_value=99_999, max_digits=6, decimal_places=1,
        widget=forms.NumberInput(attrs=input_attrs(step="0.5")),
    )  # fmt: skip
    source = forms.CharField(label=_("Who states it"), max_length=120, widget=_text())
    from_on = DayField(label=_("Holds from"))
