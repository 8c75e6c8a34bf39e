"""Row security in SQL: the words migrations use to say who sees which rows.

The application log-in owns nothing and cannot bypass these policies. Each transaction names its reader with
``set_config``; a setting that is unset, or that fell back to the empty string after a transaction, sees nothing.
"""

from collections.abc import Iterable, Mapping

SETTINGS = ("reader", "territory", "unit", "purpose", "grant")
"""What a transaction says: account id (or ``public``, ``job``), scope code, unit id, purpose, a secret's digest."""


def setting(name: str) -> str:
    """Return the SQL that reads one setting of the transaction, null when it is unset or empty.

    It is a sub-select, so that PostgreSQL reads it once a statement and not once a row.
    """
    if name not in SETTINGS:
        raise ValueError(name)
    return f"(SELECT nullif(current_setting('linli.{name}', true), ''))"


def by_purpose(conditions: Mapping[str, str]) -> str:
    """Return one SQL condition that chooses by the transaction's purpose, false for any other.

    It is a CASE on purpose: the planner takes it for true of half the rows. Written as ANDs and ORs it multiplies
    guesses down to one row of a million, and then reads the whole table instead of the first page of an index.
    """
    cases = " ".join(f"WHEN {_quoted(purpose)} THEN ({condition})" for purpose, condition in conditions.items())
    return f"(CASE {setting('purpose')} {cases} ELSE false END)"


def purpose_in(*purposes: str) -> str:
    """Return the SQL condition that the transaction's purpose is one of these."""
    return f"{setting('purpose')} IN ({', '.join(_quoted(p) for p in purposes)})"


def within_scope(column: str) -> str:
    """Return the SQL condition that a division or grid code in ``column`` lies in the reader's territory.

    Scope codes are significant prefixes (6 district, 9 street, 12 community, 15 grid), so a prefix match is exact;
    an unset territory yields null, which is false.
    """
    return f"left({column}, length({setting('territory')})) = {setting('territory')}"


def enable(table: str) -> str:
    """Return the SQL that switches row security on for a table (its owner still migrates freely)."""
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"


def policy(table: str, name: str, command: str, *, using: str | None = None, check: str | None = None) -> str:
    """Return the SQL of one permissive policy for the application log-in.

    ``command`` is SELECT, INSERT, UPDATE, DELETE or ALL; ``using`` filters existing rows, ``check`` new ones.
    """
    parts = [f"CREATE POLICY {name} ON {table} FOR {command}"]
    if using is not None:
        parts.append(f"USING ({using})")
    if check is not None:
        parts.append(f"WITH CHECK ({check})")
    return " ".join(parts)


def protect(table: str, policies: Iterable[str]) -> str:
    """Return one SQL script that enables row security on a table and creates its policies."""
    return ";\n".join([enable(table), *policies]) + ";"


def unprotect(table: str) -> str:
    """Return the SQL that takes a table's policies away again (the way back of a migration)."""
    return (
        f"DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies WHERE tablename = '{table}' LOOP "  # noqa: S608 - a migration's own table
        f"EXECUTE format('DROP POLICY %I ON {table}', p.policyname); END LOOP; END $$; "
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
