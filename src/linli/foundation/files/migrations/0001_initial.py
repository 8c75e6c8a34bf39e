"""The first table of the room: attachments."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [("scope", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("grid", models.CharField(blank=True, default="", max_length=15)),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody following the matter"),
                            ("parties", "Units working on it"),
                            ("internal", "The service station only"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_sealed", models.BooleanField(default=False)),
                ("key_digest", models.CharField(blank=True, default="", max_length=64)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("parent_id", models.UUIDField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("thumbnail_sha256", models.CharField(db_index=True, max_length=64)),
                ("media_type", models.CharField(max_length=40)),
                ("bytes", models.PositiveIntegerField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "id"], name="files_attachment_subject"),
                    models.Index(fields=["parent_id", "id"], name="files_attachment_parent"),
                ],
            },
        ),
    ]
