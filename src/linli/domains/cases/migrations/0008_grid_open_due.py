"""A grid worker's list in the order things fall due is read from an index, as the other territories' are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_for_the_street_alone")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["grid", "due_at", "id"],
                name="case_open_due_grid",
            ),
        ),
    ]
