"""A cache that follows published changes: read once a version, shared by all requests of a process."""

import secrets
from collections.abc import Callable
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection
from django.db.models import F

from linli.foundation.scope.context import see_as, version_of
from linli.foundation.scope.models import Version

T = TypeVar("T")
PRIVATE_VERSIONS, PRIVATE_BITS = 2**62, 60


class Published(Generic[T]):
    """Holds what ``load`` read at the version the running transaction found; another version reads again.

    The database's name is part of the key, so that tests with their own database never see another's cache.
    """

    _all: ClassVar[list["Published[Any]"]] = []

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self._name, self._load, self._lock = name, load, Lock()
        self._held: tuple[tuple[str, int], T] | None = None
        self._all.append(self)

    @classmethod
    def forget_everything(cls) -> None:
        """Drop what every cache of this process holds (a test that starts with an empty database)."""
        for one in cls._all:
            one.forget()

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
    """Raise the version of something published: every process reads it again with its next request.

    Until this transaction commits, it alone sees the change: it goes on under a version nobody else can have, so that
    a rolled back change stays in no cache.
    """
    if not Version.objects.filter(name=name).update(number=F("number") + 1):
        Version.objects.create(name=name, number=1)
    see_as(name, PRIVATE_VERSIONS + secrets.randbits(PRIVATE_BITS))
