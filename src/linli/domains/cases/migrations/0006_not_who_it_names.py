"""A unit that a matter names never sees it, whatever the standing of its people: also not at the street or above."""

from importlib import import_module

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, setting

before = import_module("linli.domains.cases.migrations.0002_row_security")

NOT_NAMED = f"NOT coalesce({setting('unit')}::uuid = ANY (about_units), false)"
CHANGES = {
    **before.CHANGES,
    "handle": f"{before.STAFF} AND {NOT_NAMED}",
    "assist": f"{before.UNIT} AND {NOT_NAMED}",
}
SEES = by_purpose({**CHANGES, "state": before.BY_CODE})


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_contacts_are_erased")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY sees ON cases_case USING ({SEES})",
            f"ALTER POLICY sees ON cases_case USING ({before.SEES})",
        ),
        migrations.RunSQL(
            f"ALTER POLICY changes ON cases_case USING ({by_purpose(CHANGES)})",
            f"ALTER POLICY changes ON cases_case USING ({by_purpose(before.CHANGES)})",
        ),
    ]
