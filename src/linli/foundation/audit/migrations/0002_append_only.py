from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from linli.kernel.rowsecurity import policy, protect, purpose_in, unprotect, within_scope

# The number goes in first place: "#" sorts before every letter, so the text stays canonical JSON.
APPEND = """
CREATE FUNCTION audit_append(chain text, entries jsonb) RETURNS TABLE (total bigint, head text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    body text;
    line jsonb;
    fresh text;
BEGIN
    INSERT INTO public.audit_head (community, count, hash) VALUES (chain, 0, '') ON CONFLICT DO NOTHING;
    SELECT h.count, h.hash INTO total, head FROM public.audit_head h WHERE h.community = chain FOR UPDATE;
    FOR body IN SELECT e.value FROM jsonb_array_elements_text(entries) WITH ORDINALITY AS e(value, place) ORDER BY e.place
    LOOP
        total := total + 1;
        body := '{"#":' || total || ',' || substr(body, 2);
        line := body::jsonb;
        IF line ->> 'community' IS DISTINCT FROM chain THEN
            RAISE EXCEPTION 'an entry of chain % was offered to chain %', line ->> 'community', chain;
        END IF;
        fresh := encode(sha256(convert_to(head || E'\\n' || body, 'UTF8')), 'hex');
        INSERT INTO public.audit_entry
            (community, number, at, actor, action, subject_type, subject_id, payload, previous, hash)
        VALUES (
            chain, total, (line ->> 'at')::timestamptz, line ->> 'actor', line ->> 'action',
            line ->> 'subject_type', line ->> 'subject_id', body, head, fresh
        );
        head := fresh;
    END LOOP;
    UPDATE public.audit_head SET count = total, hash = head WHERE community = chain;
    RETURN NEXT;
END
$$;
REVOKE ALL ON FUNCTION audit_append(text, jsonb) FROM PUBLIC;
"""

# The auditor reads the chains of the territory and the system's own; nobody else reads any.
AUDITOR = f"{purpose_in('audit')} AND (community = '' OR {within_scope('community')})"


def grant(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the application log-in reading and the one function."""
    app = schema_editor.quote_name(str(settings.DATABASES["default"]["USER"]))
    owner = str(settings.DATABASES["owner"]["USER"])
    if app == schema_editor.quote_name(owner):
        return  # one log-in for everything: nothing to take away from the owner
    for table in ("audit_entry", "audit_head"):
        schema_editor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {app}")
        schema_editor.execute(f"GRANT SELECT ON {table} TO {app}")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION audit_append(text, jsonb) TO {app}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND, "DROP FUNCTION audit_append(text, jsonb)"),
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunSQL(
            protect("audit_entry", [policy("audit_entry", "auditor_reads", "SELECT", using=AUDITOR)]),
            unprotect("audit_entry"),
        ),
        migrations.RunSQL(
            protect("audit_head", [policy("audit_head", "auditor_reads", "SELECT", using=AUDITOR)]),
            unprotect("audit_head"),
        ),
    ]
