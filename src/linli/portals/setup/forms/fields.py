"""Fields that several forms of set-up have: a day, a number of things, numbers of floors."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.domains.places import facade as places

MOST_SKIPPED = 10


def input_attrs(**attrs: str) -> dict[str, str]:
    """Return what makes a widget look as fields do here, with other attributes."""
    return {"class": "input", **attrs}


class DayField(forms.DateField):
    """A day, today unless another is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs=input_attrs(type="date"), format="%Y-%m-%d")
        super().__init__(widget=widget, initial=timezone.localdate, **kwargs)


class MaybeDayField(forms.DateField):
    """A day that may be left empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs=input_attrs(type="date"), format="%Y-%m-%d")
        super().__init__(widget=widget, required=False, **kwargs)


def count_field(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:
    """Return a field for a number from 1 to the most there may be."""
    widget = forms.NumberInput(attrs=input_attrs(inputmode="numeric"))
    return forms.IntegerField(label=label, min_value=1, max_value=most, widget=widget, **kwargs)


class FloorNumbersField(forms.CharField):
    """Numbers of floors separated by commas or spaces, as a sorted tuple of at most ten."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """Return the numbers, or refuse what is none."""
        words = re.split(r"[\s,，、;；]+", super().clean(value).strip())
        try:
            numbers = sorted({int(word) for word in words if word})
        except ValueError:
            raise forms.ValidationError(_("Write floors as numbers, such as 4, 14.")) from None
        if len(numbers) > MOST_SKIPPED or any(not 1 <= number <= places.MOST_FLOORS for number in numbers):
            raise forms.ValidationError(_("Write floors as numbers, such as 4, 14."))
        return tuple(numbers)
