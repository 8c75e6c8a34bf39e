"""A cache that follows published changes: read once a version, shared by all requests of a process."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import F

from linli.foundation.scope.context import version_of
from linli.foundation.scope.models import Version

T = TypeVar("T")


class Published(Generic[T]):
    """Holds what ``load`` read at the version the running transaction found; another version reads again.

    The database's name is part of the key, so that tests with their own database never see another's cache.
    """

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self._name, self._load, self._lock = name, load, Lock()
        self._held: tuple[tuple[str, int], T] | None = None

    def get(self) -> T:
        """Return the value for this transaction's version."""
        key = (str(connection.settings_dict["NAME"]), version_of(self._name))
        held = self._held
        if held is not None and held[0] == key:
            return held[1]
        with self._lock:
            value = self._load()
            self._held = (key, value)
            return value

    def forget(self) -> None:
        """Drop what is held (after a change inside the same transaction)."""
        self._held = None


def publish(name: str) -> None:
    """Raise the version of something published: every process reads it again with its next request."""
    if not Version.objects.filter(name=name).update(number=F("number") + 1):
        Version.objects.create(name=name, number=1)
