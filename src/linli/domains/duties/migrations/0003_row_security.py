"""Who sees why an exception was asked for and decided; who keeps duty lists sees the sheets they handed in."""

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, policy, protect, setting, unprotect, within_scope

DEED, UPLOAD = "duties_admissiondeed", "imports_upload"
OWN = f"account::text = {setting('reader')}"
COVERS_THEM = f"left({setting('territory')}, length(scope)) = scope"
HERE = f"({within_scope('scope')} OR {COVERS_THEM})"
SEES = by_purpose({"handle": HERE, "assist": f"({HERE} OR {OWN})", "administer": HERE})
ADDS = by_purpose({"handle": f"{OWN} AND {HERE}", "assist": OWN})
OWN_SHEETS = by_purpose({"administer": f"kind = 'duty_list' AND {OWN} AND {within_scope('community')}"})


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_duty_lists"), ("imports", "0003_sheets_of_rooms")]
    operations = [
        migrations.RunSQL(
            protect(DEED, [policy(DEED, "sees", "SELECT", using=SEES), policy(DEED, "adds", "INSERT", check=ADDS)]),
            unprotect(DEED),
        ),
        migrations.RunSQL(
            policy(UPLOAD, "keepers_of_duty_lists", "ALL", using=OWN_SHEETS, check=OWN_SHEETS),
            f"DROP POLICY keepers_of_duty_lists ON {UPLOAD}",
        ),
    ]
