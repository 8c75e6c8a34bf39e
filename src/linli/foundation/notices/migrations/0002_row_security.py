"""Who sees messages: the unit or person told, the staff of the place; administrators see what went wrong."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect, within_scope

TABLE = "notices_message"
PLACE = within_scope("community")
OWN_UNIT = f"{purpose_in('handle', 'assist')} AND unit = {setting('unit')}::uuid"
OWN_NAME = f"account::text = {setting('reader')}"
STAFF = f"{purpose_in('handle')} AND {PLACE}"
TROUBLE = f"{purpose_in('administer')} AND {PLACE} AND channel <> 'inbox' AND state IN ('failed', 'unknown')"
JOB = f"{purpose_in('serve')} AND {PLACE}"

POLICIES = (
    policy(TABLE, "unit_sees", "SELECT", using=OWN_UNIT),
    policy(TABLE, "person_sees", "SELECT", using=OWN_NAME),
    policy(TABLE, "staff_see", "SELECT", using=STAFF),
    policy(TABLE, "administrator_sees_trouble", "SELECT", using=TROUBLE),
    policy(TABLE, "staff_tell", "INSERT", check=STAFF),
    policy(TABLE, "unit_puts_away", "UPDATE", using=OWN_UNIT, check=OWN_UNIT),
    policy(TABLE, "person_puts_away", "UPDATE", using=OWN_NAME, check=OWN_NAME),
    policy(TABLE, "staff_withdraw", "UPDATE", using=STAFF, check=STAFF),
    policy(TABLE, "job_sends", "ALL", using=JOB, check=JOB),
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(protect(TABLE, POLICIES), unprotect(TABLE))]
