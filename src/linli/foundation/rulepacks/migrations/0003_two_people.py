"""Who drew a draft up, and who published it: never the same person."""

from django.db import migrations, models

from linli.kernel.rowsecurity import policy, purpose_in, setting, within_scope

TABLE = "rulepacks_ruleset"
STREET = f"{purpose_in('handle')} AND length({setting('territory')}) <= 9 AND {within_scope('scope')}"
BY_STREET = policy(
    TABLE,
    "street_publishes",
    "UPDATE",
    using=f"{STREET} AND status = 'draft'",
    check=f"{STREET} AND status = 'published'",
)


class Migration(migrations.Migration):
    dependencies = [
        ("rulepacks", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="ruleset",
            name="drafted_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="published_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_by", models.F("drafted_by")), _negated=True),
                name="rulepacks_rule_set_two_people",
            ),
        ),
        migrations.RunSQL(BY_STREET, f"DROP POLICY street_publishes ON {TABLE}"),
    ]
