"""Records of supervision: read and changed with their matter, each rung once a clock."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7
from linli.kernel.rowsecurity import unprotect

before = import_module("linli.domains.cases.migrations.0002_row_security")

LEVELS = [("community", "The community"), ("street", "The street"), ("district", "The district")]


def _belongs(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_time_requests")]

    operations = [
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("unit", models.UUIDField(null=True)),
                ("level", models.CharField(choices=LEVELS, max_length=10)),
                ("raised_at", models.DateTimeField()),
                ("answer_due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("case", _belongs("cases.case")),
                ("clock", _belongs("cases.clock", db_index=False)),
                ("party", _belongs("cases.party", db_index=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), ("ended_at__isnull", True)),
                        fields=["community", "answer_due_at"],
                        name="supervision_open",
                    ),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), ("ended_at__isnull", True)),
                        fields=["unit"],
                        name="supervision_open_unit",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("clock", "level"), name="one_rung_once_a_clock"),
                ],
            },
        ),
        migrations.RunSQL(before.rows_of_case("cases_supervision"), unprotect("cases_supervision")),
    ]
