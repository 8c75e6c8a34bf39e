"""Other systems read public facts: the database itself leaves out what is sealed, held or dangerous, and all words."""

from django.db import migrations, models

from linli.kernel.rowsecurity import by_purpose, policy, setting, within_scope

CASE, ENTRY, WORDS = "cases_case", "cases_entry", "cases_entrytext"
PUBLIC = by_purpose({"publish": f"{within_scope('community')} AND NOT is_sealed AND NOT is_held AND NOT is_danger"})
PUBLIC_ENTRY = by_purpose(
    {"publish": "audience = 'public' AND EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"}
)
# The words of an entry are seen by whoever sees the entry; here they are taken away again, whatever else allows them.
NO_WORDS = (
    f"CREATE POLICY never_published ON {WORDS} AS RESTRICTIVE FOR SELECT USING ({setting('purpose')} <> 'publish')"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_question_to_the_reporter")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "Phone page"),
                    ("phone", "Telephone"),
                    ("visit", "At the counter"),
                    ("paper", "On paper"),
                    ("dictation", "Dictated"),
                    ("round", "Found on a round"),
                    ("system", "Another system"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(policy(CASE, "published", "SELECT", using=PUBLIC), f"DROP POLICY published ON {CASE}"),
        migrations.RunSQL(
            policy(ENTRY, "published", "SELECT", using=PUBLIC_ENTRY), f"DROP POLICY published ON {ENTRY}"
        ),
        migrations.RunSQL(NO_WORDS, f"DROP POLICY never_published ON {WORDS}"),
    ]
