"""Id, building and community of a dwelling are a key together, for what names all three."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_counted_from_rooms")]

    operations = [
        migrations.AddConstraint(
            model_name="dwelling",
            constraint=models.UniqueConstraint(
                fields=("id", "building", "community"), name="dwelling_with_its_building"
            ),
        ),
    ]
