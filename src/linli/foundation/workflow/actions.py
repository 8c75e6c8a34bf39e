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
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import BadProcedure, parse
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
    today = on or timezone.localdate()
    _check(body, on=today)
    with transaction.atomic():
        row = _write(body)
        audit.record(
            "procedure.published",
            community="",
            subject_type="procedure",
            subject_id=row.id,
            data={"code": row.code, "version": row.version, "digest": row.digest},
            actor=actor,
        )
    return row.id


def seed() -> int:
    """Publish the shipped procedures that were never published in this form; returns how many."""
    held = set(Procedure.objects.values_list("code", "digest"))
    new = [body for body in shipped() if (body["code"], _digest(body)) not in held]
    for body in new:
        _check(body, on=timezone.localdate())
        _write(body)
    return len(new)


def shipped() -> tuple[dict[str, Any], ...]:
    """Return the procedures that come with the program."""
    folder = resources.files("linli.foundation.workflow") / "procedures"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    return tuple(json.loads(one.read_text("utf-8")) for one in files)


def _check(body: Mapping[str, Any], *, on: date) -> None:
    try:
        procedure = parse(body)
        limits = rulepacks.limits(procedure.limits.removeprefix("limits."), scope="", on=on)
    except BadProcedure as problem:
        raise Unsound(_("The procedure cannot be read: %(problem)s") % {"problem": problem}) from problem
    except rulepacks.NoRule as problem:
        raise Unsound(_("There are no time limits called “%(name)s”.") % {"name": problem}) from problem
    problems = check(procedure, limits=limits)
    if problems:
        listed = " ".join(faults.sentence(one, body=procedure) for one in problems)
        raise Unsound(_("The procedure is not sound yet: %(problems)s") % {"problems": listed}, problems=problems)


def _write(body: Mapping[str, Any]) -> Procedure:
    """Retire the version before it and write the new one as published."""
    earlier = Procedure.objects.filter(code=body["code"])
    newest = earlier.aggregate(newest=Max("version"))["newest"] or 0
    earlier.filter(status=ProcedureStatus.PUBLISHED).update(status=ProcedureStatus.RETIRED)
    row = Procedure.objects.create(
        code=body["code"],
        version=newest + 1,
        status=ProcedureStatus.PUBLISHED,
        body=dict(body),
        digest=_digest(body),
        published_at=timezone.now(),
    )
    publish(queries.VERSION_NAME)
    return row


def _digest(body: Mapping[str, Any]) -> str:
    return sha256(canonical_json(body).encode()).hexdigest()
