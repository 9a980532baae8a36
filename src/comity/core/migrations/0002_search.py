# SPDX-License-Identifier: EUPL-1.2
"""The words of findable things as a full-text index: FTS5 on SQLite, a tsvector column on PostgreSQL."""

from django.db import migrations

# No triggers keep the index: with trusted_schema=OFF the SQLite of Debian 12 lets none reach a virtual table, so
# core.search writes both.
SQLITE = [
    # The words are folded and told apart already; no places of words are kept, since nobody asks for phrases.
    """CREATE VIRTUAL TABLE core_words USING fts5(words, content='core_findable', content_rowid='id',
        tokenize="ascii tokenchars '_'", detail='none', columnsize=0, prefix='1 2 3')""",
]
POSTGRESQL = [
    """ALTER TABLE core_findable ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX core_findable_vector ON core_findable USING gin (vector)",
]


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]
    operations = [migrations.RunPython(build, elidable=False)]
