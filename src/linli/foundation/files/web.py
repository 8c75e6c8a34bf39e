"""Answers with a photo, to a reader whom the database's policies let see its row."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from linli.foundation.files import blobs
from linli.foundation.files.models import Attachment

_CACHED_S = 3600


def serve(request: HttpRequest, attachment_id: UUID, *, is_thumbnail: bool = False) -> HttpResponse:
    """Return a photo or its thumbnail; the caller has named the reader, also where a key opens the matter.

    Raises Http404 when there is none or the reader may not see it: the two look alike. The answer is kept by the
    reader's own browser for an hour and by nobody in between.
    """
    row = Attachment.objects.filter(id=attachment_id).first()
    if row is None:
        raise Http404
    digest = row.thumbnail_sha256 if is_thumbnail else row.sha256
    tag = f'"{digest}"'
    if request.headers.get("If-None-Match") == tag:
        return _private(HttpResponseNotModified(), tag)
    try:
        content = blobs.read(digest)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=row.media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return _private(response, tag)


def _private(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = f"private, max-age={_CACHED_S}"
    return response
