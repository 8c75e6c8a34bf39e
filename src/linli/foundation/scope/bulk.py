"""Writes many new rows of one table in one statement, as the running transaction's reader.

The rows travel as one JSON value: a fifth of what a statement with a placeholder for each value costs, and unlike COPY
it is looked at by row security.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

AT_ONCE = 1000


def insert_rows(rows: Sequence[models.Model], *, replaces: bool = False) -> None:
    """Insert rows of one model, a thousand a statement; with ``replaces`` a row of the same key is written over.

    Every column's value must stand in the row: defaults of the database are not asked.
    """
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                _statement(type(part[0]), replaces=replaces),
                [json.dumps([_plain(row) for row in part], ensure_ascii=False, default=_other)],
            )


def _statement(model: type[models.Model], *, replaces: bool) -> str:
    table, meta = model._meta.db_table, model._meta  # noqa: SLF001 - Django's documented model API
    conflict = ""
    if replaces:
        columns = [field.column for field in meta.concrete_fields if not field.primary_key]
        updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
        key = next(field.column for field in meta.concrete_fields if field.primary_key)
        conflict = f" ON CONFLICT ({key}) DO UPDATE SET {updates}"
    return f"INSERT INTO {table} SELECT r.* FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r{conflict}"  # noqa: S608 - names of our own models


@lru_cache(maxsize=64)
def _columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    return tuple((str(field.column), field.attname) for field in model._meta.concrete_fields)  # noqa: SLF001 - documented


def _plain(row: models.Model) -> dict[str, Any]:
    values = vars(row)
    return {column: values[name] for column, name in _columns(type(row))}


def _other(value: object) -> Any:
    """Return what JSON has no word for: bytes as PostgreSQL writes them, ids and moments as text."""
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value))
