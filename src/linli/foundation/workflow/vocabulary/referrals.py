"""Guards and effects of tickets and petitions: the longer limit, the two reviews, and letting every unit go."""

from __future__ import annotations

from datetime import date, datetime

from linli.foundation.workflow.outcome import Refusal
from linli.foundation.workflow.vocabulary.draft import Draft
from linli.foundation.workflow.vocabulary.guards import last_reopen_day
from linli.foundation.workflow.vocabulary.registry import Question, effect, guard
from linli.kernel.worktime import SHANGHAI, Extension

REPLY_CLOCK, EXTENSION_LIMIT = "reply", "extension"
BASIS = "信访工作条例 (2022)"


def _refuse(name: str, code: str, **params: str) -> Refusal:
    return Refusal(guard=name, code=code, params=params, basis=BASIS)


def review_is_open(closed_at: datetime, *, at: datetime, days: int) -> date | None:
    """Return the last day for asking a review where it is over, none where it may still be asked (民法典 201)."""
    last = last_reopen_day(closed_at, days=days)
    return last if at.astimezone(SHANGHAI).date() > last else None


@guard(facts=("review",))
def within_review_days(question: Question) -> Refusal | None:
    """Require that the answer was given no longer ago than the days in which a review may be asked for."""
    days, closed_at = question.fact("review").numbers["days"], question.snapshot.closed_at
    if closed_at is None:
        return _refuse("within_review_days", "not_closed")
    over = review_is_open(closed_at, at=question.at, days=days)
    return _refuse("within_review_days", "review_days_over", day=over.isoformat(), days=str(days)) if over else None


@guard()
def first_review(question: Question) -> Refusal | None:
    """Require that no review was asked for yet: the first is 复查."""
    return _refuse("first_review", "reviewed_before") if question.snapshot.reopened_count else None


@guard()
def second_review(question: Question) -> Refusal | None:
    """Require that one review was made: the second, 复核, is the last."""
    count = question.snapshot.reopened_count
    if count == 1:
        return None
    return _refuse("second_review", "reviews_are_over" if count else "first_review_first")


@guard()
def reply_not_extended(question: Question) -> Refusal | None:
    """Require a running limit for the answer that was not lengthened yet."""
    clocks = [c for c in question.snapshot.running_clocks() if c.name == REPLY_CLOCK and c.party_id is None]
    if not clocks or clocks[0].extensions:
        return _refuse("reply_not_extended", "extended_before")
    return None


@effect(clocks=(REPLY_CLOCK, EXTENSION_LIMIT))
def extend_reply(question: Question, draft: Draft) -> None:
    """Lengthen the limit for the answer once, by what the rule pack allows; the step itself is the reason."""
    limit = draft.limits.limit_for(EXTENSION_LIMIT, kind=draft.kind, urgency=draft.urgency)
    more = Extension(limit=limit, reason=question.action.code)
    for clock in [c for c in draft.clocks.values() if c.is_running and c.party_id is None and c.name == REPLY_CLOCK]:
        draft.move(clock, extensions=(*clock.extensions, more))


@effect()
def release_all(question: Question, draft: Draft) -> None:
    """Let every unit go: nobody has a part any more, and no limit of a unit runs on."""
    del question
    draft.release_all()
