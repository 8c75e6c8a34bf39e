"""Row security of the people in posts: administrators set them, staff of the place and the intake of reports read them.

A unit serves a community or a wider division, so a row is near a reader when one's scope lies in the other's.
Reports read names for one reason: a complaint must not be handed to the person it names.
"""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, setting, unprotect, within_scope

NEAR = f"({within_scope('scope')} OR left({setting('territory')}, length(scope)) = scope)"
READS = f"{purpose_in('administer', 'handle', 'assist', 'report', 'serve')} AND {NEAR}"
WRITES = f"{purpose_in('administer')} AND {NEAR}"


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            protect(
                "orgs_holding",
                [
                    policy("orgs_holding", "holding_read", "SELECT", using=READS),
                    policy("orgs_holding", "holding_begin", "INSERT", check=WRITES),
                    policy("orgs_holding", "holding_change", "UPDATE", using=WRITES, check=WRITES),
                ],
            ),
            unprotect("orgs_holding"),
        ),
    ]
