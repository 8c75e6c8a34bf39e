"""Random draws of closed matters, and what a second person looks at."""

import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_duplicates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=15)),
                ("period", models.CharField(max_length=10)),
                ("seed", models.CharField(max_length=64)),
                ("strata", models.JSONField(default=list)),
                ("size", models.PositiveIntegerField()),
                ("drawn", models.PositiveIntegerField()),
                ("drawn_by", models.UUIDField()),
                ("drawn_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "-drawn_at"], name="draw_scope")],
            },
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recheck", "Random re-check"),
                            ("exclusion", "Left out of the rates"),
                            ("repeated", "Repeated"),
                            ("abusive", "Abusive"),
                            ("appeal", "The reporter objects to the mark"),
                            ("same", "The same as an earlier one"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for a second person"),
                            ("upheld", "Upheld"),
                            ("turned_down", "Turned down"),
                            ("lifted", "Taken away"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.draw"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["community", "due_at"], name="look_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("case", "kind"), name="one_open_look_of_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("decided_at__isnull", False), _connector="OR"),
                        name="look_decided_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by__isnull", True),
                            ("decided_by__isnull", True),
                            ("kind", "same"),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="look_by_a_second_person",
                    ),
                ],
            },
        ),
    ]
