"""A correction of where a matter is: building, stair, floor and room, and how one knows."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.portals.workbench.forms.where import WhereForm, spot_values

REASON_LENGTH: Final = 500


class PlaceForm(WhereForm):
    """Where a matter really is, with the version of the matter that the page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Stands in the time line for the service station and the units, not for the reporter."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        error_messages={
            "required": gettext_lazy("Please say in a few words how you know where it is."),
            "max_length": gettext_lazy(
                "That is %(show_value)d characters, %(limit_value)d are the most. Nothing was cut off."
            ),
        },
    )

    def place(self) -> cases.PlaceInput:
        """Return the place as the door of the matters takes it."""
        building, spot = self.cleaned_data["building"], self.cleaned_data["spot"]
        return cases.PlaceInput(
            building=building.id if building else None, stair=spot.stair, floor=spot.floor, dwelling=spot.dwelling
        )


def as_it_stands(found: cases.CasePage) -> dict[str, object]:
    """Return what the form shows first: the place as it is written down."""
    building = next((one for one in places.buildings_of(found.community) if one.id == found.building), None)
    label = building.label if building else ""
    return {"version": found.version, "building": label, **spot_values(found.spot)}
