# SPDX-License-Identifier: EUPL-1.2
"""A version whose key was destroyed may lose its name and its digest too; nothing else of it ever changes.

Without its key the file cannot be read by anybody: what remains is that there was one, how large, and who gave it when.
"""

from django.db import migrations

TABLE = "documents_version"
EMPTIED = ("sha256", "name_given", "name")
STAYS = ("id", "document_id", "number", "content_id", "size", "media_type", "uploaded_by_id", "at")
FIXED = (*STAYS, *EMPTIED)
_AS_EMPTIED = " AND ".join(f"NEW.{name} = ''" for name in ("key_name", *EMPTIED))
SQLITE = [
    # 0003 made the table anew, and SQLite drops the triggers of the old one with it.
    f"DROP TRIGGER IF EXISTS {TABLE}_fixed",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_delete",
    f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN
        SELECT RAISE(ABORT, 'versions of documents are not deleted'); END""",
    f"""CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE OF {", ".join(FIXED)} ON {TABLE}
        WHEN NOT (length(NEW.wrapped_key) = 0 AND {_AS_EMPTIED}
          AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in STAYS)}) BEGIN
        SELECT RAISE(ABORT, 'versions of documents do not change'); END""",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND length(NEW.wrapped_key) = 0 AND {_AS_EMPTIED}
            AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in STAYS)} THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'versions of documents do not change' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
]


def allow(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_copies")]
    operations = [migrations.RunPython(allow, elidable=False)]
