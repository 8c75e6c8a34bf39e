"""Gives every template the reader's look."""

from django.http import HttpRequest

from linli.foundation.design.looks import Look, look_of


def look(request: HttpRequest) -> dict[str, Look]:
    """Context processor: ``look`` is the :class:`~linli.foundation.design.looks.Look` of the request's cookies."""
    return {"look": look_of(request)}
