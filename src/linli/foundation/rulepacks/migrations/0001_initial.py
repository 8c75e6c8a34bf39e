"""The first tables of the room: rule packs and the days of the yearly notices."""

from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [("scope", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="WorkDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("is_working", models.BooleanField()),
                ("name", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField(db_index=True)),
                ("source", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("scope", models.CharField(blank=True, default="", max_length=15)),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("retired", "retired")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title", models.JSONField()),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("basis", models.TextField()),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("V", "read in the official text"),
                            ("I", "inferred from how the standard is applied"),
                            ("M", "well known, not re-read"),
                            ("m", "to be checked before relying on it"),
                        ],
                        max_length=1,
                    ),
                ),
                ("valid_from_on", models.DateField()),
                ("published_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "scope", "version"), name="rulepacks_rule_set_version")
                ],
            },
        ),
    ]
