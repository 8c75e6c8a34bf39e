"""The tables of the room: filters kept under a name, and how a person has a list."""

from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeptFilter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("list_code", models.CharField(max_length=20)),
                ("account", models.UUIDField()),
                ("place", models.CharField(max_length=12)),
                ("unit", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=24)),
                ("filters", models.JSONField(default=dict)),
                ("words_sealed", models.BinaryField(null=True)),
                ("columns", models.JSONField(default=list)),
                ("sort", models.CharField(blank=True, max_length=12)),
                (
                    "audience",
                    models.CharField(
                        choices=[("own", "Only I"), ("unit", "Everybody in my unit"), ("place", "Everybody here")],
                        default="own",
                        max_length=5,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("audience", "place")),
                        fields=["place", "list_code"],
                        name="kept_filter_of_place",
                    ),
                    models.Index(
                        condition=models.Q(("audience", "unit")),
                        fields=["unit", "list_code"],
                        name="kept_filter_of_unit",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("account", "list_code", "place", "name"),
                        name="kept_filter_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", "own"), ("words_sealed", None), _connector="OR"),
                        name="kept_filter_shares_no_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "unit"), _negated=True), ("unit__isnull", False), _connector="OR"
                        ),
                        name="kept_filter_unit_has_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListHabit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("list_code", models.CharField(max_length=20)),
                ("account", models.UUIDField()),
                ("place", models.CharField(max_length=12)),
                ("columns", models.JSONField(default=list)),
                ("opens_with", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "list_code", "place"), name="list_habit_once")
                ],
            },
        ),
    ]
