"""Tells people what happened to a matter: handlers of this room's own events, run as a job of the community.

Nobody is told of a sealed matter but the street, and no message says more than code, state and moment.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone, translation

from linli.domains.cases.actions.group_ratings import group_ratings
from linli.domains.cases.actions.merging import followers_of
from linli.domains.cases.actions.photos import keep_photos_in_step
from linli.domains.cases.actions.take_step import take_step
from linli.domains.cases.contracts import StepOrder
from linli.domains.cases.events import CaseMoved, CaseOpened, CaseRated
from linli.domains.cases.models import Case, Contact, Party, TimeRequest
from linli.domains.cases.queries.requests import reason_words
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.queries.words import state_of
from linli.foundation.accounts import queries as accounts
from linli.foundation.accounts.roles import Role
from linli.foundation.events.outbox import Announced
from linli.foundation.notices import send
from linli.foundation.notices.models import Channel
from linli.foundation.notices.send import Notice
from linli.foundation.notices.words import Kind
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import standing_as
from linli.foundation.scope.reader import job_reader
from linli.foundation.workflow.words import say

REPORTER_LANGUAGE = "zh-hans"
ASKED_UNITS = "asked"
WAITS_FOR_CLERK = frozenset({"received", "accepted"})

UNIT_KINDS: dict[str, Kind] = {
    "dispatch_taken_back": Kind.DISPATCH_TAKEN_BACK,
    "rerouted_away": Kind.DISPATCH_TAKEN_BACK,
    "refusal_upheld": Kind.ARBITRATION_DECIDED,
    "refusal_rejected": Kind.ARBITRATION_DECIDED,
    "verification_failed": Kind.NOT_VERIFIED,
    "closed": Kind.CASE_CLOSED,
    "reopened": Kind.CASE_REOPENED,
    "supplemented": Kind.CASE_SUPPLEMENTED,
    "assistant_left": Kind.CASE_GIVEN_BACK,
    "time_granted": Kind.TIME_GRANTED,
    "time_refused": Kind.TIME_REFUSED,
    "pause_over": Kind.PAUSE_OVER,
    "replied": Kind.CASE_REPLIED,
    "explain_delay": Kind.EXPLAIN_DELAY,
}
"""What units are told, by the procedure's message."""

ROLE_KINDS: dict[str, Kind] = {
    "to_verify": Kind.TO_VERIFY,
    "to_arbitrate": Kind.CASE_REFUSED,
    "refused": Kind.CASE_REFUSED,
    "reopened": Kind.CASE_REOPENED,
    "to_review": Kind.CASE_REOPENED,
    "review_again": Kind.CASE_REOPENED,
    "supplemented": Kind.CASE_SUPPLEMENTED,
    "handed_back": Kind.CASE_GIVEN_BACK,
    "assistant_left": Kind.CASE_GIVEN_BACK,
    "low_rating": Kind.LOW_RATING,
    "time_asked": Kind.TIME_ASKED,
    "replied": Kind.CASE_REPLIED,
    "explain_delay": Kind.EXPLAIN_DELAY,
    "supervised": Kind.SUPERVISED,
    "supervision_answered": Kind.SUPERVISION_ANSWERED,
}
"""What people of the territory are told, by the procedure's message."""

REPORTER_KINDS: dict[str, Kind] = {
    "closed": Kind.REPORTER_CLOSED,
    "question": Kind.REPORTER_ASKED,
    "new_day": Kind.REPORTER_NEW_DAY,
}
"""What the reporter is told otherwise than by the matter's state, by the procedure's message."""

ROLE_OF: dict[str, Role] = {
    "dispatcher": Role.CLERK,
    "verifier": Role.VERIFIER,
    "duty_desk": Role.DUTY_DESK,
}


def hear_opened(announced: Announced[CaseOpened]) -> None:
    """Tell the duty desk of danger, the units of their part, the clerk of what waits, the street of what is sealed."""
    event = announced.event
    case = Case.objects.filter(pk=event.case).first()
    if case is None:
        return
    if event.is_danger:
        tell_role("duty_desk", case, notice_of(case, kind=Kind.URGENT_REPORT, event_id=announced.id))
    if event.is_sealed:
        tell_street(case, notice_of(case, kind=Kind.CASE_ARRIVED, event_id=announced.id))
    elif event.units:
        _tell_asked(case, units=map(UUID, event.units), event_id=announced.id)
    elif event.state in WAITS_FOR_CLERK:
        tell_role("dispatcher", case, notice_of(case, kind=Kind.CASE_ARRIVED, event_id=announced.id))
    _tell_reporter(case, kind=Kind.REPORTER_RECEIVED, event_id=announced.id)


def hear_moved(announced: Announced[CaseMoved]) -> None:
    """Tell those whom the step named; held messages go out when the seconds for undoing have passed."""
    event = announced.event
    case = Case.objects.filter(pk=event.case).first()
    if case is None:
        return
    if any(whom == ASKED_UNITS for whom, *_rest in event.tell):
        keep_photos_in_step(case)
    if state_of(case.procedure, case.procedure_version, event.state).is_final:
        _close_followers(case)
    if event.takes_back:
        send.withdraw(subject_id=case.id, kinds=(Kind.CASE_DISPATCHED, Kind.ASSIST_ASKED, Kind.REPORTER_STATE))
    for whom, message, hold, *units in event.tell:
        tell = _Tell(case=case, event_id=announced.id, message=message, hold_s=int(hold))
        tell.to(whom, units=[UUID(unit) for unit in units])


def hear_rated(announced: Announced[CaseRated]) -> None:
    """Gather a unit's ratings into groups once there are enough of them."""
    event = announced.event
    if event.unit:
        group_ratings(UUID(event.unit), community=event.community, at=timezone.now())


