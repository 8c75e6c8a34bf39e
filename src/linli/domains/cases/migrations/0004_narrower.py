"""What the program never does, the database now refuses: a named unit as a party, words rewritten, callers read."""

from django.db import migrations, models

from linli.kernel.rowsecurity import policy, protect, purpose_in, unprotect

SUBMISSION = "cases_submission"
CALLERS = protect(
    SUBMISSION,
    [
        policy(SUBMISSION, "counts", "SELECT", using=purpose_in("report", "serve")),
        policy(SUBMISSION, "adds", "INSERT", check=purpose_in("report")),
        policy(SUBMISSION, "forgets", "DELETE", using=purpose_in("serve")),
    ],
)
OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
NOT_BY_CODE = f"{purpose_in('handle', 'assist', 'serve', 'report', 'track')} AND {OF_CASE}"


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_about_units_and_reminders")]

    operations = [
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=~models.Q(units__overlap=models.F("about_units")),
                name="case_never_with_whom_it_names",
            ),
        ),
        migrations.RunSQL(
            "DROP POLICY changes ON cases_wording",
            policy("cases_wording", "changes", "UPDATE", using=NOT_BY_CODE, check=NOT_BY_CODE),
        ),
        migrations.RunSQL(CALLERS, unprotect(SUBMISSION)),
    ]
