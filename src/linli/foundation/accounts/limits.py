"""The numbers of logging in, with their basis: how often, how long, how idle."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInLimits:
    """When an account pauses and when a session ends.

    GB/T 22239-2019 asks for a limit on failed log-ins, for ending sessions and for idle log-out, and leaves the numbers
    to the site; assessors expect a pause of 10 to 30 minutes after five failures and 10 to 30 idle minutes.
    """

    failures_before_pause: int = 5
    pause: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)
    half_way: timedelta = timedelta(minutes=10)  # between the password and the last step of logging in
    note_seen_every: timedelta = timedelta(minutes=1)
    misses_of_an_address: int = 60  # an office shares one; each try costs a hash, so guessing at many names must end
    misses_window: timedelta = timedelta(minutes=10)
    basis: str = "GB/T 22239-2019 8.1.4.1"
    since_on: date = date(2019, 12, 1)


LIMITS = LogInLimits()
