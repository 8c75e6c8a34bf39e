"""Everybody reads rules and calendar; only who administers, and the program itself, writes them; nobody deletes a rule."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, unprotect

MAY_WRITE = purpose_in("administer", "serve")
RULES = protect(
    "rulepacks_ruleset",
    [
        policy("rulepacks_ruleset", "read", "SELECT", using="true"),
        policy("rulepacks_ruleset", "draw_up", "INSERT", check=MAY_WRITE),
        policy("rulepacks_ruleset", "publish", "UPDATE", using=MAY_WRITE, check=MAY_WRITE),
    ],
)
DAYS = protect(
    "rulepacks_workday",
    [
        policy("rulepacks_workday", "read", "SELECT", using="true"),
        policy("rulepacks_workday", "take_over", "INSERT", check=MAY_WRITE),
        policy("rulepacks_workday", "correct", "UPDATE", using=MAY_WRITE, check=MAY_WRITE),
        policy("rulepacks_workday", "drop", "DELETE", using=MAY_WRITE),
    ],
)


class Migration(migrations.Migration):
    dependencies = [("rulepacks", "0001_initial")]

    operations = [
        migrations.RunSQL(RULES, unprotect("rulepacks_ruleset")),
        migrations.RunSQL(DAYS, unprotect("rulepacks_workday")),
    ]
