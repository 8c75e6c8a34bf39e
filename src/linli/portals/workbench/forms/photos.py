"""Photos that staff add: read, stripped and made smaller while the form is checked."""

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.foundation.files import images, store

MOST_PHOTOS: Final = 6
MOST_BYTES: Final = 10 * 1024 * 1024


class PhotosInput(forms.ClearableFileInput):
    """A file input that takes several pictures at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to six pictures, taken over by ``files.store``."""

    widget = PhotosInput

    def clean(self, data: object, initial: object = None) -> tuple[store.StoredPhoto, ...]:  # noqa: ARG002 - Django's signature
        """Return the stored pictures; a picture that cannot be used is named by its number."""
        uploads = [upload for upload in data if upload] if isinstance(data, list | tuple) else []
        if len(uploads) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("That was %(count)d photos; %(most)d are the most. Choose them again, everything else is still here.")
                % {"count": len(uploads), "most": MOST_PHOTOS}
            )
        return tuple(_taken(upload, number) for number, upload in enumerate(uploads, start=1))


def _taken(upload: "UploadedFile[bytes]", number: int) -> store.StoredPhoto:
    if (upload.size or 0) > MOST_BYTES:
        raise forms.ValidationError(
            _("Photo %(number)d is larger than 10 MB. Choose the photos again, everything else is still here.")
            % {"number": number}
        )
    try:
        return store.take_photo(upload)
    except images.UnusablePhoto as unusable:
        raise forms.ValidationError(
            _("Photo %(number)d cannot be read: %(problem)s") % {"number": number, "problem": unusable}
        ) from unusable
