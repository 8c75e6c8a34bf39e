"""Staff with a territory see the people of it, a grid worker those of the own grid; administrators and units nobody."""

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, policy, protect, unprotect, within_scope

IN_TERRITORY = within_scope("coalesce(nullif(grid, ''), community)")
SEES = by_purpose({"handle": IN_TERRITORY, "serve": IN_TERRITORY})

TABLES = ("residents_person", "residents_household", "residents_stay")


def _protected(table: str) -> str:
    return protect(
        table,
        [
            policy(table, "sees", "SELECT", using=SEES),
            policy(table, "adds", "INSERT", check=SEES),
            policy(table, "changes", "UPDATE", using=SEES, check=SEES),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]

    operations = [migrations.RunSQL(_protected(table), unprotect(table)) for table in TABLES]
