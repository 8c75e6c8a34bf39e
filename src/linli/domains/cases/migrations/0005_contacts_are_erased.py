"""The community's job may erase contacts, as the report page promises."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, purpose_in

OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_narrower")]

    operations = [
        migrations.RunSQL(
            policy("cases_contact", "erases", "DELETE", using=f"{purpose_in('serve')} AND {OF_CASE}"),
            "DROP POLICY erases ON cases_contact",
        ),
    ]
