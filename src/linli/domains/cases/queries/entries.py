"""The time line as pages show it: what happened in words, with its photos, as far as the reader may see."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.domains.cases.contracts import EntryLine, PhotoLine
from linli.domains.cases.models import Entry, EntryText
from linli.domains.cases.queries.quality.words import LOOK_WORDS
from linli.domains.cases.queries.requests import entry_values
from linli.domains.cases.queries.supervision import entry_values as supervision_values
from linli.domains.cases.queries.words import kind_words
from linli.foundation.files import store as files
from linli.foundation.orgs import queries as orgs
from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.step import BEGIN, CORRECT_PLACE
from linli.foundation.workflow.words import say


def entries_of(case_id: UUID, *, since: int = 0) -> QuerySet[Entry]:
    """Return a matter's entries after a number that the reader may see, with their words, in their order."""
    return Entry.objects.filter(case=case_id, number__gt=since).select_related("wording").order_by("number")


def taken_before(versions: Mapping[UUID, int], *, action: str, lead: str, actor: str) -> frozenset[UUID]:
    """Return those matters in which this person's next entry after the version shown is this very step (one statement).

    A form sent twice is recognised by it: the second time finds its own first. ``lead`` is the unit asked to lead,
    empty for a step that asks nobody.
    """
    rows = Entry.objects.filter(case__in=list(versions), action=action, actor=actor).only("case", "number", "data")
    return frozenset(
        row.case_id for row in rows if row.number == versions[row.case_id] + 1 and (not lead or lead in _leads(row))
    )


def _leads(entry: Entry) -> set[str]:
    return {str(one["unit"]) for one in entry.data.get("parties", ()) if one["role"] == "lead" and not _ended(one)}


def _ended(party: Mapping[str, str]) -> bool:
    return "released_at" in party


def entry_lines(entries: list[Entry], *, community: str, procedure: ProcedureBody) -> tuple[EntryLine, ...]:
    """Return entries read with their words as lines with their photos (one statement for all of them)."""
    if not entries:
        return ()
    photos = files.photos_within(entries[0].case_id)
    return tuple(
        EntryLine(
            number=entry.number,
            at=entry.at,
            headline=headline(entry, community=community, procedure=procedure),
            text=_text(entry),
            audience=entry.audience,
            actor=orgs.unit_name(entry.actor_unit) if entry.actor_unit else "",
            action=entry.action,
            photos=tuple(PhotoLine(id=p.id, width=p.width, height=p.height) for p in photos.get(entry.id, ())),
        )
        for entry in entries
    )


def _text(entry: Entry) -> str:
    wording: EntryText | None = getattr(entry, "wording", None)
    return wording.text if wording else ""


def headline(entry: Entry, *, community: str, procedure: ProcedureBody) -> str:
    """Return what happened in one line: the procedure's own sentence with the names of units and kinds filled in."""
    values = _names(entry, procedure=procedure.code, community=community)
    if entry.action == BEGIN:
        return say(procedure.begun, values=values)
    if entry.action == CORRECT_PLACE:
        return _("The place was corrected")
    if entry.action in LOOK_WORDS:
        return str(LOOK_WORDS[entry.action])
    try:
        action = procedure.action(entry.action)
    except KeyError:
        return entry.action
    return say(action.told or action.words, values=values)


def _names(entry: Entry, *, procedure: str, community: str) -> Mapping[str, str]:
    parties: Iterable[Mapping[str, str]] = entry.data.get("parties", ())
    asked: dict[str, list[str]] = {"lead": [], "assist": []}
    for party in parties:
        if "released_at" not in party:
            asked.setdefault(party["role"], []).append(orgs.unit_name(UUID(party["unit"])))
    separator = _(", ")
    return {
        "unit": orgs.unit_name(entry.actor_unit) if entry.actor_unit else _("The service station"),
        "lead": separator.join(asked["lead"]),
        "assist": separator.join(asked["assist"]),
        "kind": kind_words(community, entry.data.get("kind") or entry.data.get("case", {}).get("kind", "")),
        **entry_values(entry.data, procedure=procedure, community=community),
        **supervision_values(entry.data),
    }
