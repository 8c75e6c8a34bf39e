"""The first tables of the room: the division tree and the grids."""

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
            name="Grid",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=15)),
                ("community", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("base", "Base grid"), ("dedicated", "Dedicated grid"), ("micro", "Micro grid")],
                        default="base",
                        max_length=9,
                    ),
                ),
                ("polygon", models.BinaryField()),
                ("min_lon", models.FloatField()),
                ("min_lat", models.FloatField()),
                ("max_lon", models.FloatField()),
                ("max_lat", models.FloatField()),
                ("version", models.PositiveIntegerField()),
                ("valid_from_on", models.DateField()),
                ("valid_to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["community", "valid_from_on"], name="grid_by_community")],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from_on"), name="grid_begins_once"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{15}$"), ("code__startswith", models.F("community"))),
                        name="grid_lies_in_its_community",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Division",
            fields=[
                ("code", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "District or county"),
                            ("street", "Street or town"),
                            ("community", "Community"),
                        ],
                        max_length=9,
                    ),
                ),
                ("valid_from_on", models.DateField()),
                ("valid_to_on", models.DateField(blank=True, null=True)),
                ("boundary", models.BinaryField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.division",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.division",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?$")),
                        name="division_code_has_a_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to_on", None), ("valid_to_on__gte", models.F("valid_from_on")), _connector="OR"
                        ),
                        name="division_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
