"""What is typed about residents: one person's facts, how a stay went on, what a list is narrowed to.

The forms only keep what was typed: residents' own rules, those of the sheet, judge it and say what is wrong beside it.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.domains.residents import facade as residents

LONGEST: Final = 80
STATES: Final = (
    ("due", gettext_lazy("To be checked again")),
    ("gone", gettext_lazy("No longer living here")),
)
_CHOSEN: Final = ("id_kind", "sex", "kind", "relation")
_APART: Final = ("drops_phone", "is_somebody_else", "ground")
_MODES: Final = {"phone": "tel", "birth_on": "numeric"}


def filters_of(given: QueryDict) -> residents.PeopleFilters:
    """Read what a list of residents is narrowed to; what means nothing is left out, never an error."""
    kinds = {code for code, _words in residents.choices("kind")}
    kind, state = given.get("kind", ""), given.get("state", "")
    try:
        building = UUID(given.get("building", ""))
    except ValueError:
        building = None
    return residents.PeopleFilters(
        kind=kind if kind in kinds else "", building=building, state=state if state in dict(STATES) else ""
    )


class PersonForm(forms.Form):
    """One person's facts as they are typed; all may be left empty."""

    use_required_attribute = False

    def __init__(self, *args: object, person: residents.PersonPage | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        of_stay = ("kind", "relation", "household") if person is None or person.present else ()
        for name in ("name", "id_kind", "id_number", "sex", "birth_on", "phone", *of_stay):
            self.fields[name] = _field(name, none=_("Not stated") if person is None else _("As it is"))
        if person is None:
            self.fields["address"] = _room(label=_("Dwelling"))
            self.fields["from_on"] = _day(label=str(residents.FIELD_WORDS["from_on"]))
            self.order_fields(["name", "address"])
        else:
            for name, known in _known(person).items():
                if name in self.fields and known:
                    self.fields[name].help_text = _("On record: %(value)s") % {"value": known}
            self.fields["drops_phone"] = forms.BooleanField(label=_("Take the telephone away"), required=False)
        self.fields["ground"] = _ground()
        self.fields["is_somebody_else"] = forms.BooleanField(label=_("This is somebody else"), required=False)

    def shown_fields(self) -> list[forms.BoundField]:
        """Return the fields that are drawn side by side."""
        return [self[name] for name in self.fields if name not in _APART]

    def typed(self) -> dict[str, str]:
        """Return the texts by field, as residents' rules read them."""
        return {name: str(self.data.get(name, ""))[:LONGEST] for name in self.fields if name not in _APART}

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.fields and bool(self.data.get(name))

    def refuse(self, sentences: Iterable[tuple[str, str]]) -> None:
        """Put what is wrong beside its field, or above the form where the page has no such field."""
        _put(self, sentences)


class DepartureForm(forms.Form):
    """How a stay went on: moved to another room, moved away, passed away; since when, and how one knows."""

    use_required_attribute = False

    def __init__(self, *args: object, person: residents.PersonPage, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reasons = residents.choices("reason") if person.present else [("moved", _("Lives here again"))]
        self.fields["reason"] = forms.ChoiceField(
            label=_("What has happened"), choices=reasons, widget=forms.RadioSelect, required=False,
            initial=reasons[0][0],
        )  # fmt: skip
        if person.household:
            self.fields["also"] = forms.MultipleChoiceField(
                label=_("Who of the household went the same way"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[
                    (f"{one.id}:{one.edition}", f"{one.name} {one.relation}".strip()) for one in person.household
                ],
            )  # fmt: skip
        self.fields["address"] = _room(label=_("New dwelling"))
        self.fields["day"] = _day(label=_("Day"))
        self.fields["ground"] = _ground()

    def also(self) -> list[tuple[UUID, str]]:
        """Return who was ticked to go along, with the edition that was shown; what is no such value is passed over."""
        given = self.data
        return shown_in(given.getlist("also") if isinstance(given, QueryDict) else ())

    def text(self, name: str) -> str:
        """Return what was typed in a field."""
        return str(self.data.get(name, "")).strip()[:LONGEST]

    def refuse(self, sentences: Iterable[tuple[str, str]]) -> None:
        """Put what is wrong beside its field."""
        _put(self, sentences)


def shown_in(values: Iterable[str]) -> list[tuple[UUID, str]]:
    """Read ``id:edition`` of people whom a page showed; what is no such value is passed over."""
    found = []
    for value in values:
        own, _colon, edition = value.partition(":")
        try:
            found.append((UUID(own), edition))
        except ValueError:
            continue
    return found


def _put(form: forms.Form, sentences: Iterable[tuple[str, str]]) -> None:
    form.full_clean()
    form.errors.clear()
    for name, sentence in sentences:
        meant = {"room": "address", "building": "address"}.get(name, name)
        form.add_error(meant if meant in form.fields else None, sentence)


def _field(name: str, *, none: str) -> forms.Field:
    label = str(residents.FIELD_WORDS[name])
    if name in _CHOSEN:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", none), *residents.choices(name)],
            widget=forms.Select(attrs={"class": "input"}),
        )  # fmt: skip
    attrs = {"class": "input", "autocomplete": "off", "maxlength": LONGEST}
    attrs |= {"inputmode": _MODES[name]} if name in _MODES else {}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs))


def _room(*, label: str) -> forms.Field:
    attrs = {"class": "input", "list": "rooms", "autocomplete": "off", "maxlength": LONGEST}
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs=attrs),
        help_text=_("Such as 3号楼2单元302 or 3-2-302."),
    )


def _day(*, label: str) -> forms.Field:
    return forms.CharField(
        label=label, required=False, widget=forms.TextInput(attrs={"class": "input", "type": "date"})
    )


def _ground() -> forms.Field:
    return forms.ChoiceField(
        label=_("How you know"), choices=residents.choices("ground"), widget=forms.RadioSelect, required=False
    )


def _known(person: residents.PersonPage) -> Mapping[str, str]:
    """Return what is known of somebody, masked, to stand below the empty fields."""
    present = person.present
    return {
        "name": person.name,
        "id_kind": person.document_kind,
        "id_number": person.document,
        "sex": person.sex,
        "birth_on": str(person.birth_year or ""),
        "phone": person.phone,
        "kind": present.kind if present else "",
        "relation": present.relation if present else "",
        "household": present.household if present else "",
    }
