"""What changes accounts: each action checks who asks, applies the rule, writes, and leaves a row in the chain."""

from linli.foundation.accounts.actions.people import (
    AccountRef,
    BadAccount,
    activate_account,
    create_account,
    deactivate_account,
)
from linli.foundation.accounts.actions.roles import RoleRefused, end_role, grant_role
from linli.foundation.accounts.actions.secrets import (
    WeakPassword,
    change_password,
    one_time_password,
    reset_password,
    reset_totp,
)

__all__ = [
    "AccountRef",
    "BadAccount",
    "RoleRefused",
    "WeakPassword",
    "activate_account",
    "change_password",
    "create_account",
    "deactivate_account",
    "end_role",
    "grant_role",
    "one_time_password",
    "reset_password",
    "reset_totp",
]
