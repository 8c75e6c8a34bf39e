"""The first tables of the room: units, posts and who holds them."""

import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("scope", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party_organisation", "Party organisation"),
                            ("residents_committee", "Residents' committee"),
                            ("service_station", "Service station"),
                            ("street_office", "Street office"),
                            ("department", "Department"),
                            ("social_organisation", "Social organisation"),
                            ("enterprise", "Enterprise"),
                            ("self_governing_group", "Self-governing group"),
                        ],
                        max_length=20,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("valid_from_on", models.DateField()),
                ("valid_to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["scope"], name="unit_by_scope")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scope__regex", "^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?$")),
                        name="unit_scope_is_a_division",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to_on", None), ("valid_to_on__gte", models.F("valid_from_on")), _connector="OR"
                        ),
                        name="unit_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=60)),
                ("valid_from_on", models.DateField()),
                ("valid_to_on", models.DateField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("account", models.UUIDField(blank=True, null=True)),
                ("person_name", models.CharField(max_length=60)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "post",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.post"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["scope"], name="holding_by_scope")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="holding_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to_on", None)), fields=("unit", "title"), name="post_title_once_in_a_unit"
            ),
        ),
    ]
