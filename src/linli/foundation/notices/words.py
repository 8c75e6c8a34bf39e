"""What each kind of message says: one short line and one sentence, with named places for codes, states and moments.

Mail and text messages leave the house, so they say no more than code, state and moment; who opens the matter sees the
rest there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from linli.foundation.orgs import queries as orgs

_PLACES = re.compile(r"%\((\w+)\)s")
_NO_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Kind(StrEnum):
    """The occasions on which somebody is told."""

    URGENT_REPORT = "urgent_report"
    CASE_DISPATCHED = "case_dispatched"
    ASSIST_ASKED = "assist_asked"
    DISPATCH_TAKEN_BACK = "dispatch_taken_back"
    CASE_REFUSED = "case_refused"
    ARBITRATION_DECIDED = "arbitration_decided"
    CASE_ANSWERED = "case_answered"
    TO_VERIFY = "to_verify"
    NOT_VERIFIED = "not_verified"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    CASE_REOPENED = "case_reopened"
    LOW_RATING = "low_rating"
    CASE_CLOSED = "case_closed"
    CASE_ARRIVED = "case_arrived"
    CASE_SUPPLEMENTED = "case_supplemented"
    CASE_REPLIED = "case_replied"
    CASE_GIVEN_BACK = "case_given_back"
    REPORTER_RECEIVED = "reporter_received"
    REPORTER_STATE = "reporter_state"
    REPORTER_CLOSED = "reporter_closed"
    REPORTER_NEW_DAY = "reporter_new_day"
    TIME_ASKED = "time_asked"
    TIME_GRANTED = "time_granted"
    TIME_REFUSED = "time_refused"
    PAUSE_OVER = "pause_over"
    REPORTER_ASKED = "reporter_asked"
    EXPLAIN_DELAY = "explain_delay"
    SUPERVISED = "supervised"
    SUPERVISION_ANSWERED = "supervision_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A kind's words; ``is_mailed``: a unit with a mail address is told there too."""

    title: Promise | str
    body: Promise | str
    is_mailed: bool = False

    @property
    def places(self) -> frozenset[str]:
        """Return the names of the values the words need."""
        return frozenset(_PLACES.findall(f"{self.title}{self.body}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message's words in one language."""

    title: str
    body: str

    @property
    def one_line(self) -> str:
        """Return what a text message says."""
        return f"{self.title} {self.body}".strip()


class MissingValue(ValueError):
    """Raised when a message is written without a value its words need."""


WORDS: dict[Kind, Words] = {
    Kind.URGENT_REPORT: Words(
        title=_("A report speaks of danger: %(code)s"),
        body=_("Open it now and call first. The report itself is already taken."),
        is_mailed=True,
    ),
    Kind.CASE_DISPATCHED: Words(
        title=_("A matter for you: %(code)s"),
        body=_("Please take it on, or send it back with a reason. It is due by %(due_at)s."),
        is_mailed=True,
    ),
    Kind.ASSIST_ASKED: Words(
        title=_("Your help is asked for: %(code)s"),
        body=_("%(unit)s leads. Your part is due by %(due_at)s."),
        is_mailed=True,
    ),
    Kind.DISPATCH_TAKEN_BACK: Words(
        title=_("You need not do %(code)s any more"),
        body=_("It was given to you and has been taken back. The reason stands in its time line."),
        is_mailed=True,
    ),
    Kind.CASE_REFUSED: Words(
        title=_("Please decide who does %(code)s"),
        body=_("%(unit)s sent it back with a reason."),
        is_mailed=True,
    ),
    Kind.ARBITRATION_DECIDED: Words(
        title=_("The street has decided on %(code)s"),
        body=_("%(unit)s leads. It is due by %(due_at)s."),
    ),
    Kind.CASE_ANSWERED: Words(
        title=_("%(unit)s has answered: %(code)s"),
        body=_("The answer stands in the time line."),
    ),
    Kind.TO_VERIFY: Words(
        title=_("Please check on site: %(code)s"),
        body=_("All units have signed off. Somebody who did not do the work checks it."),
    ),
    Kind.NOT_VERIFIED: Words(
        title=_("Not done yet: %(code)s"),
        body=_("The check on site found something open. It is due by %(due_at)s."),
        is_mailed=True,
    ),
    Kind.DUE_SOON: Words(
        title=_("Due soon: %(code)s"),
        body=_("It is due by %(due_at)s."),
    ),
    Kind.OVERDUE: Words(
        title=_("Overdue: %(code)s"),
        body=_("It was due by %(due_at)s. Please answer, or ask for more time with a reason."),
        is_mailed=True,
    ),
    Kind.CASE_REOPENED: Words(
        title=_("Opened again: %(code)s"),
        body=_("The resident is not content with the outcome. It is due by %(due_at)s."),
        is_mailed=True,
    ),
    Kind.LOW_RATING: Words(
        title=_("A resident was not content: %(code)s"),
        body=_("Please look at it and call back where a number was left."),
    ),
    Kind.CASE_CLOSED: Words(
        title=_("Closed: %(code)s"),
        body=_("Thank you for your part."),
    ),
    Kind.CASE_ARRIVED: Words(
        title=_("A report waits for you: %(code)s"),
        body=_("No unit was found by itself. Please accept it and give it to one by %(due_at)s."),
    ),
    Kind.CASE_SUPPLEMENTED: Words(
        title=_("The reporter added something: %(code)s"),
        body=_("What was added stands in the time line."),
    ),
    Kind.CASE_REPLIED: Words(
        title=_("The reporter replied: %(code)s"),
        body=_("The reply stands in the time line."),
    ),
    Kind.CASE_GIVEN_BACK: Words(
        title=_("%(unit)s gave %(code)s back"),
        body=_("The reason stands in the time line. Please see who goes on."),
        is_mailed=True,
    ),
    Kind.REPORTER_RECEIVED: Words(
        title=_("We have your report, %(code)s."),
        body=_("We will let you know by %(due_at)s."),
    ),
    Kind.REPORTER_STATE: Words(
        title=_("Your report %(code)s: %(state)s."),
        body="",
    ),
    Kind.REPORTER_ASKED: Words(
        title=_("There is a question about your report %(code)s."),
        body=_("Please open the link on your slip and answer there, or call the service station."),
    ),
    Kind.REPORTER_CLOSED: Words(
        title=_("Your report %(code)s is finished."),
        body=_("With the link on your slip you can say how it went, or have it opened again within seven days."),
    ),
    Kind.REPORTER_NEW_DAY: Words(
        title=_("Your report %(code)s takes longer: by %(due_at)s now."),
        body=_("Why: %(why)s."),
    ),
    Kind.TIME_ASKED: Words(
        title=_("A unit asks for time: %(code)s"),
        body=_("Please grant or refuse it. As it stands it is due by %(due_at)s."),
    ),
    Kind.TIME_GRANTED: Words(
        title=_("Granted, you have more time: %(code)s"),
        body=_("The new limit stands in the matter."),
    ),
    Kind.TIME_REFUSED: Words(
        title=_("Not granted: %(code)s"),
        body=_("The limit is as it was; the reason stands in the time line."),
        is_mailed=True,
    ),
    Kind.EXPLAIN_DELAY: Words(
        title=_("Supervised because it is late: %(code)s"),
        body=_("Please say why it is late and when it will be done."),
        is_mailed=True,
    ),
    Kind.SUPERVISED: Words(
        title=_("Late for some time: %(code)s"),
        body=_("Whoever is late was asked to explain. Please see that it goes on."),
        is_mailed=True,
    ),
    Kind.SUPERVISION_ANSWERED: Words(
        title=_("The delay was explained: %(code)s"),
        body=_("The explanation stands in the time line."),
    ),
    Kind.PAUSE_OVER: Words(
        title=_("Your time runs again: %(code)s"),
        body=_("The pause is over. The limit stands in the matter."),
    ),
}


def check(kind: Kind, data: Mapping[str, str]) -> None:
    """Raise :class:`MissingValue` when the words of this kind need a value that is not there."""
    missing = WORDS[kind].places - set(data)
    if missing:
        raise MissingValue(f"{kind} needs {', '.join(sorted(missing))}")


def render(kind: str, data: Mapping[str, Any], *, language: str) -> Rendered:
    """Return a message's words; ``code`` is grouped for reading, ``due_at`` (ISO) local, ``unit`` (an id) named.

    No value can break a line, so that none can forge a mail's header.
    """
    words = WORDS[Kind(kind)]
    with override(language):
        values = {place: _NO_CONTROL.sub(" ", _shown(place, str(data[place]))) for place in words.places}
        return Rendered(title=str(words.title) % values, body=str(words.body) % values)


def _shown(place: str, value: str) -> str:
    if place == "due_at":
        moment = timezone.localtime(datetime.fromisoformat(value))
        # Translators: Django's date format of a deadline in a message.
        return format_date(moment, pgettext("date format", "j F, H:i"))
    if place == "unit":
        return orgs.unit_name(UUID(value)) or gettext("A unit")
    return f"{value[:4]} {value[4:8]} {value[8:]}" if place == "code" else value
