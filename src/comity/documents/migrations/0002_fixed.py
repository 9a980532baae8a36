# SPDX-License-Identifier: EUPL-1.2
"""What a version of a document holds is never changed and never deleted: the database itself refuses, on both databases.

Its key is wrapped anew when the instance key is rotated, and it moves to another dossier when it is handed on.
"""

from django.db import migrations

TABLE = "documents_version"
FIXED = (
    "id", "document_id", "number", "content_id", "sha256", "size", "media_type", "name_given", "name",
    "uploaded_by_id", "at",
)  # fmt: skip
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE OF {", ".join(FIXED)} ON {TABLE} BEGIN
        SELECT RAISE(ABORT, 'versions of documents do not change'); END""",
    f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN
        SELECT RAISE(ABORT, 'versions of documents are not deleted'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'versions of documents do not change'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER {TABLE}_fixed BEFORE DELETE OR UPDATE OF {", ".join(FIXED)} ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_fixed()""",
]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_tables")]
    operations = [migrations.RunPython(forbid, elidable=False)]
