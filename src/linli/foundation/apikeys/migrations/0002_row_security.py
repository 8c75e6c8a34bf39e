"""A key is seen by whoever shows it and by the administrators of its place; calls are counted by nobody else."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect, within_scope

KEY, CALL = "apikeys_apikey", "apikeys_apicall"
SHOWN = f"{purpose_in('publish')} AND digest = {setting('grant')}"
ADMINISTERED = f"{purpose_in('administer')} AND {within_scope('scope')}"
# The administrator of a community reads that a key of its street or district reaches it, and cannot change that one.
REACHING = f"{purpose_in('administer')} AND left({setting('territory')}, length(scope)) = scope"

POLICIES = {
    KEY: (
        policy(KEY, "shown", "SELECT", using=SHOWN),
        policy(KEY, "used", "UPDATE", using=SHOWN, check=SHOWN),
        policy(KEY, "administer", "SELECT", using=f"({ADMINISTERED}) OR ({REACHING})"),
        policy(KEY, "administer_add", "INSERT", check=ADMINISTERED),
        policy(KEY, "administer_change", "UPDATE", using=ADMINISTERED, check=ADMINISTERED),
    ),
    CALL: (
        policy(CALL, "counts", "SELECT", using=purpose_in("publish", "serve")),
        policy(CALL, "adds", "INSERT", check=purpose_in("publish")),
        policy(CALL, "forgets", "DELETE", using=purpose_in("serve")),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("apikeys", "0001_initial")]

    operations = [migrations.RunSQL(protect(table, policies), unprotect(table)) for table, policies in POLICIES.items()]
