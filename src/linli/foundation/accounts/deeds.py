"""What this room writes into the chain, and how each deed is called."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.foundation.audit import log
from linli.foundation.scope.reader import Reader

_COMMUNITY_DIGITS = 12

DEEDS: Final = {
    "account.created": _("Account created"),
    "account.deactivated": _("Account deactivated"),
    "account.activated": _("Account activated again"),
    "account.logged_in": _("Logged in"),
    "account.logged_out": _("Logged out"),
    "account.log_in_failed": _("Log-in failed"),
    "account.paused": _("Account paused after failed log-ins"),
    "account.standing_changed": _("Standing changed"),
    "account.password_changed": _("Password changed"),
    "account.password_reset": _("Password reset"),
    "account.sessions_ended": _("Logged out everywhere else"),
    "account.totp_set_up": _("Second factor set up"),
    "account.totp_reset": _("Second factor reset"),
    "role.granted": _("Role granted"),
    "role.ended": _("Role ended"),
    "audit.checked": _("Chains checked"),
}


def note(
    deed: str,
    *,
    account: UUID | str,
    scope: str = "",
    actor: Reader | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """Record a deed on an account, in the chain of the place it concerns (a grid's in its community's)."""
    assert deed in DEEDS
    log.record(
        deed,
        community=scope[:_COMMUNITY_DIGITS],
        subject_type="account",
        subject_id=account,
        data=data or {},
        actor=actor,
    )
