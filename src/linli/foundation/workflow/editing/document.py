"""A procedure as a file: JSON by a published schema, read with care, written so that it comes back the same. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from linli.foundation.workflow.procedure import BadProcedure

MOST_BYTES = 1_000_000
SHOWN = 60
SCHEMA = "procedure.schema.json"
ORDER = (
    "$schema", "code", "name", "type", "whom", "message", "held", "required", "longest", "from", "to", "by", "shape",
    "final", "clocks", "public", "internal", "promise", "words", "told", "basis", "initial", "begun", "limits",
    "parties", "hold_seconds", "states", "actions", "guards", "form", "effects", "tell", "audience", "then", "work",
    "choices", "zh-Hans", "en",
)  # fmt: skip


def schema_text() -> str:
    """Return the published JSON Schema as it lies in the program."""
    return (resources.files("linli.foundation.workflow.editing") / SCHEMA).read_text("utf-8")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text()))


def faults(body: object) -> tuple[str, ...]:
    """Return in what a value is no procedure by the schema, each with its place, in the file's order."""
    return tuple(_said(error) for error in sorted(_validator().iter_errors(body), key=lambda error: error.json_path))


def refuse_strange(body: object) -> None:
    """Raise :class:`BadProcedure` with the first fault of what is no procedure by the schema."""
    for said in faults(body)[:1]:
        raise BadProcedure(said)


def read(data: bytes) -> dict[str, Any]:
    """Read a procedure's file.

    Raises :class:`BadProcedure` in one sentence for a file that is too large, no JSON, says something twice, or is no
    procedure by the schema.
    """
    if len(data) > MOST_BYTES:
        raise BadProcedure(_("The file is larger than %(most)d kB.") % {"most": MOST_BYTES // 1000})
    try:
        body = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except BadProcedure:
        raise
    except (ValueError, RecursionError) as problem:
        raise BadProcedure(_("The file is no JSON: %(problem)s") % {"problem": problem}) from problem
    refuse_strange(body)
    checked: dict[str, Any] = body
    return checked


def write(body: Mapping[str, Any]) -> bytes:
    """Return a procedure as a file that :func:`read` brings back without a difference."""
    return (json.dumps(_ordered(body), ensure_ascii=False, indent=2) + "\n").encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadProcedure(_("The file says “%(name)s” twice in one place.") % {"name": twice})
    return found


def _no_number(name: str) -> Any:
    raise BadProcedure(_("The file holds “%(name)s”, which is no number.") % {"name": name})


def _said(error: ValidationError) -> str:
    where = error.json_path.removeprefix("$").lstrip(".") or _("the file")
    value = str(error.instance)[:SHOWN]
    if error.validator == "required":
        lacking = next(name for name in error.validator_value if name not in error.instance)
        return _("%(where)s: “%(name)s” is missing.") % {"where": where, "name": lacking}
    if error.validator == "additionalProperties":
        strange = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        return _("%(where)s: nothing is called “%(name)s” here.") % {"where": where, "name": strange[0]}
    if error.validator == "type":
        return _("%(where)s: “%(value)s” should be of the sort %(sort)s.") % {
            "where": where, "value": value, "sort": error.validator_value,
        }  # fmt: skip
    return _("%(where)s: “%(value)s” is not possible here.") % {"where": where, "value": value}


def _ordered(value: Any) -> Any:
    """Return a value with the keys of its objects in the schema's order: what is read first stands first."""
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if not isinstance(value, dict):
        return value
    place = {name: number for number, name in enumerate(ORDER)}
    return {name: _ordered(value[name]) for name in sorted(value, key=lambda name: place.get(name, len(ORDER)))}
