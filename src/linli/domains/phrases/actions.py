"""Changes of text templates: write a version, take a template away, begin with the usual ones."""

import json
from importlib.resources import files
from typing import TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.phrases.contracts import PhraseDraft, PhraseLine
from linli.domains.phrases.models import Phrase
from linli.domains.phrases.queries import phrases_of, versions_of
from linli.domains.phrases.rules import MOST, PhraseRefused, checked, checked_name
from linli.foundation.audit import log
from linli.foundation.scope.context import current_reader


class UsualPhrase(TypedDict):
    """One line of the pack."""

    action: str
    kind: str
    name: str
    text: str


def write_phrase(community: str, draft: PhraseDraft) -> None:
    """Write a new template, or the next version of one that is there.

    Raises :class:`PhraseRefused`, also where somebody wrote another version since the page was made.
    """
    name, text = checked_name(draft.name), checked(draft.text)
    standing = _standing(community, draft)
    if standing is None and len(phrases_of(community)) >= MOST:
        raise PhraseRefused(_("There are %(most)d templates already; please take one away first.") % {"most": MOST})
    _add(
        community,
        Phrase(
            line=draft.line, version=draft.version + 1, action=draft.action, kind=draft.kind, state=draft.state,
            name=name, text=text,
        ),
        deed="phrase.written",
    )  # fmt: skip


def retire_phrase(community: str, line: UUID, *, version: int) -> None:
    """Take a template away: a last version says so, and the words of before stay readable.

    Raises :class:`PhraseRefused` where somebody wrote another version since the page was made.
    """
    found = _standing(community, PhraseDraft(line=line, version=version, action="", name="", text=""))
    if found is None:
        raise _faster()
    _add(
        community,
        Phrase(
            line=line, version=version + 1, action=found.action, kind=found.kind, state=found.state, name=found.name,
            text=found.text, is_retired=True,
        ),
        deed="phrase.retired",
    )  # fmt: skip


def seed_usual(community: str) -> int:
    """Give a community the usual templates whose names it does not have for that step; returns how many came in."""
    there = {(line.action, line.kind, line.name) for line in phrases_of(community)}
    pack = files("linli.domains.phrases").joinpath("packs/usual.json").read_text(encoding="utf-8")
    usual: list[UsualPhrase] = json.loads(pack)
    missing = [one for one in usual if (one["action"], one["kind"], one["name"]) not in there]
    for one in missing:
        write_phrase(community, PhraseDraft(**one))
    return len(missing)


def _standing(community: str, draft: PhraseDraft) -> PhraseLine | None:
    """Return the version that holds, none for a template that is new. Raises :class:`PhraseRefused` if it moved."""
    versions = versions_of(draft.line, community=community)
    if (versions[0].version if versions else 0) != draft.version or (versions and versions[0].is_retired):
        raise _faster()
    return versions[0] if versions else None


def _add(community: str, row: Phrase, *, deed: str) -> None:
    row.community, row.written_by, row.written_at = community, current_reader().id, timezone.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _faster() from None
    log.record(deed, community=community, subject_type="phrase", subject_id=row.line, data={"version": row.version})


def _faster() -> PhraseRefused:
    return PhraseRefused(_("Somebody changed this template meanwhile. Your words are still here; please look first."))
