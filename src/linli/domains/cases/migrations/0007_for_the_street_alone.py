"""Words that name a unit are read by the reporter and the street alone, and there by nobody of the unit they name."""

from importlib import import_module

from django.db import migrations, models

from linli.kernel.rowsecurity import by_purpose, setting

before = import_module("linli.domains.cases.migrations.0002_row_security")

NOT_NAMED = f"NOT coalesce(jsonb_exists(data -> 'named', {setting('unit')}), false)"
FOR_STREET = f"length({before.SCOPE}) <= {before.STREET_DIGITS} AND {NOT_NAMED}"
READS = by_purpose(
    {
        "handle": f"audience <> 'street' OR ({FOR_STREET})",
        "serve": "true",
        "assist": "audience IN ('public', 'parties')",
        "report": "audience IN ('public', 'street')",
        "track": "audience IN ('public', 'street')",
    }
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_not_who_it_names")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="audience",
            field=models.CharField(
                choices=[
                    ("public", "Public"),
                    ("parties", "The units"),
                    ("internal", "Internal"),
                    ("street", "The reporter and the street alone"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(
            f"ALTER POLICY sees ON cases_entry USING ({READS} AND {before.OF_CASE})",
            f"ALTER POLICY sees ON cases_entry USING ({before.AUDIENCE})",
        ),
    ]
