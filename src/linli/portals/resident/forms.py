"""What residents may fill in: reports, ratings, requests. Every problem says what is safe and what to do next."""

from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.domains.cases.facade import ContactInput, PlaceInput
from linli.domains.places.facade import BuildingRef
from linli.foundation.files import images, store
from linli.foundation.orgs.queries import UnitRef
from linli.kernel import codes

TEXT_LENGTH = 2000
WORDS_LENGTH = 500
PLACE_WORDS_LENGTH = 200
PHOTO_COUNT = 6
PHOTO_BYTES = 10 * 1024 * 1024
MOBILE_DIGITS = 11
LOCAL_DIGITS = (7, 8)
HIGHEST_STAIR = 40
HERE, OUTSIDE, WORDS = "here", "outside", "words"


class PhotosInput(forms.ClearableFileInput):
    """A file input that takes several pictures at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to six pictures, each taken over by ``files.store`` (read, stripped and made smaller) while it is checked."""

    widget = PhotosInput

    def clean(self, data: object, initial: object = None) -> tuple[store.StoredPhoto, ...]:  # noqa: ARG002
        """Return the stored pictures, with every picture that cannot be used in one problem."""
        uploads = [upload for upload in data if upload] if isinstance(data, (list, tuple)) else []
        if len(uploads) > PHOTO_COUNT:
            raise forms.ValidationError(
                _("That was %(count)d photos, %(most)d are the most. Please choose again; your words are all here.")
                % {"count": len(uploads), "most": PHOTO_COUNT}
            )
        return tuple(_taken(upload, number) for number, upload in enumerate(uploads, start=1))


