"""Names the reader of each request: the session's standing, or the public."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.foundation.accounts.session import open_session, write_cookie
from linli.foundation.scope.context import become, current_reader
from linli.foundation.scope.reader import Reader


class ReaderMiddleware:
    """Sets ``request.reader`` and ``request.session_row``; stands right inside the transaction it gives a reader to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the first statement of the transaction, then the view, then hand the cookie out."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        row = open_session(key) if key else None
        if not key:
            become(Reader())
        vars(request).update(session_row=row, reader=current_reader())
        response = self.get_response(request)
        write_cookie(request, response)
        return response
