"""Who sees a matter, decided by the database: by territory, by being a party, or by holding its code or key."""

from django.db import migrations

from linli.kernel.rowsecurity import by_purpose, policy, protect, purpose_in, setting, unprotect

SCOPE = setting("territory")
STREET_DIGITS = 9
IN_TERRITORY = f"left(CASE WHEN grid = '' THEN community ELSE grid END, length({SCOPE})) = {SCOPE}"
STAFF = f"{IN_TERRITORY} AND (NOT is_sealed OR length({SCOPE}) <= {STREET_DIGITS})"
UNIT = f"NOT is_held AND {setting('unit')}::uuid = ANY (units)"
BY_CODE = f"code = {setting('grant')}"
BY_KEY = f"key_digest = {setting('grant')}"

CHANGES = {"handle": STAFF, "assist": UNIT, "serve": IN_TERRITORY, "report": BY_KEY, "track": BY_KEY}
SEES = by_purpose({**CHANGES, "state": BY_CODE})
OPENS = by_purpose({"handle": IN_TERRITORY, "assist": UNIT, "serve": IN_TERRITORY, "report": BY_KEY})

OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
NOT_BY_CODE = f"{purpose_in('handle', 'assist', 'serve', 'report', 'track')} AND {OF_CASE}"
WRITES = purpose_in("handle", "assist", "serve", "report", "track")

AUDIENCE = (
    f"({purpose_in('handle', 'serve')} OR ({purpose_in('assist')} AND audience IN ('public', 'parties'))"
    f" OR ({purpose_in('report', 'track')} AND audience = 'public')) AND {OF_CASE}"
)
OF_ENTRY = "EXISTS (SELECT 1 FROM cases_entry e WHERE e.id = entry_id)"
CONTACT = f"{purpose_in('handle', 'serve')} AND {OF_CASE}"
STREET_OR_OWN = (
    f"(({purpose_in('handle')} AND length({SCOPE}) <= {STREET_DIGITS}) OR {purpose_in('serve', 'track')}) AND {OF_CASE}"
)
GROUP = f"({purpose_in('handle', 'assist')} AND unit = {setting('unit')}::uuid) OR {purpose_in('serve')}"


def _append_only(table: str, sees: str) -> str:
    """Rows that may be read and added, never changed or removed by the application."""
    return protect(
        table,
        [policy(table, "sees", "SELECT", using=sees), policy(table, "adds", "INSERT", check=f"{WRITES} AND {OF_CASE}")],
    )


def rows_of_case(table: str) -> str:
    """Rows that are read, added and changed with their matter."""
    return protect(
        table,
        [
            policy(table, "sees", "SELECT", using=NOT_BY_CODE),
            policy(table, "adds", "INSERT", check=NOT_BY_CODE),
            policy(table, "changes", "UPDATE", using=NOT_BY_CODE, check=NOT_BY_CODE),
        ],
    )


PROTECTED = {
    "cases_case": protect(
        "cases_case",
        [
            policy("cases_case", "sees", "SELECT", using=SEES),
            policy("cases_case", "opens", "INSERT", check=OPENS),
            policy("cases_case", "changes", "UPDATE", using=by_purpose(CHANGES), check=WRITES),
        ],
    ),
    "cases_wording": rows_of_case("cases_wording"),
    "cases_party": rows_of_case("cases_party"),
    "cases_clock": rows_of_case("cases_clock"),
    "cases_contact": protect(
        "cases_contact",
        [
            policy("cases_contact", "sees", "SELECT", using=CONTACT),
            policy("cases_contact", "adds", "INSERT", check=f"{WRITES} AND {OF_CASE}"),
        ],
    ),
    "cases_entry": _append_only("cases_entry", AUDIENCE),
    "cases_entrytext": protect(
        "cases_entrytext",
        [
            policy("cases_entrytext", "sees", "SELECT", using=OF_ENTRY),
            policy("cases_entrytext", "adds", "INSERT", check=f"{WRITES} AND {OF_CASE}"),
        ],
    ),
    "cases_rating": protect(
        "cases_rating",
        [
            policy("cases_rating", "sees", "SELECT", using=STREET_OR_OWN),
            policy("cases_rating", "adds", "INSERT", check=f"{purpose_in('track', 'serve', 'handle')} AND {OF_CASE}"),
        ],
    ),
    "cases_ratinggroup": protect(
        "cases_ratinggroup",
        [
            policy("cases_ratinggroup", "sees", "SELECT", using=GROUP),
            policy("cases_ratinggroup", "adds", "INSERT", check=purpose_in("serve")),
        ],
    ),
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(sql, unprotect(table)) for table, sql in PROTECTED.items()]
