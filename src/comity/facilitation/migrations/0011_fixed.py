# SPDX-License-Identifier: EUPL-1.2
"""What was submitted, replied, typed or published does not change: the database refuses. Ends alone are entered."""

from django.db import migrations

# What stays as it was written, by table. All else says that a version ended; where a row hangs is for the wall to say.
COLUMNS = {
    "facilitation_submission": (
        "id facilitation_id call_id desk_id party_id number audience values sha256 is_paper came_at cleared_by_id"
        " entered_by_id function at"
    ),
    "facilitation_comment": ("id facilitation_id layer paragraph_id party_id author_id function language text at"),
    "facilitation_reply": (
        "id facilitation_id layer comment_id party_id author_id function is_courts language text at"
    ),
    "facilitation_typed": "id answer_id code value person_id at",
    "facilitation_published": (
        "id practice number party_id theme language title text address words function published_by_id cleared_by_id at"
    ),
    "facilitation_succession": "id earlier_id later_id entered_by_id entered_at",
}
# What everybody reads is not deleted either; the others go with their dossier.
KEPT = ("facilitation_published", "facilitation_succession")


def changed(table, operator):
    return " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in COLUMNS[table].split())


SQLITE = [
    *(
        f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {changed(table, "IS NOT")} BEGIN
        SELECT RAISE(ABORT, 'what was written does not change'); END"""
        for table in COLUMNS
    ),
    *(
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN
        SELECT RAISE(ABORT, 'what was published is not deleted'); END"""
        for table in KEPT
    ),
]
POSTGRESQL = [
    *(
        f"""CREATE FUNCTION {table}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what was written does not change'
        USING ERRCODE = 'integrity_constraint_violation'; END $$"""
        for table in COLUMNS
    ),
    *(
        f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
        FOR EACH ROW WHEN ({changed(table, "IS DISTINCT FROM")}) EXECUTE FUNCTION {table}_fixed()"""
        for table in COLUMNS
    ),
    *(
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_fixed()"""
        for table in KEPT
    ),
]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("facilitation", "0010_calls")]
    operations = [migrations.RunPython(forbid, elidable=False)]
