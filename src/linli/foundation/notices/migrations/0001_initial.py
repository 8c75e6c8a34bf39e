"""The first table of the room: messages."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("scope", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("community", models.CharField(max_length=12)),
                ("unit", models.UUIDField(blank=True, null=True)),
                ("account", models.UUIDField(blank=True, null=True)),
                ("address_sealed", models.BinaryField(blank=True, null=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("inbox", "In the programme"), ("mail", "Mail"), ("sms_file", "Text message")],
                        max_length=8,
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField(blank=True, null=True)),
                ("data", models.JSONField(default=dict)),
                ("language", models.CharField(default="zh-hans", max_length=8)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("hold_until", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "held back for a moment"),
                            ("waiting", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "not sent"),
                            ("unknown", "nobody knows whether it arrived"),
                            ("withdrawn", "withdrawn in time"),
                        ],
                        max_length=9,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, default="", max_length=200)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("channel", "inbox"), ("dismissed_at", None)),
                        fields=["unit", "created_at", "id"],
                        name="notices_inbox_unit",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "inbox"), ("dismissed_at", None)),
                        fields=["account", "created_at", "id"],
                        name="notices_inbox_account",
                    ),
                    models.Index(fields=["subject_id"], name="notices_message_subject"),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "unknown"])),
                        fields=["created_at"],
                        name="notices_message_trouble",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", None), ("address_sealed", None), ("unit__isnull", False)),
                            models.Q(("account__isnull", False), ("address_sealed", None), ("unit", None)),
                            models.Q(("account", None), ("address_sealed__isnull", False), ("unit", None)),
                            _connector="OR",
                        ),
                        name="notices_message_one_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "inbox"), _negated=True), ("address_sealed", None), _connector="OR"
                        ),
                        name="notices_message_inbox_has_owner",
                    ),
                ],
            },
        ),
    ]
