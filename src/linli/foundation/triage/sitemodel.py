"""Keeps the site's own model in memory and follows its file: a new one serves the next request, none is no fault."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from linli.foundation.triage.model import Model
from linli.foundation.triage.modelfile import NoModel, load

_log = logging.getLogger(__name__)


class SiteModel:
    """The model of one process; a file that cannot be used is named once in the log and left aside."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: tuple[tuple[str, int, int], Model | None] | None = None

    def get(self, path: Path) -> Model | None:
        """Return the model in this file as it is now, or none where there is none that can be used."""
        try:
            found = path.stat()
        except OSError:
            return None
        stamp = (str(path), found.st_mtime_ns, found.st_size)
        held = self._held
        if held is not None and held[0] == stamp:
            return held[1]
        with self._lock:
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, self._read(path))
            return self._held[1]

    @staticmethod
    def _read(path: Path) -> Model | None:
        try:
            return load(path)
        except NoModel as problem:
            _log.warning("%s Kinds are suggested from the lexicon meanwhile.", problem)
            return None
