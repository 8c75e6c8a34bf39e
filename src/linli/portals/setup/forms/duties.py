"""The form of a line of the duty register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.facade import ItemKind
from linli.foundation.orgs.models import UnitKind
from linli.portals.setup.forms.fields import DayField, input_attrs

ITEM_KINDS = (
    (ItemKind.SELF_GOVERNANCE.value, _("The community's own affair")),
    (ItemKind.ASSIST_GOVERNMENT.value, _("Help to the government")),
    (ItemKind.GOVERNMENT.value, _("The government's own affair")),
)


class WorkItemForm(forms.Form):
    """A line of the duty register."""

    name = forms.CharField(label=_("Work"), max_length=100, widget=forms.TextInput(attrs=input_attrs()))
    kind = forms.ChoiceField(label=_("Whose affair"), choices=ITEM_KINDS, widget=forms.Select(attrs=input_attrs()))
    owner = forms.ChoiceField(label=_("Leads"), widget=forms.Select(attrs=input_attrs()))
    case_kinds = forms.MultipleChoiceField(
        label=_("Kinds of matter"), required=False, widget=forms.CheckboxSelectMultiple
    )
    assisting_kinds = forms.MultipleChoiceField(
        label=_("Usually assisted by"), required=False, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=1000,
        help_text=_("Law and article, standard, contract or decision."),
        widget=forms.Textarea(attrs=input_attrs(rows="3")),
    )
    from_on = DayField(label=_("In force from"))

    def __init__(
        self, *args: Any, owners: list[tuple[str, str]], case_kinds: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        self.fields["case_kinds"].choices = case_kinds  # type: ignore[attr-defined]
