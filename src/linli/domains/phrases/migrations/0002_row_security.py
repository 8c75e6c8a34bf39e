"""Templates are read by staff of the place and written by its administrators; a version is never rewritten."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect

PHRASE = "phrases_phrase"
TERRITORY = setting("territory")
# A grid worker stands deeper than the community, a street above it; people of a unit serve what their standing says.
NEAR = f"(community LIKE {TERRITORY} || '%' OR {TERRITORY} LIKE community || '%')"
READS = f"{purpose_in('handle', 'assist', 'administer', 'serve')} AND {NEAR}"
WRITES = f"{purpose_in('administer', 'serve')} AND left(community, length({TERRITORY})) = {TERRITORY}"


class Migration(migrations.Migration):
    dependencies = [("phrases", "0001_initial")]
    operations = [
        migrations.RunSQL(
            protect(
                PHRASE,
                [
                    policy(PHRASE, "sees", "SELECT", using=READS),
                    policy(PHRASE, "writes", "INSERT", check=WRITES),
                ],
            ),
            unprotect(PHRASE),
        )
    ]
