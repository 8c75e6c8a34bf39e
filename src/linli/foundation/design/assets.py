"""Finds the built script and style sheet of a portal: the front end's build writes hashed names into a manifest.

A small reader instead of a package: two portals are built apart, each into its own manifest, and nothing here needs
a development server or settings.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "static" / "design"
PREFIX: Final = "design/"
_HASHED: Final = re.compile(r"/design/[a-z-]+-[\w-]{8}\.(?:m?js|css)$")


class FrontEndNotBuiltError(RuntimeError):
    """The manifest is missing; the message names the command that makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Static paths of one portal, ready for ``static()``."""

    script: str
    styles: tuple[str, ...]


def assets_of(portal: str, *, folder: Path = FOLDER) -> Assets:
    """Return the built files of ``portal`` (``resident`` or ``workbench``).

    Raises :class:`FrontEndNotBuiltError` when the front end was never built.
    """
    manifest = folder / f"{portal}.manifest.json"
    try:
        changed_ns = manifest.stat().st_mtime_ns
    except FileNotFoundError as error:
        message = f"The front end is not built: {manifest.name} is missing. Run: npm ci && npm run build"
        raise FrontEndNotBuiltError(message) from error
    return _read(manifest, portal, changed_ns)


@lru_cache(maxsize=8)
def _read(manifest: Path, portal: str, changed_ns: int) -> Assets:  # noqa: ARG001 - a new build is a new key
    entry = json.loads(manifest.read_text(encoding="utf-8"))[f"frontend/{portal}.ts"]
    return Assets(script=PREFIX + entry["file"], styles=tuple(PREFIX + name for name in entry.get("css", ())))


def is_immutable(path: str, url: str) -> bool:  # noqa: ARG001 - the signature whitenoise asks for
    """Whether a static file's name carries its content's hash, so that browsers may keep it for ever."""
    return _HASHED.search(url) is not None
