"""Changes what a person logs in with: passwords and the second factor."""

import secrets
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.models import Account, Credential
from linli.foundation.accounts.policies import require_reach, require_role, require_somebody_else
from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.session import end_sessions
from linli.foundation.scope.reader import Reader

# No 0 and o, 1 and l and i: a one-time password is read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LETTERS = 3, 4


class WeakPassword(ValueError):
    """Raised for a password that can be guessed; ``reasons`` are codes with a sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def one_time_password() -> str:
    """Return a password for one log-in, about 59 bits, in groups that can be read aloud."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)


def reset_password(*, account_id: UUID, actor: Reader) -> str:
    """Return a new one-time password for somebody; their sessions end, and a pause after failed log-ins too."""
    require_role(actor, Role.SYSTEM_ADMIN)
    credential = _for_update(account_id, actor)
    fresh = one_time_password()
    credential.set_password(fresh)
    credential.must_change_password, credential.password_set_at = True, timezone.now()
    credential.failures, credential.locked_until = 0, None
    credential.save()
    end_sessions(account_id)
    note("account.password_reset", account=account_id, scope=actor.territory, actor=actor)
    return fresh


def reset_totp(*, account_id: UUID, actor: Reader) -> None:
    """Take a lost second factor out; with the next log-in a new one is set up.

    The security administrator does it, the system administrator resets passwords: neither can take an account over
    alone.
    """
    require_role(actor, Role.SECURITY_ADMIN)
    credential = _for_update(account_id, actor)
    credential.totp_sealed, credential.totp_confirmed_at, credential.totp_last_step = None, None, 0
    credential.save(update_fields=["totp_sealed", "totp_confirmed_at", "totp_last_step"])
    end_sessions(account_id)
    note("account.totp_reset", account=account_id, scope=actor.territory, actor=actor)


def change_password(*, account: Account, password: str, keep_session: str = "") -> None:
    """Set a person's own new password; all sessions but ``keep_session`` (a digest) end. Raises WeakPassword."""
    credential = Credential.objects.select_for_update().get(pk=account.pk)
    weak = weaknesses(password, username=account.username)
    if credential.check_password(password):
        weak.append("password_same")
    if weak:
        raise WeakPassword(weak)
    credential.set_password(password)
    credential.must_change_password, credential.password_set_at = False, timezone.now()
    credential.save(update_fields=["password", "must_change_password", "password_set_at"])
    end_sessions(account.pk, keep=keep_session)
    note("account.password_changed", account=account.pk)


def weaknesses(password: str, *, username: str) -> list[str]:
    """Return why a password can be guessed, as codes: the site's validators and the person's own user name."""
    found = []
    try:
        validate_password(password)
    except ValidationError as error:
        found = [str(problem.code) for problem in error.error_list]
    if username in password.lower():
        found.append("password_is_username")
    return found


def _for_update(account_id: UUID, actor: Reader) -> Credential:
    require_somebody_else(actor, account_id)
    require_reach(actor, Account.objects.get(pk=account_id))
    return Credential.objects.select_for_update().get(pk=account_id)
