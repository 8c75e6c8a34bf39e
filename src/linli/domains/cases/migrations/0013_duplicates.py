"""A duplicate points at the matter it is handled with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_supervision")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="main",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
    ]
