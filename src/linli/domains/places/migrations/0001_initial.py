"""The first tables of the room: buildings and dwellings."""

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
            name="Building",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("sequence", models.PositiveIntegerField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("address", models.CharField(blank=True, max_length=200)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("housing", "Housing"),
                            ("commerce", "Shops and offices"),
                            ("public", "Public building"),
                            ("other", "Other"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("floors", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("stairs", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("height_m", models.FloatField(blank=True, null=True)),
                ("area_m2", models.FloatField()),
                ("footprint", models.BinaryField()),
                ("digest", models.CharField(max_length=32)),
                ("min_lon", models.FloatField()),
                ("min_lat", models.FloatField()),
                ("max_lon", models.FloatField()),
                ("max_lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("lat", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("community", "digest"), name="building_footprint_once"),
                    models.UniqueConstraint(fields=("community", "sequence"), name="building_sequence_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1), ("sequence__lte", 99999)),
                        name="building_sequence_has_five_digits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dwelling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("stair", models.PositiveSmallIntegerField()),
                ("floor", models.SmallIntegerField()),
                ("room", models.CharField(max_length=10)),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.building"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community"], name="dwelling_by_community")],
                "constraints": [
                    models.UniqueConstraint(fields=("building", "stair", "floor", "room"), name="dwelling_once")
                ],
            },
        ),
    ]
