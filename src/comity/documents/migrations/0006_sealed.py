# SPDX-License-Identifier: EUPL-1.2
"""A version says for whom it was sealed, and that changes no more than the file does."""

from django.db import migrations, models

TABLE = "documents_version"
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_seal_fixed BEFORE UPDATE OF seal ON {TABLE}
        WHEN NEW.seal IS NOT OLD.seal AND NOT (NEW.seal IS NULL AND length(NEW.wrapped_key) = 0) BEGIN
        SELECT RAISE(ABORT, 'versions of documents do not change'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_seal_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.seal IS NOT DISTINCT FROM OLD.seal OR (NEW.seal IS NULL AND length(NEW.wrapped_key) = 0) THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'versions of documents do not change' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    f"""CREATE TRIGGER {TABLE}_seal_fixed BEFORE UPDATE OF seal ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_seal_fixed()""",
]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_redaction")]
    operations = [
        # Null without a default: SQLite then keeps the table, and with it the triggers it has.
        migrations.AddField(model_name="version", name="seal", field=models.JSONField(null=True)),
        migrations.RunPython(forbid, elidable=False),
    ]