def _close_followers(case: Case) -> None:
    """Close what was handled together with a matter that is closed now; heard twice, it finds nothing left."""
    for follower in followers_of(case.id):
        version = load(follower).snapshot.version
        take_step(StepOrder(case_id=follower, action="close_with_main", version=version))


class _Tell:
    """One message of a step on its way to those it is for."""

    def __init__(self, *, case: Case, event_id: UUID, message: str, hold_s: int) -> None:
        self.case, self.event_id, self.message = case, event_id, message
        self.hold_until = timezone.now() + timedelta(seconds=hold_s) if hold_s else None

    def to(self, whom: str, *, units: list[UUID]) -> None:
        """Send the message to a role of the procedure or to the units named."""
        if whom == "reporter":
            kind = REPORTER_KINDS.get(self.message, Kind.REPORTER_STATE)
            _tell_reporter(self.case, kind=kind, event_id=self.event_id, hold_until=self.hold_until)
        elif whom == ASKED_UNITS:
            _tell_asked(self.case, units=units, event_id=self.event_id, hold_until=self.hold_until)
        elif units:
            self._by(UNIT_KINDS, lambda kind: send.tell_units(units, self._notice(kind)))
        elif whom == "street":
            self._by(ROLE_KINDS, lambda kind: tell_street(self.case, self._notice(kind)))
        elif whom == "district":
            self._by(ROLE_KINDS, lambda kind: tell_district(self.case, self._notice(kind)))
        else:
            self._by(ROLE_KINDS, lambda kind: tell_role(whom, self.case, self._notice(kind)))

    def _by(self, kinds: Mapping[str, Kind], tell: Callable[[Kind], None]) -> None:
        kind = kinds.get(self.message)
        if kind is not None:
            tell(kind)

    def _notice(self, kind: Kind) -> Notice:
        return notice_of(self.case, kind=kind, event_id=self.event_id)


def notice_of(
    case: Case, *, kind: Kind, event_id: UUID, due_at: datetime | None = None, hold_until: datetime | None = None
) -> Notice:
    """Return what is told of a matter: its code, its state, who speaks, and ``due_at`` or else its own next limit."""
    due = due_at or case.due_at or case.reply_due_at or timezone.now()
    with translation.override(REPORTER_LANGUAGE):
        state = say(state_of(case.procedure, case.procedure_version, case.state).public)
    return Notice(
        event_id=event_id,
        community=case.community,
        kind=kind,
        data={
            "code": case.code,
            "due_at": due.isoformat(),
            "unit": str(case.lead_unit_id or _some_unit(case)),
            "state": state,
        },
        subject_id=case.id,
        is_sealed=case.is_sealed,
        hold_until=hold_until,
    )


def _some_unit(case: Case) -> UUID:
    """Return the unit that speaks where nobody leads: the street's office."""
    return orgs.street_office_of(case.community).id


def _tell_asked(case: Case, *, units: Iterable[UUID], event_id: UUID, hold_until: datetime | None = None) -> None:
    """Tell units of their part, those that still have one: a dispatch may have been undone before this was heard."""
    standing = Party.objects.filter(case=case.id, unit__in=list(units), released_at__isnull=True)
    for unit in standing.values_list("unit_id", flat=True).order_by("asked_at", "id"):
        kind = Kind.CASE_DISPATCHED if unit == case.lead_unit_id else Kind.ASSIST_ASKED
        send.tell_unit(unit, notice_of(case, kind=kind, event_id=event_id, hold_until=hold_until))


def tell_role(role: str, case: Case, notice: Notice) -> None:
    """Tell the people of the community in a role, its clerks where nobody has it; of a sealed matter, the street."""
    if case.is_sealed:
        tell_street(case, notice)
        return
    people = accounts.people_in_role(ROLE_OF.get(role, Role.CLERK), scope=case.community)
    send.tell_accounts(people or accounts.people_in_role(Role.CLERK, scope=case.community), notice)


def tell_street(case: Case, notice: Notice) -> None:
    """Tell the street's office alone: what is brought before it is nobody's below to know."""
    send.tell_unit(orgs.street_office_of(case.community).id, replace(notice, is_sealed=True))


def tell_district(case: Case, notice: Notice) -> None:
    """Tell the officials who stand for the district above the street; where none is set up, the street."""
    with standing_as(job_reader(case.district)):
        people = accounts.people_in_role(Role.STREET_OFFICIAL, scope=case.district)
    if people:
        send.tell_accounts(people, notice)
    else:
        tell_street(case, notice)


def _tell_reporter(case: Case, *, kind: Kind, event_id: UUID, hold_until: datetime | None = None) -> None:
    """Send word to a reporter who left a phone number."""
    contact = Contact.objects.filter(pk=case.id).first()
    if contact is None or not contact.phone_sealed:
        return
    address = send.SealedAddress(blob=bytes(contact.phone_sealed), context=f"cases.contact.phone:{case.id}")
    due_at = case.reply_due_at if kind is Kind.REPORTER_NEW_DAY else None
    notice = notice_of(case, kind=kind, event_id=event_id, due_at=due_at, hold_until=hold_until)
    if kind is Kind.REPORTER_NEW_DAY:
        notice = replace(notice, data={**notice.data, "why": _why_moved(case)})
    send.tell_address(address, notice, channel=Channel.SMS_FILE)


def _why_moved(case: Case) -> str:
    """Return why the promised day moved last: the words of a closed list, which name nobody."""
    last = TimeRequest.objects.filter(case=case.id, state__in=["granted", "over"]).order_by("-decided_at").first()
    with translation.override(REPORTER_LANGUAGE):
        return reason_words(last.reason, procedure=case.procedure, community=case.community) if last else ""
