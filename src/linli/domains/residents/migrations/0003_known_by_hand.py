"""Facts say on what they rest; a stay says who entered and ended it, and may be taken back by that person for a day."""

from django.db import migrations, models

from linli.kernel.rowsecurity import by_purpose, policy, setting, within_scope

GROUNDS = [
    ("sheet", "A sheet"),
    ("said", "The resident said so"),
    ("document", "A document was shown"),
    ("seen", "Checked on site"),
]
ENDS = [("", "It goes on"), ("moved", "Moved within the community"), ("left", "Moved away"), ("died", "Passed away")]

IN_TERRITORY = within_scope("coalesce(nullif(grid, ''), community)")
OWN_OF_TODAY = f"entered_by::text = {setting('reader')} AND entered_at > now() - interval '1 day'"
TAKES_BACK = by_purpose({"handle": f"{IN_TERRITORY} AND {OWN_OF_TODAY}"})
"""The one way a stay is deleted: it never was, and whoever entered it says so within the day."""


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_row_security")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="ground",
                field=models.CharField(choices=GROUNDS, db_default="sheet", default="sheet", max_length=8),
            )
            for name in ("person", "stay")
        ),
        migrations.AddField(model_name="person", name="confirmed_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="stay", name="confirmed_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="stay", name="entered_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="stay", name="entered_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="stay",
            name="end_reason",
            field=models.CharField(blank=True, choices=ENDS, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="stay",
            name="end_source",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddField(model_name="stay", name="ended_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="stay", name="ended_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="stay",
            index=models.Index(
                condition=models.Q(("to_on__isnull", True)), fields=["community", "check_by_on"], name="stay_present"
            ),
        ),
        migrations.RunSQL(
            policy("residents_stay", "takes_back", "DELETE", using=TAKES_BACK),
            "DROP POLICY takes_back ON residents_stay",
        ),
    ]
