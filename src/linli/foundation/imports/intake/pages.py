"""What the pages of any import share: the file handed in, its columns for the form, how far it is, the faulty rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import IO
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.foundation.imports import uploads
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.models import Upload
from linli.foundation.imports.sheets import UnreadableSheet, check_size
from linli.kernel.masking import mask_address, mask_id, mask_name, mask_phone, mask_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW_ROWS = 3
LONGEST_VALUE, LONGEST_CHINESE_NAME = 20, 4


def given_file(request: HttpRequest) -> tuple[bytes, str]:
    """Return the file handed in and its name. Raises :class:`UnreadableSheet` for none and for one too large."""
    given = request.FILES.get("file")
    if given is None:
        raise UnreadableSheet(_("Please choose a file first."))
    check_size(given.size or 0)
    return given.read(), given.name or ""


def take_file(request: HttpRequest, *, community: str, kind: str, understand: Callable[..., Prepared]) -> Upload:
    """Keep the file handed in when it is such a sheet. Raises :class:`UnreadableSheet` with one sentence otherwise."""
    data, name = given_file(request)
    prepared = understand(data, file_name=name)
    return uploads.keep(data, community=community, kind=kind, file_name=name, rows=prepared.rows)


def recent_files(community: str, *, kind: str, address: Callable[[UUID], str]) -> list[tuple[Upload, str, int, int]]:
    """Return the files handed in before, each with its page, how many rows were new and how many faulty."""
    return [
        (one, address(one.id), one.counts.get("added", 0), one.counts.get("faulty", 0))
        for one in uploads.recent(community, kind=kind)
    ]


def said_columns(request: HttpRequest, prepared: Prepared, *, fields: Collection[str]) -> dict[int, str]:
    """Return what the form says that the columns hold, as far as these are fields."""
    return {
        column: field
        for column in range(len(prepared.headings.columns))
        if (field := request.POST.get(f"column{column}", "")) in fields
    }


def shown_columns(prepared: Prepared, chosen: Mapping[int, str], *, plain: Collection[str]) -> list[dict[str, object]]:
    """Return the columns for the form, with a few values; a column that the law keeps out says so instead.

    Only values of ``plain`` fields are shown as they are: they tell a column and name nobody.
    """
    kept_out = {one.column: one.basis for one in prepared.refused}
    below = prepared.below[:PREVIEW_ROWS]
    return [
        {
            "number": column,
            "heading": heading,
            "field": chosen.get(column, ""),
            "basis": kept_out.get(column, ""),
            "values": []
            if column in kept_out
            else [
                masked_value(row.text(column), field=chosen.get(column, ""), plain=plain)
                for row in below
                if row.text(column)
            ],
        }
        for column, heading in enumerate(prepared.headings.columns)
        if heading or any(row.text(column) for row in below)
    ]


def masked_value(value: str, *, field: str, plain: Collection[str]) -> str:
    """Return a value of the sheet as far as it helps to tell a column: whatever may name somebody is masked."""
    is_short = len(value) <= LONGEST_CHINESE_NAME
    if field in plain or (not field and is_short and value.isascii()):
        return value[:LONGEST_VALUE]
    if field == "id_number":
        return mask_id(value)
    if field == "phone":
        return mask_phone(value)
    if field == "name" or (not field and is_short):
        return mask_name(value)
    return mask_address(mask_text(value))[:LONGEST_VALUE]


def counted(upload: Upload, words: Sequence[tuple[str, str | Promise]]) -> list[tuple[str | Promise, int]]:
    """Return what came of a file: the word for each count, and the count."""
    return [(word, int(upload.counts.get(name, 0))) for name, word in words]


def progress_of(upload: Upload) -> dict[str, object]:
    """Return how far a file is, for imports/progress.html."""
    return {
        "upload": upload,
        "is_open": uploads.is_open(upload),
        "percent": round(100 * upload.done / upload.rows) if upload.rows else 0,
        "has_faults": bool(upload.counts.get("faulty")),
    }


def workbook(file: IO[bytes], name: str) -> HttpResponse:
    """Return a workbook as an answer that nobody keeps, and close it."""
    with file:
        return _handed_out(file.read(), name)


def faulty_rows(upload: Upload) -> HttpResponse:
    """Hand out the workbook of faulty rows. Raises :class:`~linli.foundation.imports.uploads.NoSuchUpload`."""
    return _handed_out(uploads.faults(upload), f"{upload.created_at:%Y%m%d-%H%M}-faulty-rows.xlsx")


def _handed_out(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store, private"
    return response
