from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect, within_scope

AUTHENTICATE, ADMINISTER = purpose_in("authenticate"), purpose_in("administer")
BY_NAME = f"{AUTHENTICATE} AND username = {setting('grant')}"
NAMED = f"{AUTHENTICATE} AND EXISTS (SELECT FROM accounts_account a WHERE a.id = account_id AND a.username = {setting('grant')})"
OWN_ACCOUNT = f"id::text = {setting('reader')}"
OWN = f"account_id::text = {setting('reader')}"

ACCOUNT = (
    policy("accounts_account", "logging_in", "SELECT", using=BY_NAME),
    policy("accounts_account", "own", "SELECT", using=OWN_ACCOUNT),
    policy("accounts_account", "own_change", "UPDATE", using=OWN_ACCOUNT),
    policy("accounts_account", "administer", "SELECT", using=ADMINISTER),
    policy("accounts_account", "administer_add", "INSERT", check=ADMINISTER),
    policy("accounts_account", "administer_change", "UPDATE", using=ADMINISTER),
    # Colleagues, jobs and auditors read names: time lines and the chain say who did something.
    policy("accounts_account", "names", "SELECT", using=purpose_in("handle", "assist", "serve", "audit")),
)
CREDENTIAL = (
    policy("accounts_credential", "logging_in", "SELECT", using=NAMED),
    policy("accounts_credential", "logging_in_counts", "UPDATE", using=NAMED),
    policy("accounts_credential", "own", "SELECT", using=OWN),
    policy("accounts_credential", "own_change", "UPDATE", using=OWN),
    policy("accounts_credential", "administer", "SELECT", using=ADMINISTER),
    policy("accounts_credential", "administer_add", "INSERT", check=ADMINISTER),
    policy("accounts_credential", "administer_change", "UPDATE", using=ADMINISTER),
)
WITHIN, SAME_UNIT = within_scope("scope"), f"unit_id::text = {setting('unit')}"
ASSIGNMENT = (
    policy("accounts_assignment", "own", "SELECT", using=OWN),
    # An administrator sees all roles of an account, else a wider role elsewhere would be overlooked; gives only within.
    policy("accounts_assignment", "administer", "SELECT", using=ADMINISTER),
    policy("accounts_assignment", "administer_add", "INSERT", check=f"{ADMINISTER} AND {WITHIN}"),
    policy("accounts_assignment", "administer_change", "UPDATE", using=f"{ADMINISTER} AND {WITHIN}"),
    policy("accounts_assignment", "colleagues", "SELECT", using=f"{purpose_in('handle', 'serve')} AND {WITHIN}"),
    policy("accounts_assignment", "unit", "SELECT", using=f"{purpose_in('handle', 'assist')} AND {SAME_UNIT}"),
)
SESSION = (
    policy("accounts_session", "by_key", "SELECT", using=f"{AUTHENTICATE} AND key_digest = {setting('grant')}"),
    policy("accounts_session", "own", "ALL", using=OWN, check=OWN),
    policy("accounts_session", "administer", "SELECT", using=ADMINISTER),
    policy("accounts_session", "administer_end", "DELETE", using=ADMINISTER),
    policy("accounts_session", "sweep_sees", "SELECT", using=f"{purpose_in('serve')} AND expires_at < now()"),
    policy("accounts_session", "sweep", "DELETE", using=f"{purpose_in('serve')} AND expires_at < now()"),
)


def _protected(table: str, policies: tuple[str, ...]) -> migrations.RunSQL:
    return migrations.RunSQL(protect(table, policies), unprotect(table))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        _protected("accounts_account", ACCOUNT),
        _protected("accounts_credential", CREDENTIAL),
        _protected("accounts_assignment", ASSIGNMENT),
        _protected("accounts_session", SESSION),
    ]
