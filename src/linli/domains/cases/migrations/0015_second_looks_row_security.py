"""A second look is seen with its matter by staff, never by units; a reporter sees marks on their own, and objects."""

from importlib import import_module

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, policy, protect, purpose_in, setting, unprotect

before = import_module("linli.domains.cases.migrations.0002_row_security")

LOOK, DRAW = "cases_secondlook", "cases_draw"
OF_CASE = before.OF_CASE
SCOPE = setting("territory")
STAFF = purpose_in("handle", "serve")
OWN = "kind IN ('repeated', 'abusive', 'appeal')"
APPEAL = "kind = 'appeal'"
LOOKS = protect(
    LOOK,
    [
        policy(
            LOOK,
            "sees",
            "SELECT",
            using=f"{by_purpose({'handle': 'true', 'serve': 'true', 'track': OWN})} AND {OF_CASE}",
        ),
        policy(
            LOOK,
            "adds",
            "INSERT",
            check=f"{by_purpose({'handle': 'true', 'serve': 'true', 'track': APPEAL})} AND {OF_CASE}",
        ),
        policy(LOOK, "changes", "UPDATE", using=f"{STAFF} AND {OF_CASE}", check=f"{STAFF} AND {OF_CASE}"),
    ],
)
DRAWS = protect(
    DRAW,
    [
        policy(
            DRAW,
            "sees",
            "SELECT",
            using=f"{STAFF} AND (left(scope, length({SCOPE})) = {SCOPE} OR left({SCOPE}, length(scope)) = scope)",
        ),
        policy(DRAW, "adds", "INSERT", check=f"{purpose_in('handle')} AND scope = {SCOPE}"),
    ],
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_second_looks")]

    operations = [
        migrations.RunSQL(LOOKS, unprotect(LOOK)),
        migrations.RunSQL(DRAWS, unprotect(DRAW)),
    ]
