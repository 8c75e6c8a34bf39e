"""The first migration of all: what the application log-in may do in this database, then the table of versions."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def grant_rights(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the application's log-in rows, never tables; the migrating log-in stays owner of everything."""
    quoted = schema_editor.connection.ops.quote_name(settings.DATABASES["default"]["USER"])
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {quoted}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {quoted}",
        f"GRANT SELECT ON django_migrations TO {quoted}",
    ):
        try:
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(statement)
        except Exception as error:
            raise RuntimeError(f"The owner's log-in may not: {statement}") from error


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("procrastinate", "0001_initial")]

    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=1)),
            ],
        ),
    ]
