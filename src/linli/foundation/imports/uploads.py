"""Keeps a file sealed while somebody looks at its columns and a job reads it, and forgets it afterwards."""

from collections.abc import Mapping as Values
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from linli.foundation.imports.faults import ADDED_COLUMNS
from linli.foundation.imports.headings import Headings, plain_heading
from linli.foundation.imports.models import OPEN_STATES, Mapping, Upload, UploadState
from linli.foundation.privacy.sealing import open_sealed_bytes, seal_bytes
from linli.foundation.scope.context import current_reader

KEPT_DAYS = 7
SHOWN = 20


class NoSuchUpload(LookupError):
    """No file of this id, or one of another community: the two look alike."""


def keep(data: bytes, *, community: str, kind: str, file_name: str, rows: int) -> Upload:
    """Keep a file, sealed, for the running transaction's reader."""
    account = current_reader().account_id
    if account is None:
        raise NoSuchUpload
    upload = Upload(
        community=community,
        kind=kind,
        file_name=file_name[-120:],
        account=account,
        rows=rows,
        created_at=timezone.now(),
    )
    upload.sealed = seal_bytes(data, context=f"imports.file:{upload.id}")
    upload.save(force_insert=True)
    return upload


def upload_of(upload_id: UUID, *, kind: str, community: str = "") -> Upload:
    """Return a file's row without the file; with ``community`` only one of there. Raises :class:`NoSuchUpload`."""
    found = Upload.objects.defer("sealed", "faults_sealed").filter(pk=upload_id, kind=kind).first()
    if found is None or (community and found.community != community):
        raise NoSuchUpload
    return found


def recent(community: str, *, kind: str) -> list[Upload]:
    """Return the latest files of a community, the newest first, without the files."""
    rows = Upload.objects.defer("sealed", "faults_sealed").filter(community=community, kind=kind)
    return list(rows.order_by("-created_at")[:SHOWN])


def content(upload: Upload) -> bytes:
    """Return the file. Raises :class:`NoSuchUpload` once it has been erased."""
    blob = Upload.objects.filter(pk=upload.id).values_list("sealed", flat=True).first()
    if blob is None:
        raise NoSuchUpload
    return open_sealed_bytes(blob, context=f"imports.file:{upload.id}")


def faults(upload: Upload) -> bytes:
    """Return the workbook of faulty rows. Raises :class:`NoSuchUpload` where there is none."""
    blob = Upload.objects.filter(pk=upload.id).values_list("faults_sealed", flat=True).first()
    if blob is None:
        raise NoSuchUpload
    return open_sealed_bytes(blob, context=f"imports.faults:{upload.id}")


def queue(upload: Upload, *, columns: Values[int, str], source: str, stated_on: object) -> bool:
    """Note what the columns hold and that the file waits its turn; False when somebody did so before."""
    moved = Upload.objects.filter(pk=upload.id, state=UploadState.WAITING).update(
        state=UploadState.QUEUED,
        columns={str(column): field for column, field in columns.items()},
        source=source[:80],
        stated_on=stated_on,
    )
    return bool(moved)


def stop(upload: Upload) -> None:
    """Ask for a stop: one that has not begun stops at once, one that runs after its batch."""
    waiting = (UploadState.WAITING, UploadState.QUEUED)
    moved = Upload.objects.filter(pk=upload.id, state__in=waiting).update(
        state=UploadState.STOPPED, finished_at=timezone.now(), sealed=None
    )
    if not moved:
        Upload.objects.filter(pk=upload.id, state=UploadState.RUNNING).update(is_stop_wanted=True)


def note_progress(upload_id: UUID, *, done: int) -> bool:
    """Note how many rows are done; returns whether to go on."""
    Upload.objects.filter(pk=upload_id).update(done=done, state=UploadState.RUNNING)
    return not Upload.objects.filter(pk=upload_id, is_stop_wanted=True).exists()


def finish(upload_id: UUID, *, state: UploadState, counts: Values[str, int], faulty: bytes = b"") -> None:
    """Note how it went, keep the faulty rows sealed, and erase the file."""
    Upload.objects.filter(pk=upload_id).update(
        state=state,
        counts=dict(counts),
        sealed=None,
        faults_sealed=seal_bytes(faulty, context=f"imports.faults:{upload_id}") if faulty else None,
        finished_at=timezone.now(),
    )


def forget(community: str, *, at: datetime) -> int:
    """Delete what is older than seven days; returns how many (个人信息保护法 19: no longer than needed)."""
    old = Upload.objects.filter(community=community, created_at__lt=at - timedelta(days=KEPT_DAYS))
    deleted, _by_model = old.delete()
    return deleted


def remembered(headings: Headings, *, community: str, kind: str) -> dict[int, str] | None:
    """Return what the columns of such a sheet were said to hold last time, None for one never seen."""
    row = Mapping.objects.filter(community=community, kind=kind, headings_digest=_digest(headings)).first()
    return None if row is None else {int(column): field for column, field in row.columns.items()}


def remember(headings: Headings, columns: Values[int, str], *, community: str, kind: str) -> None:
    """Remember what the columns of such a sheet hold."""
    Mapping.objects.update_or_create(
        community=community,
        kind=kind,
        headings_digest=_digest(headings),
        defaults={"columns": {str(c): f for c, f in columns.items()}, "confirmed_at": timezone.now()},
    )


def is_open(upload: Upload) -> bool:
    """Whether a file still waits or is being read."""
    return upload.state in OPEN_STATES


def _digest(headings: Headings) -> str:
    """Return the fingerprint of a sheet's headings; the columns that faulty rows come back with do not count."""
    columns = list(headings.columns)
    while columns and columns[-1] in ADDED_COLUMNS:
        columns.pop()
    return sha256("\n".join(map(plain_heading, columns)).encode()).hexdigest()
