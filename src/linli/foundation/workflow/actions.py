"""A procedure is published only when it is sound; the version before it retires, and running matters keep theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.audit import log as audit
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Reader
from linli.foundation.workflow import queries
from linli.foundation.workflow.editing import document
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import LIMITS_PACK, BadProcedure, ProcedureBody, parse
from linli.foundation.workflow.vocabulary import faults
from linli.foundation.workflow.vocabulary.checking import Problem, check
from linli.kernel.canon import canonical_json


class Unsound(ValueError):
    """A procedure cannot be published; ``problems`` are its faults, the message is fit for whoever drew it up."""

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def publish_procedure(body: Mapping[str, Any], *, actor: Reader, on: date | None = None) -> UUID:
    """Publish a new version for matters opened from now on, and return its id.

    Its clocks are checked against the limits in force everywhere on the day (today unless given). Raises
    :class:`Unsound`.
    """
    refuse_unsound(body, on=on or timezone.localdate())
    with transaction.atomic():
        row = _write(body)
        note("procedure.published", row, actor=actor)
    return row.id


def seed() -> int:
    """Publish the shipped procedures that were never published in this form; returns how many."""
    held = set(Procedure.objects.values_list("code", "digest"))
    new = [body for body in shipped() if (body["code"], digest_of(body)) not in held]
    for body in new:
        refuse_unsound(body, on=timezone.localdate())
        _write(body)
    return len(new)


def shipped() -> tuple[dict[str, Any], ...]:
    """Return the procedures that come with the program."""
    folder = resources.files("linli.foundation.workflow") / "procedures"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    return tuple(json.loads(one.read_text("utf-8")) for one in files)


def faults_of(body: Mapping[str, Any], *, on: date) -> tuple[ProcedureBody, tuple[Problem, ...]]:
    """Return a procedure and its faults by the limits in force everywhere on a day.

    Raises :class:`Unsound` where it is no procedure at all, or the limits are not there.
    """
    try:
        document.refuse_strange(body)
        procedure = parse(body)
        limits = rulepacks.limits(procedure.limits.removeprefix(LIMITS_PACK), scope="", on=on)
    except BadProcedure as problem:
        raise Unsound(_("The procedure cannot be read: %(problem)s") % {"problem": problem}) from problem
    except rulepacks.NoRule as problem:
        raise Unsound(_("There are no time limits called “%(name)s”.") % {"name": problem}) from problem
    return procedure, check(procedure, limits=limits)


def refuse_unsound(body: Mapping[str, Any], *, on: date) -> None:
    """Raise :class:`Unsound` with every fault of a procedure that has one."""
    procedure, problems = faults_of(body, on=on)
    if problems:
        listed = " ".join(faults.sentence(one, body=procedure) for one in problems)
        raise Unsound(_("The procedure is not sound yet: %(problems)s") % {"problems": listed}, problems=problems)


def _write(body: Mapping[str, Any]) -> Procedure:
    """Retire the version before it and write the new one as published; a draft keeps a number above it."""
    versions = Procedure.objects.filter(code=body["code"])
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    retire_published(body["code"])
    row = Procedure.objects.create(
        code=body["code"],
        version=newest + 1,
        status=ProcedureStatus.PUBLISHED,
        body=dict(body),
        digest=digest_of(body),
        published_at=timezone.now(),
    )
    publish(queries.VERSION_NAME)
    return row


def retire_published(code: str) -> int:
    """Retire the version that new matters take, if there is one; says how many that were."""
    published = Procedure.objects.filter(code=code, status=ProcedureStatus.PUBLISHED)
    return published.update(status=ProcedureStatus.RETIRED, retired_at=timezone.now())


def digest_of(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what makes a version what it is."""
    return sha256(canonical_json(body).encode()).hexdigest()


def note(action: str, row: Procedure, *, actor: Reader) -> None:
    """Put a change of a procedure on record."""
    audit.record(
        action,
        community="",
        subject_type="procedure",
        subject_id=row.id,
        data={"code": row.code, "version": row.version, "digest": row.digest},
        actor=actor,
    )
