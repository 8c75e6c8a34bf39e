"""Room for grids that are being drawn: one drawing a community, kept step by step."""

import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0002_national_list"),
    ]

    operations = [
        migrations.CreateModel(
            name="GridDraft",
            fields=[
                ("community", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("based_on", models.PositiveIntegerField()),
                ("step", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="GridDraftStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField()),
                ("deed", models.CharField(max_length=20)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("grids", models.TextField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="territory.griddraft"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("draft", "number"), name="draft_step_once")],
            },
        ),
    ]
