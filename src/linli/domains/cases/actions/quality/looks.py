"""Asks for a second look, and decides one as the second person; an objection of the reporter is one too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.actions.quality.beside import reason_of, take_as, words_of, write_beside
from linli.domains.cases.actions.reporter import open_with_key
from linli.domains.cases.actions.take_step import StepRefused
from linli.domains.cases.contracts import StepDone
from linli.domains.cases.models import SecondLook
from linli.domains.cases.models.quality import LookKind, LookState
from linli.domains.cases.policies import procedure_roles
from linli.domains.cases.queries.quality.looks import (
    ASKED,
    MARKS,
    decides,
    earlier_there,
    is_in_force,
    look_of,
    may_object,
)
from linli.domains.cases.queries.snapshot import Loaded, NoSuchCase, load
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.context import current_reader
from linli.foundation.scope.reader import Purpose
from linli.foundation.workflow.procedure import Audience

ANSWERS = ("yes", "no", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the second person found: ``version`` is the matter's version that the page showed."""

    look_id: UUID
    version: int
    is_upheld: bool
    reason: str = ""


@transaction.atomic
def ask_look(case_id: UUID, kind: str, *, version: int, reason: str, at: datetime | None = None) -> None:
    """Ask a second person to leave a matter out of the rates, or to mark the report as repeated or abusive.

    A mark is on this one report, never on a person. Raises :class:`NoSuchCase`, :class:`StalePage` and
    :class:`StepRefused`.
    """
    now, loaded = at or timezone.now(), load(case_id)
    _require_dispatcher(loaded)
    if kind not in ASKED:
        raise StepRefused(_("Please choose what is to be looked at."))
    text = reason_of(reason)
    standing = SecondLook.objects.filter(case=case_id, kind=kind)
    if any(look.state == LookState.OPEN or is_in_force(look, at=now) for look in standing):
        raise StepRefused(_("That is asked already, or holds already. Nothing was changed."))
    write_beside(loaded, since=version, action=f"{kind}_asked", text=text, at=now)
    SecondLook.objects.create(
        case=loaded.case, community=loaded.case.community, kind=kind, round=loaded.case.reopened_count,
        asked_by=current_reader().account_id, asked_at=now,
    )  # fmt: skip


@transaction.atomic
def decide_look(decision: Decision, *, at: datetime | None = None) -> UUID:
    """Decide an open second look as somebody else than who asked; returns the matter's id.

    A re-check that failed begins the matter again through its procedure; a mark holds for the days of the rule; an
    objection that is upheld takes the marks away. Raises :class:`NoSuchCase`, :class:`StalePage`, :class:`StepRefused`.
    """
    now, look = at or timezone.now(), look_of(decision.look_id)
    if look is None:
        raise NoSuchCase
    loaded, reader = load(look.case_id), current_reader()
    looks = list(SecondLook.objects.filter(case=look.case_id))
    if not decides(reader, look, loaded=loaded, looks=looks):
        raise StepRefused(_("This waits for somebody else, or was decided already. Nothing was changed."))
    if look.kind == LookKind.RECHECK:
        _recheck(loaded, decision, at=now)
    else:
        said = f"{look.kind}_{'upheld' if decision.is_upheld else 'turned_down'}"
        is_told = look.kind == LookKind.APPEAL or (look.kind in MARKS and decision.is_upheld)
        audience = Audience.PUBLIC if is_told else Audience.INTERNAL
        write_beside(
            loaded, since=decision.version, action=said, text=reason_of(decision.reason), audience=audience, at=now
        )
    _settle(look, decision, at=now, days=_mark_days(loaded, at=now) if look.kind in MARKS else 0)
    if look.kind == LookKind.APPEAL and decision.is_upheld:
        marks = [one.id for one in looks if one.kind in MARKS and one.state == LookState.UPHELD]
        SecondLook.objects.filter(pk__in=marks).update(state=LookState.LIFTED)
    return look.case_id


def _recheck(loaded: Loaded, decision: Decision, *, at: datetime) -> None:
    action = "recheck_pass" if decision.is_upheld else "recheck_fail"
    form = {"text": decision.reason} if decision.is_upheld else {"reason": decision.reason}
    take_as(loaded, since=decision.version, action=action, role="rechecker", form=form, at=at)


