from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("scope", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("community", models.CharField(blank=True, max_length=15, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "community", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(blank=True, max_length=15)),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("action", models.CharField(max_length=60)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                ("payload", models.TextField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["community", "at"], name="audit_entry_day")],
            },
        ),
    ]
