"""What is told about a sealed matter is seen by whom it is for and by the street, not by the staff of the community."""

from django.db import migrations, models

from linli.kernel.rowsecurity import purpose_in, setting, within_scope

TABLE = "notices_message"
PLACE = within_scope("community")
STREET_IF_SEALED = f"(NOT is_sealed OR length({setting('territory')}) <= 9)"
WAS = {
    "staff_see": f"{purpose_in('handle')} AND {PLACE}",
    "administrator_sees_trouble": (
        f"{purpose_in('administer')} AND {PLACE} AND channel <> 'inbox' AND state IN ('failed', 'unknown')"
    ),
    "staff_withdraw": f"{purpose_in('handle')} AND {PLACE}",
}


def _using(name: str, condition: str) -> str:
    check = f" WITH CHECK ({condition})" if name == "staff_withdraw" else ""
    return f"ALTER POLICY {name} ON {TABLE} USING ({condition}){check}"


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_row_security")]
    operations = [
        migrations.AddField(
            model_name="message", name="is_sealed", field=models.BooleanField(db_default=False, default=False)
        ),
        *(
            migrations.RunSQL(_using(name, f"{condition} AND {STREET_IF_SEALED}"), _using(name, condition))
            for name, condition in WAS.items()
        ),
    ]
