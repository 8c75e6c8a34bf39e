"""A matter knows its stair, floor and room; a room of another building the database itself refuses."""

import django.db.models.deletion
from django.db import migrations, models

OF_ITS_BUILDING = (
    "ALTER TABLE cases_case ADD CONSTRAINT case_dwelling_of_its_building"
    " FOREIGN KEY (dwelling_id, building_id, community) REFERENCES places_dwelling (id, building_id, community)"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_grid_open_due"), ("places", "0003_dwelling_with_its_building")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="dwelling",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.dwelling",
            ),
        ),
        migrations.AddField(model_name="case", name="floor", field=models.SmallIntegerField(null=True)),
        migrations.AddField(model_name="case", name="stair", field=models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("building__isnull", False),
                    models.Q(("dwelling__isnull", True), ("floor__isnull", True), ("stair__isnull", True)),
                    _connector="OR",
                ),
                name="case_spot_has_a_building",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dwelling__isnull", True),
                    models.Q(("floor__isnull", True), ("stair__isnull", True)),
                    _connector="OR",
                ),
                name="case_room_brings_stair_and_floor",
            ),
        ),
        migrations.RunSQL(OF_ITS_BUILDING, "ALTER TABLE cases_case DROP CONSTRAINT case_dwelling_of_its_building"),
    ]
