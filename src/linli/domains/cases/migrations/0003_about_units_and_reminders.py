"""A report may name several units; a clock notes how far people were reminded of it; the index serves both jobs."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="about_units",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.RunSQL(
            "UPDATE cases_case SET about_units = ARRAY[about_unit] WHERE about_unit IS NOT NULL",
            "UPDATE cases_case SET about_unit = about_units[1]",
        ),
        migrations.RemoveField(model_name="case", name="about_unit"),
        migrations.AddField(
            model_name="clock",
            name="told",
            field=models.CharField(
                blank=True,
                choices=[("", "–"), ("soon", "Due soon"), ("overdue", "Overdue")],
                default="",
                max_length=10,
            ),
        ),
        migrations.RemoveIndex(model_name="clock", name="clock_running"),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("stopped_at__isnull", True)), fields=["community", "due_at"], name="clock_running"
            ),
        ),
    ]
