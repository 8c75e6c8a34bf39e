"""Room for the national list of divisions: which divisions are in use here, and which editions were read in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DivisionList",
            fields=[
                ("as_of_on", models.DateField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("divisions", models.PositiveIntegerField()),
                ("read_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="division",
            name="is_in_use",
            # The previous release names no such column when it adds a division; what it adds is in use.
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddIndex(
            model_name="division",
            index=models.Index(condition=models.Q(("is_in_use", True)), fields=["code"], name="division_in_use"),
        ),
    ]
