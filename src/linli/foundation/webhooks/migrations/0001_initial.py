"""The tables of the room: outside receivers, and their deliveries."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("url", models.CharField(max_length=300)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("scope", models.CharField(max_length=15)),
                ("unit", models.UUIDField(blank=True, null=True)),
                ("secret_sealed", models.BinaryField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("active", "is told"), ("paused", "on hold"), ("revoked", "revoked")],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, default="", max_length=60)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("rest_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scope", ""), _negated=True), name="webhooks_subscription_has_a_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kinds", []), _negated=True), name="webhooks_subscription_hears_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("community", models.CharField(max_length=15)),
                ("event", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.UUIDField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(default=0)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("armed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("hold_until", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "delivered"),
                            ("parked", "parked"),
                            ("withdrawn", "withdrawn in time"),
                            ("dropped", "dropped with its receiver"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("code", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, default="", max_length=60)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="webhooks.subscription"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["subscription", "due_at", "event"],
                        name="webhooks_delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting"), ("subject__isnull", False)),
                        fields=["subscription", "subject", "number"],
                        name="webhooks_delivery_order",
                    ),
                    models.Index(fields=["subscription", "-created_at", "-id"], name="webhooks_delivery_list"),
                    models.Index(fields=["state", "created_at"], name="webhooks_delivery_old"),
                ],
            },
        ),
    ]
