"""Who lays dwellings out sees the sheets of rooms they handed in themselves, and no sheet of residents."""

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, policy, setting, within_scope

TABLE = "imports_upload"
OWN = f"kind = 'rooms' AND account::text = {setting('reader')} AND {within_scope('community')}"
SEES = by_purpose({"administer": OWN})


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_row_security")]
    operations = [
        migrations.RunSQL(
            policy(TABLE, "keepers_of_rooms", "ALL", using=SEES, check=SEES),
            f"DROP POLICY keepers_of_rooms ON {TABLE}",
        )
    ]
