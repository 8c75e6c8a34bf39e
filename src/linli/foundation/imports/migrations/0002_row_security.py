"""A community's staff see its files, jobs read them; nobody else, and no grid worker."""

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, policy, protect, unprotect, within_scope

WITHIN = within_scope("community")
SEES = by_purpose({"handle": WITHIN, "serve": WITHIN})
TABLE = "imports_upload"


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]
    operations = [
        migrations.RunSQL(protect(TABLE, [policy(TABLE, "staff", "ALL", using=SEES, check=SEES)]), unprotect(TABLE))
    ]
