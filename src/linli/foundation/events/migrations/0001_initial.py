"""The first table of the room: the outbox."""

import django.db.models.functions.datetime
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [("scope", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(blank=True, max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("payload", models.JSONField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attempts", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("poisoned_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, db_default="", default="", max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("poisoned_at", None)),
                        fields=["due_at", "id"],
                        name="events_outbox_due",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", False)), fields=["done_at"], name="events_outbox_done"
                    ),
                    models.Index(
                        condition=models.Q(("poisoned_at__isnull", False)),
                        fields=["poisoned_at"],
                        name="events_poisoned",
                    ),
                ],
            },
        ),
    ]
