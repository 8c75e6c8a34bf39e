"""Who sees a kept filter: its owner, and where it is shared the people of that place or unit; changed by its owner."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect

FILTER, HABIT = "lists_keptfilter", "lists_listhabit"
STAFF = purpose_in("handle", "assist")
HERE = f"left({setting('territory')}, 12)"
OWN = f"{STAFF} AND account::text = {setting('reader')}"
OWN_HERE = f"{OWN} AND place = {HERE}"
OWN_UNIT = f"(audience <> 'unit' OR unit = {setting('unit')}::uuid)"
SHARED_HERE = f"{purpose_in('handle')} AND audience = 'place' AND removed_at IS NULL AND place = {HERE}"
SHARED_IN_UNIT = f"{STAFF} AND audience = 'unit' AND removed_at IS NULL AND unit = {setting('unit')}::uuid"
CLOSED = "NOT EXISTS (SELECT FROM accounts_account a WHERE a.id = account AND a.is_active)"
SWEPT = f"{purpose_in('serve')} AND (removed_at < now() - interval '1 day' OR {CLOSED})"
SWEPT_HABIT = f"{purpose_in('serve')} AND {CLOSED}"

POLICIES = {
    FILTER: (
        policy(FILTER, "own", "SELECT", using=OWN),
        policy(FILTER, "shared_here", "SELECT", using=SHARED_HERE),
        policy(FILTER, "shared_in_unit", "SELECT", using=SHARED_IN_UNIT),
        policy(FILTER, "keeps", "INSERT", check=f"{OWN_HERE} AND {OWN_UNIT}"),
        policy(FILTER, "changes", "UPDATE", using=OWN, check=f"{OWN_HERE} AND {OWN_UNIT}"),
        policy(FILTER, "sweep_sees", "SELECT", using=SWEPT),
        policy(FILTER, "sweep", "DELETE", using=SWEPT),
    ),
    HABIT: (
        policy(HABIT, "own", "SELECT", using=OWN),
        policy(HABIT, "keeps", "INSERT", check=OWN_HERE),
        policy(HABIT, "changes", "UPDATE", using=OWN, check=OWN_HERE),
        policy(HABIT, "sweep_sees", "SELECT", using=SWEPT_HABIT),
        policy(HABIT, "sweep", "DELETE", using=SWEPT_HABIT),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial"), ("accounts", "0002_row_security")]
    operations = [migrations.RunSQL(protect(table, policies), unprotect(table)) for table, policies in POLICIES.items()]
