"""Hands a mail to the site's mail server and says honestly what is known about it afterwards."""

import contextlib
import smtplib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from linli.foundation.notices.models import State

_TEMPORARY = range(400, 500)  # RFC 5321, 4.2.1: 4yz is "try again", 5yz is "no"
_TIMEOUT_S = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message: sent, waiting (try again), failed (refused) or unknown; ``problem`` in a few words."""

    state: State
    problem: str = ""


def send(message_id: UUID, *, to: str, subject: str, body: str) -> Outcome:
    """Send one mail and return what is known; only errors of the programme itself are raised.

    Until the connection stands nothing has been sent. An answer of the server is believed. When the line breaks in
    between, the mail may have arrived. The message's id is the mail's, for servers that drop doubles.
    """
    connection = get_connection(timeout=_TIMEOUT_S)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(state=State.WAITING, problem=_words(error))
    letter = EmailMessage(
        subject, body, to=[to], connection=connection, headers={"Message-ID": f"<{message_id}@{_domain()}>"}
    )
    try:
        sent = connection.send_messages([letter])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        return Outcome(state=State.WAITING if _code(error) in _TEMPORARY else State.FAILED, problem=_words(error))
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(state=State.UNKNOWN, problem=_words(error))
    finally:
        _close(connection)
    return Outcome(state=State.SENT) if sent else Outcome(state=State.FAILED, problem="not accepted")


def is_configured() -> bool:
    """Return whether this site has a mail server (any backend but SMTP needs none)."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((int(code) for code, _ in error.recipients.values()), 0)
    return int(getattr(error, "smtp_code", 0))


def _words(error: Exception) -> str:
    """Return the kind of error and the server's code, never its text: that quotes the address."""
    code = _code(error) if isinstance(error, smtplib.SMTPException) else 0
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"


def _close(connection: BaseEmailBackend) -> None:
    """Hang up; the mail's fate is known by then, whatever the line does."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        connection.close()
