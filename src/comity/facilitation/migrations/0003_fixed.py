# SPDX-License-Identifier: EUPL-1.2
"""What was published, handed in or made a version does not change: the database refuses. A disposal may delete it."""

from django.db import migrations

# Of each table, the columns that never change. Into which dossier a row may go is for the wall to say.
FIXED = {
    "facilitation_record": (
        "about",
        "title",
        "held_at",
        "is_addendum",
        "text",
        "layer",
        "party_id",
        "at",
    ),
    "facilitation_textversion": ("of_id", "number", "paragraphs", "party_id", "at"),
    "facilitation_paper": ("title", "text", "language", "layer", "party_id", "at"),
    "facilitation_proposal": ("of_id", "number", "key", "kind", "party_id", "author_id", "at"),
    "facilitation_silence": ("of_id", "version_id", "begun_at", "until"),
}


def _changed(columns, operator):
    return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in columns)


def _sqlite(table, columns):
    yield f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {_changed(columns, "IS NOT")} BEGIN
        SELECT RAISE(ABORT, 'what was given to a facilitation does not change'); END"""


def _postgresql(table, columns):
    yield f"""CREATE FUNCTION {table}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what was given to a facilitation does not change'
        USING ERRCODE = 'integrity_constraint_violation'; END $$"""
    yield f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
        FOR EACH ROW WHEN ({_changed(columns, "IS DISTINCT FROM")}) EXECUTE FUNCTION {table}_fixed()"""


def forbid(apps, schema_editor):
    made = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
    for table, columns in FIXED.items():
        for statement in made(table, columns):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("facilitation", "0002_papers_texts_agendas")]
    operations = [migrations.RunPython(forbid, elidable=False)]