def _settle(look: SecondLook, decision: Decision, *, at: datetime, days: int) -> None:
    changed = SecondLook.objects.filter(pk=look.pk, state=LookState.OPEN).update(
        state=LookState.UPHELD if decision.is_upheld else LookState.TURNED_DOWN,
        decided_by=current_reader().account_id,
        decided_at=at,
        until_at=at + timedelta(days=days) if days and decision.is_upheld else None,
    )
    if not changed:
        raise StepRefused(_("This waits for somebody else, or was decided already. Nothing was changed."))


def _mark_days(loaded: Loaded, *, at: datetime) -> int:
    return rulepacks.quality(scope=loaded.case.community, on=timezone.localdate(at)).mark_days


@transaction.atomic
def object_to_mark(code: str, key: str, *, words: str, at: datetime | None = None) -> StepDone:
    """Object to a mark on one's own report, once a mark; the street decides. Raises NoSuchCase and StepRefused."""
    now, loaded = at or timezone.now(), open_with_key(code, key)
    looks = list(SecondLook.objects.filter(case=loaded.case.id))
    marks = [look for look in looks if look.kind in MARKS and is_in_force(look, at=now)]
    if not marks:
        raise StepRefused(_("There is no mark on this report now."))
    if not may_object(looks, at=now):
        raise StepRefused(_("You have objected already; the street decides on it."))
    write_beside(
        loaded, since=loaded.snapshot.version, action="appeal_asked", text=reason_of(words), audience=Audience.STREET,
        at=now,
    )  # fmt: skip
    SecondLook.objects.create(
        case=loaded.case, community=loaded.case.community, kind=LookKind.APPEAL, round=loaded.case.reopened_count,
        asked_at=now,
    )  # fmt: skip
    case = loaded.case
    return StepDone(case_id=case.id, action="appeal_asked", state=case.state, version=case.version)


@transaction.atomic
def compare(
    case_id: UUID, earlier_id: UUID, *, version: int, is_same: bool, reason: str, at: datetime | None = None
) -> None:
    """Say whether a matter is the same as an earlier closed one: if it is, the earlier is done again as its parent.

    A person decides. Raises :class:`NoSuchCase`, :class:`StalePage` and :class:`StepRefused`.
    """
    now, loaded, text = at or timezone.now(), load(case_id), reason_of(reason)
    _require_dispatcher(loaded)
    if earlier_id not in {one.id for one in earlier_there(loaded, at=now)}:
        raise StepRefused(_("The earlier matter is open again, or was compared already. Nothing was changed."))
    earlier = load(earlier_id)
    if is_same:
        since = earlier.snapshot.version
        take_as(earlier, since=since, action="reopen_same", role="supervisor", form={"reason": text}, at=now)
        loaded.case.parent_id = earlier_id
    write_beside(
        loaded,
        since=version,
        action="same_upheld" if is_same else "same_turned_down",
        text=text,
        data={"other": str(earlier_id)},
        besides=("parent_id",),
        at=now,
    )
    SecondLook.objects.create(
        case=loaded.case, community=loaded.case.community, kind=LookKind.SAME, round=loaded.case.reopened_count,
        state=LookState.UPHELD if is_same else LookState.TURNED_DOWN, other_id=earlier_id, asked_at=now,
        decided_by=current_reader().account_id, decided_at=now,
    )  # fmt: skip


def call_back(
    case_id: UUID, *, version: int, reached: str, solved: str = "", words: str = "", at: datetime | None = None
) -> None:
    """Write down that the reporter of a closed matter was called back: ``reached`` yes or no, ``solved`` if said.

    Raises :class:`NoSuchCase`, :class:`StalePage` and :class:`StepRefused`.
    """
    now, loaded = at or timezone.now(), load(case_id)
    _require_dispatcher(loaded)
    if loaded.case.closed_at is None:
        raise StepRefused(_("This matter is not closed, so there is nothing to call back about yet."))
    if reached not in ANSWERS[:2] or solved not in ANSWERS:
        raise StepRefused(_("Please say whether the reporter was reached."))
    data = {"reached": reached, "solved": solved if reached == "yes" else ""}
    write_beside(loaded, since=version, action="called_back", text=words_of(words), data=data, at=now)


def _require_dispatcher(loaded: Loaded) -> None:
    reader = current_reader()
    if reader.purpose is not Purpose.HANDLE or "dispatcher" not in procedure_roles(reader, snapshot=loaded.snapshot):
        raise StepRefused(_("The service station and the street do this."))
