"""The first tables of the room: the register of work items."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("scope", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("self_governance", "self_governance"),
                            ("assist_government", "assist_government"),
                            ("government", "government"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "assisting_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("scope", models.CharField(max_length=15)),
                ("basis", models.TextField()),
                ("valid_from_on", models.DateField()),
                ("valid_to_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to_on", None)),
                        fields=("scope", "code"),
                        name="work_item_once_in_a_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope__regex", "^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?)?)?$")
                        ),
                        name="work_item_scope_is_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="work_item_has_a_basis"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to_on", None), ("valid_to_on__gte", models.F("valid_from_on")), _connector="OR"
                        ),
                        name="work_item_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
