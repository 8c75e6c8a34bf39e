"""The first table of the room: procedures."""

from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [("scope", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Procedure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("retired", "retired")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="workflow_procedure_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("code",),
                        name="workflow_procedure_published",
                    ),
                ],
            },
        ),
    ]
