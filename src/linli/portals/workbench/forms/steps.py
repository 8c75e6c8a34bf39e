"""The form of one step, made from the fields its procedure gives it.

The procedure checks the answers again; this form only keeps what was typed and says early what is missing.
"""

from collections.abc import Callable
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.domains.cases.facade import ActionField, ActionOffer
from linli.portals.workbench.forms.photos import PhotosField

FEW: Final = 7
"""So many choices are shown as cards; more become a list to choose from."""
WITH_PHOTOS: Final = frozenset({"note", "answer", "verify", "verify_fail", "close_on_the_spot", "ask_reporter"})
AUDIENCES: Final = (("public", gettext_lazy("Everybody, also the reporter")), ("internal", gettext_lazy("Staff only")))


class StepForm(forms.Form):
    """One step's answers, with the version of the matter that its page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: object, offer: ActionOffer, draft: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.offer = offer
        for field in offer.fields:
            self.fields[field.name] = _form_field(field, draft=f"{draft}:{offer.code}:{field.name}")
        if offer.code in WITH_PHOTOS:
            self.fields["photos"] = PhotosField(required=False, label=_("Photos"))

    def answers(self) -> dict[str, object]:
        """Return the procedure's answers by name."""
        return {field.name: self.cleaned_data.get(field.name, "") for field in self.offer.fields}

    def shown_fields(self) -> list[forms.BoundField]:
        """Return the fields a page draws one under the other."""
        return [self[field.name] for field in self.offer.fields]

    def closed_units(self) -> list[tuple[str, str]]:
        """Return the units that the duty lists keep out of the choices, each once, with why."""
        return list({name: sentence for field in self.offer.fields for _id, name, sentence in field.closed}.items())


class _UnitChoice(forms.ChoiceField):
    """Units to choose from; one that the duty lists keep out passes here, so that the engine says why."""

    closed: frozenset[str] = frozenset()

    def valid_value(self, value: object) -> bool:
        """Let closed units through to the guard, which refuses them with the item and its basis."""
        return str(value) in self.closed or super().valid_value(value)


class _UnitsChoice(forms.MultipleChoiceField, _UnitChoice):
    """Several units to choose from."""


def _form_field(field: ActionField, *, draft: str) -> forms.Field:
    make = _MAKERS.get(field.type)
    made = make(field) if make else _text(field, draft=draft)
    if isinstance(made, _UnitChoice):
        made.closed = frozenset(one[0] for one in field.closed)
    return made


def _text(field: ActionField, *, draft: str) -> forms.Field:
    widget = forms.Textarea(
        attrs={"class": "input", "rows": 4, "data-controller": "keep-draft", "data-draft": draft},
    )
    return forms.CharField(
        label=field.label,
        required=field.required,
        max_length=field.longest or None,
        widget=widget,
        error_messages={
            "required": _("Please write a sentence here; everything else is still filled in."),
            "max_length": _("That is %(show_value)d characters, %(limit_value)d are the most. Nothing was cut off."),
        },
    )


def _choice(field: ActionField) -> forms.Field:
    return _UnitChoice(
        label=field.label, required=field.required, choices=field.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one; everything else is still filled in.")},
    )  # fmt: skip


def _several(field: ActionField) -> forms.Field:
    return _UnitsChoice(
        label=field.label, required=field.required, choices=field.choices, widget=forms.CheckboxSelectMultiple
    )


def _audience(field: ActionField) -> forms.Field:
    return forms.ChoiceField(
        label=field.label, required=field.required, choices=AUDIENCES, initial="internal", widget=forms.RadioSelect
    )


def _matter(field: ActionField) -> forms.Field:
    missing = _("Please write the ten digits of that matter; everything else is still filled in.")
    return forms.CharField(
        label=field.label,
        required=field.required,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages={"required": missing, "max_length": missing},
    )


def _count(field: ActionField) -> forms.Field:
    whole = _("Please write a whole number, such as 3; everything else is still filled in.")
    return forms.IntegerField(
        label=field.label,
        required=field.required,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric", "step": 1}),
        error_messages={"required": whole, "invalid": whole, "min_value": whole},
    )


def _one_of_many(field: ActionField) -> forms.Field:
    if len(field.choices) <= FEW and field.required:
        return _choice(field)
    none = [] if field.required and field.choices else [("", _("as it is"))]
    return _UnitChoice(
        label=field.label, required=field.required, choices=[*none, *field.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip


_MAKERS: Final[dict[str, Callable[[ActionField], forms.Field]]] = {
    "choice": _choice,
    "party": _choice,
    "request": _choice,
    "pause_reason": _choice,
    "extension_reason": _choice,
    "count": _count,
    "unit": _one_of_many,
    "kind": _one_of_many,
    "units": _several,
    "audience": _audience,
    "matter": _matter,
}
"""Fields that are more than words."""
