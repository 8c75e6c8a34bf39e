"""Requests for pauses and more time: read and changed with their matter, nobody decides on their own."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7
from linli.kernel.rowsecurity import unprotect

before = import_module("linli.domains.cases.migrations.0002_row_security")

STATES = [
    ("open", "Waits for a decision"),
    ("granted", "Granted"),
    ("over", "Granted, over"),
    ("refused", "Refused"),
    ("withdrawn", "Taken back"),
    ("lapsed", "No longer needed"),
]


def _belongs(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_words_become_places")]

    operations = [
        migrations.CreateModel(
            name="TimeRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("unit", models.UUIDField()),
                ("kind", models.CharField(choices=[("pause", "Pause"), ("extension", "More time")], max_length=10)),
                ("reason", models.CharField(max_length=40)),
                ("length_amount", models.PositiveIntegerField()),
                ("length_unit", models.CharField(max_length=20)),
                (
                    "decider",
                    models.CharField(choices=[("community", "The community"), ("street", "The street")], max_length=10),
                ),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("from_at", models.DateTimeField(null=True)),
                ("until_at", models.DateTimeField(null=True)),
                ("case", _belongs("cases.case")),
                ("clock", _belongs("cases.clock")),
                ("party", _belongs("cases.party", db_index=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["community", "asked_at"], name="request_open"
                    ),
                    models.Index(
                        condition=models.Q(("kind", "pause"), ("state", "granted")),
                        fields=["community", "until_at"],
                        name="request_pause",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("party",), name="one_open_request_a_part"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_on_own_request",
                    ),
                ],
            },
        ),
        migrations.RunSQL(before.rows_of_case("cases_timerequest"), unprotect("cases_timerequest")),
    ]
