"""Writes down what was done: rows are collected while a transaction works and appended just before it commits.

They hang on Django's own list of things to do on commit, which drops them with the transaction or the savepoint that is
rolled back: what did not happen is not in the chain.
"""

import hmac
import json
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from linli.foundation.audit import heads
from linli.foundation.privacy.sealing import derived_key
from linli.foundation.scope import closing
from linli.foundation.scope.context import current_reader
from linli.foundation.scope.reader import Reader
from linli.kernel.canon import canonical_json, canonical_moment

NOTHING: Mapping[str, object] = {}
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,120}")  # ids, codes, dates, digests; no blank, no Chinese: no text
_PERSONAL_NUMBER = re.compile(r"1\d{10}|\d{17}[\dXx]")  # a mobile number, a resident identity number
_SALT_BYTES = 8


class NotACode(ValueError):
    """Raised when a text or a person's value was about to enter the chain, where nothing can be erased."""


class _Row:
    """A collected row; being called on commit means nothing to it, being on the list is all it does."""

    __slots__ = ("body", "community", "is_written")

    def __init__(self, community: str, body: str) -> None:
        self.community, self.body, self.is_written = community, body, False

    def __call__(self) -> None:
        """Do nothing: the row was written before the commit."""


def record(
    action: str,
    *,
    community: str,
    subject_type: str,
    subject_id: UUID | str,
    data: Mapping[str, object] = NOTHING,
    actor: Reader | None = None,
) -> None:
    """Note that something was done, by the running transaction's reader unless another is named.

    ``action`` is a dotted code (``case.opened``), ``community`` a division code or empty for the whole system,
    ``data`` holds ids, codes, dates and numbers; a text goes in as :func:`text_digest`. Raises :class:`NotACode` for
    anything that reads like words, a telephone number or an identity number.
    """
    body = {
        "action": _code(action),
        "actor": _code((actor or current_reader()).id),
        "at": canonical_moment(timezone.now()),
        "community": _code(community),
        "data": _codes(data),
        "subject_id": _code(str(subject_id)),
        "subject_type": _code(subject_type),
    }
    closing.before_commit("audit", flush)
    transaction.on_commit(_Row(community, canonical_json(body)))


def flush() -> None:
    """Append what was recorded so far, one statement a community; runs by itself before the commit."""
    rows = [hook[1] for hook in connection.run_on_commit if isinstance(hook[1], _Row) and not hook[1].is_written]
    chains: dict[str, list[_Row]] = {}
    for row in rows:
        chains.setdefault(row.community, []).append(row)
    for community in sorted(chains):  # always in one order: two transactions never wait for each other in a circle
        _append(community, chains[community])


def _append(community: str, rows: list[_Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT total, head FROM audit_append(%s, %s::jsonb)", [community, json.dumps([row.body for row in rows])]
        )
        total, head = cursor.fetchone()
    for row in rows:
        row.is_written = True
    heads.append(heads.Kind.MEANT, community=community, count=total, hash_=head)

    def keep() -> None:
        heads.append(heads.Kind.KEPT, community=community, count=total, hash_=head)

    # Robust: what is committed must not be answered as failed; the line before the commit vouches for it.
    transaction.on_commit(keep, robust=True)


def text_digest(text: str) -> str:
    """Return a salted, keyed digest that can prove a text later, and says nothing once the text is erased."""
    salt = secrets.token_hex(_SALT_BYTES)
    return f"{salt}:{_keyed(salt, text)}"


def is_digest_of(text: str, digest: str) -> bool:
    """Return whether a digest of :func:`text_digest` was made of this text."""
    salt, _, keyed = digest.partition(":")
    return hmac.compare_digest(keyed, _keyed(salt, text))


def _keyed(salt: str, text: str) -> str:
    return hmac.digest(derived_key("audit.text"), f"{salt}\n{text}".encode(), sha256).hex()


def _codes(value: object) -> object:
    if isinstance(value, Mapping):
        return {_code(str(key)): _codes(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [_codes(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    if value is None or isinstance(value, bool | int):
        return value
    return _code(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _code(value: str) -> str:
    if _CODE.fullmatch(value) is None or _PERSONAL_NUMBER.fullmatch(value):
        raise NotACode("only ids, codes, dates and digests belong in the audit chain")
    return value
