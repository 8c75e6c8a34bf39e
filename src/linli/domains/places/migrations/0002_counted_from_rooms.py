"""Notes which floors and stairs were counted from a sheet of rooms; those of before were told by somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="building",
            name=name,
            field=models.BooleanField(db_default=False, default=False),
        )
        for name in ("floors_from_rooms", "stairs_from_rooms")
    ]
