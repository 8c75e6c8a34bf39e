"""The forms of drafts of rules: the file, the period of a dry run, the day from which it holds."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.portals.setup.forms.fields import DayField, input_attrs

MOST_DRAFT_BYTES = 300_000


class PeriodForm(forms.Form):
    """Which past matters a draft is run over."""

    since_on = DayField(label=_("From"))
    until_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since_on"].initial = timezone.localdate() - timedelta(days=365)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        said = super().clean() or {}
        since, until = said.get("since_on"), said.get("until_on")
        if since and until and until < since:
            self.add_error("until_on", _("This day lies before the first one."))
        return said


class PublishForm(forms.Form):
    """From which day on a draft holds; ``seen`` is what the publisher read."""

    from_on = DayField(label=_("In force from"))
    seen = forms.CharField(widget=forms.HiddenInput)


class DraftFileForm(forms.Form):
    """A decision table as a JSON file."""

    file = forms.FileField(label=_("JSON file"), widget=forms.FileInput(attrs=input_attrs(accept=".json")))

    def clean_file(self) -> Any:
        """Refuse a file that no table of rules can be."""
        file = self.cleaned_data["file"]
        if file.size > MOST_DRAFT_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return file
