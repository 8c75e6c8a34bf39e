"""One request, one transaction: its first statement names the reader, an error or a 5xx takes it all back."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from linli.foundation.scope import closing
from linli.foundation.scope.context import collecting
from linli.foundation.scope.reader import Reader

SERVER_FAULT = 500


class TransactionMiddleware:
    """Opens the request's transaction. The reader is named by ``accounts`` (session and settings in one statement)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the rest of the chain in one transaction, rolled back when the answer is a server fault."""
        with collecting(), transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= SERVER_FAULT:
                transaction.set_rollback(True)
            else:
                closing.run()
            return response


def reader_of(request: HttpRequest) -> Reader:
    """Return the reader that the session middleware put on the request."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return reader
