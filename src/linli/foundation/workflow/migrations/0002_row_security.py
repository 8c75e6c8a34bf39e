"""Everybody reads procedures; only who administers, and the program itself, writes them; nobody deletes one."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, unprotect

MAY_WRITE = purpose_in("administer", "serve")
PROCEDURES = protect(
    "workflow_procedure",
    [
        policy("workflow_procedure", "read", "SELECT", using="true"),
        policy("workflow_procedure", "draw_up", "INSERT", check=MAY_WRITE),
        policy("workflow_procedure", "publish", "UPDATE", using=MAY_WRITE, check=MAY_WRITE),
    ],
)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [migrations.RunSQL(PROCEDURES, unprotect("workflow_procedure"))]
