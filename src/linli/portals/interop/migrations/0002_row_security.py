"""What was handed in is found by the system that did so, in its own community, and erased by the nightly job."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect, within_scope

TABLE = "interop_handedin"
HERE = f"{purpose_in('publish')} AND {within_scope('community')}"
OWN = f"{HERE} AND EXISTS (SELECT FROM apikeys_apikey k WHERE k.id = key_id AND k.digest = {setting('grant')})"
SERVED = purpose_in("serve")

POLICIES = (
    policy(TABLE, "found_by_token", "SELECT", using=OWN),
    policy(TABLE, "hands_in", "INSERT", check=OWN),
    policy(TABLE, "adds_words", "UPDATE", using=OWN, check=OWN),
    policy(TABLE, "sweep_sees", "SELECT", using=SERVED),
    policy(TABLE, "sweep", "DELETE", using=SERVED),
)


class Migration(migrations.Migration):
    dependencies = [("interop", "0001_initial"), ("apikeys", "0002_row_security")]

    operations = [migrations.RunSQL(protect(TABLE, POLICIES), unprotect(TABLE))]
