# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL, the one function that reads the full-text index: it joins the visible set itself and returns ids only."""

from django.db import migrations

# SECURITY DEFINER, because row-level security would keep the @@ operator from its index.
POSTGRESQL = """
CREATE FUNCTION comity_find(query text, party uuid, clearance integer, circles uuid[], most integer)
RETURNS TABLE (about uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT f.about FROM core_findable f
  WHERE f.vector @@ query::tsquery AND EXISTS (
    SELECT 1 FROM dossiers_participation p
    WHERE p.dossier_id = f.dossier_id AND p.party_id = party AND p.scope = 'full'
      AND p.classification <= clearance AND p.since <= now() AND (p.until IS NULL OR p.until > now())
      AND (p.circle_id IS NULL OR p.circle_id = ANY(circles)))
  ORDER BY f.id DESC LIMIT most
$$
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_insert_only"), ("core", "0002_search")]
    operations = [migrations.RunPython(build, elidable=False)]
