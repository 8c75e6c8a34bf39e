"""Drafts: one a code, thrown away by whoever administers; which version a draft began from; when one was retired."""

from django.db import migrations, models

from linli.kernel.rowsecurity import policy, purpose_in

DISCARD = policy(
    "workflow_procedure", "discard", "DELETE", using=f"status = 'draft' AND {purpose_in('administer', 'serve')}"
)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_row_security")]

    operations = [
        migrations.AddField("procedure", "begun_from", models.PositiveIntegerField(null=True)),
        migrations.AddField("procedure", "retired_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "procedure",
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(("status", "draft")), name="workflow_procedure_draft"
            ),
        ),
        migrations.RunSQL(DISCARD, "DROP POLICY discard ON workflow_procedure"),
    ]
