"""Who sees and adds pictures: copies of the subject's own conditions."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect, within_scope

TABLE = "files_attachment"
PLACE = within_scope("coalesce(nullif(grid, ''), community)")
STREET_IF_SEALED = f"(NOT is_sealed OR length({setting('territory')}) <= 9)"
STAFF = f"{purpose_in('handle')} AND {PLACE} AND {STREET_IF_SEALED}"
PARTY = f"{purpose_in('assist')} AND {setting('unit')}::uuid = ANY(units) AND audience <> 'internal'"
RESIDENT = f"{purpose_in('track', 'report')} AND key_digest = {setting('grant')} AND audience = 'public'"
JOB = f"{purpose_in('serve')} AND {PLACE}"

POLICIES = (
    policy(TABLE, "staff_see", "SELECT", using=STAFF),
    policy(TABLE, "party_sees", "SELECT", using=PARTY),
    policy(TABLE, "resident_sees", "SELECT", using=RESIDENT),
    policy(TABLE, "staff_add", "INSERT", check=STAFF),
    policy(TABLE, "party_adds", "INSERT", check=PARTY),
    policy(TABLE, "resident_adds", "INSERT", check=RESIDENT),
    policy(TABLE, "staff_keep_in_step", "UPDATE", using=STAFF, check=STAFF),
    policy(TABLE, "job_keeps", "ALL", using=JOB, check=JOB),
)


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [migrations.RunSQL(protect(TABLE, POLICIES), unprotect(TABLE))]
