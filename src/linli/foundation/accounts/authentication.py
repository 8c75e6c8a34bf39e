"""Proves who somebody is: password and code, counted failures, and the pause after too many of them."""

from datetime import datetime

from django.contrib.auth import hashers
from django.utils import timezone

from linli.foundation.accounts.actions.people import plain_username
from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.limits import LIMITS
from linli.foundation.accounts.models import Account, Credential
from linli.foundation.accounts.totp import accepted_step
from linli.foundation.audit.log import text_digest
from linli.foundation.scope.context import narrow
from linli.foundation.scope.reader import Purpose
from linli.kernel.misses import Misses

LONGEST_PASSWORD = 128
misses = Misses(most=LIMITS.misses_of_an_address, window_s=LIMITS.misses_window.total_seconds())
"""Failed log-ins by network address: the pause of an account does not stop who tries other names."""


def prove_password(*, username: str, password: str) -> Account | None:
    """Return the account whose password this is, or none: unknown, wrong, paused or closed all look and cost alike.

    The row is locked while the password is checked, so guesses at the same time are counted one by one.
    """
    name = plain_username(username)
    narrow(purpose=Purpose.AUTHENTICATE, grant=name)
    account = Account.objects.filter(username=name).first()
    credential = Credential.objects.select_for_update().filter(account=account).first()
    if account is None or credential is None:
        hashers.make_password(password)  # the same work as for a known user name
        note("account.log_in_failed", account="unknown", data={"username": text_digest(name)})
        return None
    now = timezone.now()
    is_right = credential.check_password(password[:LONGEST_PASSWORD])
    if is_right and account.is_active and not credential.is_locked(now):
        return account
    _count_failure(credential, now)
    return None


def prove_code(*, account: Account, code: str) -> bool:
    """Return whether this is a fresh code of the account's second factor; a wrong one counts as a failed log-in."""
    now = timezone.now()
    credential = Credential.objects.select_for_update().get(pk=account.pk)
    if credential.is_locked(now):
        return False
    step = accepted_step(credential.totp_secret, code, now=now, last_step=credential.totp_last_step)
    if step is None:
        _count_failure(credential, now)
        return False
    credential.totp_last_step = step
    credential.save(update_fields=["totp_last_step"])
    return True


def prove_own_password(*, account: Account, password: str) -> bool:
    """Return whether somebody logged in knows the password; a wrong one counts as a failed log-in.

    Otherwise a browser left alone would be the place to find the password out.
    """
    now = timezone.now()
    credential = Credential.objects.select_for_update().get(pk=account.pk)
    if credential.is_locked(now):
        return False
    if credential.check_password(password[:LONGEST_PASSWORD]):
        return True
    _count_failure(credential, now)
    return False


def confirm_totp(*, account: Account, code: str) -> bool:
    """Confirm a new second factor with its first code; returns whether the code was right."""
    now = timezone.now()
    credential = Credential.objects.select_for_update().get(pk=account.pk)
    if credential.has_totp or not credential.totp_secret:
        return False
    step = accepted_step(credential.totp_secret, code, now=now, last_step=0)
    if step is None:
        return False
    credential.totp_confirmed_at, credential.totp_last_step = now, step
    credential.save(update_fields=["totp_confirmed_at", "totp_last_step"])
    note("account.totp_set_up", account=account.pk)
    return True


def is_paused(account: Account) -> bool:
    """Return whether the account pauses now (asked with the account's own eyes)."""
    return Credential.objects.get(pk=account.pk).is_locked(timezone.now())


def forgive(account: Account) -> None:
    """Forget failed log-ins after a complete one."""
    Credential.objects.filter(pk=account.pk, failures__gt=0).update(failures=0)


def _count_failure(credential: Credential, now: datetime) -> None:
    """Count one failure; the last one allowed begins a pause. While the account pauses nothing more is counted."""
    note("account.log_in_failed", account=credential.pk)
    if credential.is_locked(now):
        return
    credential.failures += 1
    if credential.failures >= LIMITS.failures_before_pause:
        credential.failures, credential.locked_until = 0, now + LIMITS.pause
        note("account.paused", account=credential.pk)
    credential.save(update_fields=["failures", "locked_until"])