def _taken(upload: "UploadedFile[bytes]", number: int) -> store.StoredPhoto:
    if (upload.size or 0) > PHOTO_BYTES:
        raise forms.ValidationError(
            _("Photo %(number)d is %(size)d MB, 10 MB is the most. Please choose again; your words are all here.")
            % {"number": number, "size": -(-(upload.size or 0) // (1024 * 1024))}
        )
    try:
        return store.take_photo(upload)
    except images.UnusablePhoto as unusable:
        raise forms.ValidationError(
            _("Photo %(number)d: %(problem)s") % {"number": number, "problem": unusable}
        ) from unusable


class ReportForm(forms.Form):
    """A report as one form: what, where, photos, contact. Only the words are required."""

    use_required_attribute = False

    token = forms.CharField(max_length=64, required=False)
    text = forms.CharField(
        max_length=TEXT_LENGTH,
        error_messages={
            "required": gettext_lazy("Please write what happened. One sentence is enough."),
            "max_length": gettext_lazy(
                "That is %(show_value)d characters, %(limit_value)d are the most. Nothing was cut off."
            ),
        },
    )
    about_unit = forms.ChoiceField(required=False)
    place = forms.ChoiceField(required=False, choices=[(HERE, ""), (OUTSIDE, ""), (WORDS, "")])
    building = forms.ChoiceField(required=False)
    stair = forms.IntegerField(required=False, min_value=1, max_value=HIGHEST_STAIR)
    place_words = forms.CharField(required=False, max_length=PLACE_WORDS_LENGTH)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    photos = PhotosField(required=False)
    contact_name = forms.CharField(required=False, max_length=40)
    contact_phone = forms.CharField(required=False, max_length=30)

    def __init__(
        self, *args: object, buildings: tuple[BuildingRef, ...], units: tuple[UnitRef, ...], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._buildings = {str(one.id): one for one in buildings}
        about, building = self.fields["about_unit"], self.fields["building"]
        assert isinstance(about, forms.ChoiceField)
        assert isinstance(building, forms.ChoiceField)
        about.choices = [("", ""), *((str(unit.id), unit.name) for unit in units)]
        building.choices = [("", ""), *((str(one.id), one.label) for one in buildings)]

    def clean_contact_phone(self) -> str:
        """Accept a mobile number, a landline with area code or a local one; say how many digits are missing."""
        text: str = self.cleaned_data["contact_phone"]
        digits = "".join(character for character in text if character.isdigit())
        if not text or codes.check_phone(text) is None:
            return text
        if digits.startswith("1") and len(digits) != MOBILE_DIGITS:
            raise forms.ValidationError(
                _("A mobile number has 11 digits, this one has %(count)d. Everything else you filled in is still here.")
                % {"count": len(digits)}
            )
        if len(digits) in LOCAL_DIGITS and not digits.startswith(("0", "1")):
            return text
        raise forms.ValidationError(
            _("This does not look like a phone number. You may leave it empty. Everything else is still here.")
        )

    def clean(self) -> dict[str, object]:
        """Check that the chosen way of saying where was used, and that the stair exists in the building."""
        data = super().clean() or {}
        place, point = data.get("place"), data.get("lon")
        if place == HERE and not data.get("building") and point is None and "building" not in self.errors:
            self.add_error("building", _("Please choose the building, or another way to say where."))
        if place == WORDS and not data.get("place_words") and "place_words" not in self.errors:
            self.add_error("place_words", _("Please write a few words about the place, or choose another way."))
        self._check_stair(data)
        return data

    def _check_stair(self, data: dict[str, object]) -> None:
        stair, building = data.get("stair"), self._buildings.get(str(data.get("building") or ""))
        if not isinstance(stair, int) or building is None or not building.stairs or stair <= building.stairs:
            return
        self.add_error(
            "stair",
            _("%(building)s has no stair %(stair)d, the last one is %(last)d.")
            % {"building": building.label, "stair": stair, "last": building.stairs},
        )

    def place_input(self) -> PlaceInput:
        """Return where it is, as the door of the matters wants it; only what belongs to the chosen way."""
        data = self.cleaned_data
        point = {"longitude": data["lon"], "latitude": data["lat"]} if None not in (data["lon"], data["lat"]) else {}
        if data["place"] == WORDS:
            return PlaceInput(words=data["place_words"])
        if data["place"] == OUTSIDE:
            return PlaceInput(words=data["place_words"], **point)
        building = UUID(data["building"]) if data["building"] else None
        return PlaceInput(
            building=building, stair=data["stair"] if building else None, words=data["place_words"], **point
        )

    def contact_input(self) -> ContactInput | None:
        """Return how to reach the reporter, or None when nothing was given."""
        name, phone = self.cleaned_data["contact_name"], self.cleaned_data["contact_phone"]
        return ContactInput(name=name, phone=phone) if name or phone else None

    def named_unit(self) -> UUID | None:
        """Return the unit that the matter is about and must never reach, if the reporter named one."""
        data = self.cleaned_data
        return UUID(data["about_unit"]) if data["about_unit"] else None


class RatingForm(forms.Form):
    """One of the five official levels, with words if wished."""

    level = forms.TypedChoiceField(
        coerce=int,
        choices=[(level, level) for level in range(1, 6)],
        error_messages={"required": gettext_lazy("Please tap one of the five first. Leaving it is fine too.")},
    )
    words = forms.CharField(required=False, max_length=WORDS_LENGTH)


class ReopenForm(forms.Form):
    """Why it should be done again: the unit needs one sentence to know where to look."""

    words = forms.CharField(
        max_length=WORDS_LENGTH,
        error_messages={"required": gettext_lazy("Please write in one sentence what is still wrong.")},
    )


class SupplementForm(forms.Form):
    """Something the reporter adds to an open matter."""

    words = forms.CharField(
        max_length=TEXT_LENGTH,
        error_messages={"required": gettext_lazy("Please write what you want to add.")},
    )
    is_for_street = forms.BooleanField(required=False)


class ReplyForm(forms.Form):
    """The answer to a question that staff asked, with photos if wished."""

    words = forms.CharField(
        max_length=TEXT_LENGTH,
        error_messages={"required": gettext_lazy("Please write a few words; one sentence is enough.")},
    )
    photos = PhotosField(required=False)
    is_for_street = forms.BooleanField(required=False)


class ObjectForm(forms.Form):
    """Why the reporter holds a mark on the report to be wrong."""

    words = forms.CharField(
        max_length=1000,
        error_messages={"required": gettext_lazy("Please write in a sentence why the mark is wrong.")},
    )


def rating_levels() -> tuple[tuple[int, str], ...]:
    """Return the five official levels from best to worst (国办发〔2019〕51号), in their own words."""
    return (
        (5, _("Very satisfied")),
        (4, _("Satisfied")),
        (3, _("Fairly satisfied")),
        (2, _("Dissatisfied")),
        (1, _("Very dissatisfied")),
    )
