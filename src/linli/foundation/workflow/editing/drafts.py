"""A procedure changes by its draft: one a code, saved as often as one likes, published as a whole or thrown away.

Whoever saves, publishes or discards says which draft they saw (its digest); another one is refused with nothing lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Reader
from linli.foundation.workflow import actions, queries
from linli.foundation.workflow.editing import document
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import BadProcedure


class DraftThere(ValueError):
    """There is a draft of this procedure already; the message is fit for whoever wished to begin one."""


class DraftMoved(ValueError):
    """The draft is not the one that was seen, or there is none any more; nothing was changed."""


class NotRetired(ValueError):
    """A procedure cannot be retired; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRef:
    """A draft: the version it is to become, the one it began from, and the digest by which it is known."""

    id: UUID
    code: str
    version: int
    begun_from: int | None
    digest: str
    body: Mapping[str, Any]


def draft_of(code: str) -> DraftRef | None:
    """Return the draft of a procedure, if there is one."""
    row = Procedure.objects.filter(code=code, status=ProcedureStatus.DRAFT).first()
    return None if row is None else _ref(row)


def begin_draft(code: str, *, actor: Reader) -> DraftRef:
    """Begin a draft with what is in force, or with the newest version where none is.

    Raises :class:`DraftThere`, and NoProcedure for a code without a version.
    """
    rows = Procedure.objects.filter(code=code).exclude(status=ProcedureStatus.DRAFT)
    newest = rows.order_by("-version").first()
    if newest is None:
        raise queries.NoProcedure(code)
    return bring(newest.body, actor=actor)


def bring(body: Mapping[str, Any], *, actor: Reader) -> DraftRef:
    """Keep a body, such as a file's, as the draft of its code. Raises :class:`DraftThere` and BadProcedure."""
    document.refuse_strange(body)
    code = str(body["code"])
    held = Procedure.objects.filter(code=code).aggregate(newest=Max("version"))
    published = Procedure.objects.filter(code=code, status=ProcedureStatus.PUBLISHED).first()
    row = Procedure(
        code=code,
        version=(held["newest"] or 0) + 1,
        body=dict(body),
        digest=actions.digest_of(body),
        begun_from=published.version if published else None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            actions.note("procedure.drafted", row, actor=actor)
    except IntegrityError as there:
        raise DraftThere(
            _("There is a draft of “%(code)s” already. Go on with it, or throw it away first.") % {"code": code}
        ) from there
    return _ref(row)


def save_draft(code: str, body: Mapping[str, Any], *, seen: str, actor: Reader) -> DraftRef:
    """Keep a draft as it is now, sound or not. Raises :class:`DraftMoved`, and BadProcedure for what is none."""
    document.refuse_strange(body)
    if body["code"] != code:
        raise BadProcedure(code)
    with transaction.atomic():
        row = _seen(code, seen)
        row.body, row.digest = dict(body), actions.digest_of(body)
        row.save(update_fields=["body", "digest"])
        if row.digest != seen:
            actions.note("procedure.changed", row, actor=actor)
    return _ref(row)


def publish_draft(code: str, *, seen: str, actor: Reader, on: date | None = None) -> int:
    """Publish a draft for matters opened from now on and return its version; running ones keep theirs.

    Raises :class:`DraftMoved`, also where another version was published since it was begun, and Unsound.
    """
    with transaction.atomic():
        row = _seen(code, seen)
        published = Procedure.objects.filter(code=code, status=ProcedureStatus.PUBLISHED).first()
        if published is not None and published.version != row.begun_from:
            raise DraftMoved(
                _(
                    "Version %(version)d was published since this draft was begun, so nothing was published. Throw the "
                    "draft away and begin again, or bring it anew as a file."
                )
                % {"version": published.version}
            )
        actions.refuse_unsound(row.body, on=on or timezone.localdate())
        actions.retire_published(code)
        row.status, row.published_at = ProcedureStatus.PUBLISHED, timezone.now()
        row.save(update_fields=["status", "published_at"])
        publish(queries.VERSION_NAME)
        actions.note("procedure.published", row, actor=actor)
    return row.version


def discard_draft(code: str, *, seen: str, actor: Reader) -> None:
    """Throw a draft away. Raises :class:`DraftMoved`."""
    with transaction.atomic():
        row = _seen(code, seen)
        actions.note("procedure.discarded", row, actor=actor)
        row.delete()


def retire(code: str, *, version: int, actor: Reader) -> None:
    """Take a procedure out of use: no new matter takes it, running ones go on to their end.

    Raises :class:`NotRetired` for the one that every report takes, and where this version is not in force any more.
    """
    if code == queries.USUAL:
        raise NotRetired(
            _("Every report without a procedure of its own takes this one. Publish another version in its place.")
        )
    with transaction.atomic():
        row = Procedure.objects.filter(code=code, version=version, status=ProcedureStatus.PUBLISHED).first()
        if row is None or not actions.retire_published(code):
            raise NotRetired(_("This version is not in force any more, so nothing was changed. Look again first."))
        publish(queries.VERSION_NAME)
        actions.note("procedure.retired", row, actor=actor)


def _seen(code: str, digest: str) -> Procedure:
    """Lock the draft that was seen. Raises :class:`DraftMoved`."""
    row = Procedure.objects.select_for_update().filter(code=code, status=ProcedureStatus.DRAFT).first()
    if row is None:
        raise DraftMoved(_("This draft was published or thrown away meanwhile. Nothing was changed."))
    if row.digest != digest:
        raise DraftMoved(_("Somebody else changed this draft meanwhile, so nothing was changed. Look again first."))
    return row


def _ref(row: Procedure) -> DraftRef:
    return DraftRef(
        id=row.id, code=row.code, version=row.version, begun_from=row.begun_from, digest=row.digest, body=row.body
    )
