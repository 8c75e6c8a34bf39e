"""What an authority writes when it asks a community for work that is not on its lists."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.domains.duties import facade as duties

BODIES: Final = (
    ("service_station:lead", _("The service station leads")),
    ("service_station:assist", _("The service station assists")),
    ("residents_committee:assist", _("The residents' committee assists")),
)
MOST_HOURS: Final = 9999


def _area(rows: str) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows})


class _Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


def _reason(*, is_required: bool = True) -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=1000, required=is_required, widget=_area("3"))


class DecisionForm(forms.Form):
    """Why an exception is approved, refused or ended; that a reason is needed is the lists' own rule."""

    reason = _reason(is_required=False)


class AskForm(forms.Form):
    """An application for admission (申请准入审批表)."""

    scope = forms.ChoiceField(label=_("For whom"), widget=forms.Select(attrs={"class": "input"}))
    words = forms.CharField(
        label=_("What work it is"), max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )
    part = forms.ChoiceField(label=_("Who is asked"), choices=BODIES, widget=forms.RadioSelect)
    case_kinds = forms.MultipleChoiceField(label=_("Kinds of matter it opens"), widget=forms.CheckboxSelectMultiple)
    basis = forms.CharField(label=_("Basis"), max_length=1000, widget=_area("2"))
    hours = forms.DecimalField(
        label=_("Hours it may cost"), min_value=0, max_value=MOST_HOURS, max_digits=6, decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input", "step": "0.5"}),
    )  # fmt: skip
    period = forms.ChoiceField(
        label=_("In what time"), choices=[(one.value, words) for one, words in duties.PERIODS.items()],
        widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip
    from_on = _Day(label=_("First day"))
    to_on = _Day(label=_("Last day"))
    reason = _reason()

    def __init__(
        self, data: QueryDict | None, *, scopes: list[tuple[str, str]], kinds: Mapping[str, str], today: date
    ) -> None:
        super().__init__(data, initial={"from_on": today, "period": "month"})
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["case_kinds"].choices = list(kinds.items())  # type: ignore[attr-defined]

    def wish(self) -> duties.Wish:
        """Return what was asked for; call it on a valid form."""
        said = dict(self.cleaned_data)
        unit_kind, share = said.pop("part").split(":")
        period = duties.Period(said.pop("period"))
        return duties.Wish(unit_kind=unit_kind, share=duties.Share(share), period=period, **said)
