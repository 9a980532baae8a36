# SPDX-License-Identifier: EUPL-1.2
"""Into which dossier a comment, a reply or a typed text may go is for the wall to say, and not for a trigger."""

from django.db import migrations

COLUMNS = {
    "facilitation_comment": "id facilitation_id layer paragraph_id party_id author_id function language text at",
    "facilitation_reply": "id facilitation_id layer comment_id party_id author_id function is_courts language text at",
    "facilitation_typed": "id answer_id code value person_id at",
}


def changed(table, operator):
    return " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in COLUMNS[table].split())


def replace(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in COLUMNS:
        schema_editor.execute(f"DROP TRIGGER {table}_fixed" + (f" ON {table}" if is_postgresql else ""))
        if is_postgresql:
            schema_editor.execute(
                f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
                FOR EACH ROW WHEN ({changed(table, "IS DISTINCT FROM")}) EXECUTE FUNCTION {table}_fixed()"""
            )
        else:
            schema_editor.execute(
                f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {changed(table, "IS NOT")} BEGIN
                SELECT RAISE(ABORT, 'what was written does not change'); END"""
            )


class Migration(migrations.Migration):
    dependencies = [("facilitation", "0011_fixed")]
    operations = [migrations.RunPython(replace, elidable=False)]
