# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL, what the policies of the walled tables ask: who is looking, and what stands behind the wall.

The policies themselves follow from the models and are laid after the migrations, by `comity.config.wall`. A function
that runs as its owner has a pinned search_path with pg_temp at its end: nobody slips it a table of their own.
"""

from django.db import migrations

# One row: the two halves of the HMAC key, and the context with which the wall looks behind itself. Nobody's but the
# owner's: who can read it can be anybody.
KEY = [
    """CREATE TABLE comity_key (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        inside bytea NOT NULL,
        outside bytea NOT NULL,
        wall text NOT NULL)""",
    "REVOKE ALL ON comity_key FROM PUBLIC",
]

# Nothing but NULL for a context that is missing, forged or altered. HMAC by hand, because the builtin sha256() needs no
# extension. STABLE: the policies ask once a query, not once a row.
SIGHT = """
CREATE FUNCTION comity_sight(
  OUT duty text, OUT party uuid, OUT clearance integer, OUT circles uuid[], OUT at timestamptz)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text := current_setting('comity.viewer', true);
  plain text := left(told, -65);
  part text[];
BEGIN
  PERFORM FROM comity_key k
    WHERE told = plain || '|' || encode(sha256(k.outside || sha256(k.inside || convert_to(plain, 'UTF8'))), 'hex');
  IF NOT FOUND THEN
    RETURN;
  END IF;
  part := string_to_array(plain, '|');
  duty := nullif(part[1], '');
  party := nullif(part[2], '')::uuid;
  clearance := part[3]::integer;
  circles := coalesce(string_to_array(nullif(part[4], ''), ',')::uuid[], '{}');
  at := part[5]::timestamptz;
END $$
"""

# The owner is behind the wall too (FORCE), so these two look with the wall's own context and put the viewer's back. When
# one fails, its statement does, and PostgreSQL itself puts the context back. They say yes or no, and nothing else.
SEES = """
CREATE FUNCTION comity_sees(which uuid, fully boolean) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text := current_setting('comity.viewer', true);
  s record := comity_sight();
  answer boolean;
BEGIN
  IF s.party IS NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('comity.viewer', (SELECT wall FROM comity_key), true);
  answer := EXISTS (
    SELECT FROM dossiers_participation p
    WHERE p.party_id = s.party AND p.dossier_id = which AND p.classification <= s.clearance
      AND p.since <= greatest(s.at, statement_timestamp()) AND (p.until IS NULL OR p.until > s.at)
      AND (p.circle_id IS NULL OR p.circle_id = ANY (s.circles)) AND (p.scope = 'full' OR NOT fully));
  PERFORM set_config('comity.viewer', told, true);
  RETURN answer;
END $$
"""
FOUNDS = """
CREATE FUNCTION comity_founds(which uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text := current_setting('comity.viewer', true);
  s record := comity_sight();
  answer boolean;
BEGIN
  IF s.party IS NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('comity.viewer', (SELECT wall FROM comity_key), true);
  answer := EXISTS (SELECT FROM dossiers_dossier d WHERE d.id = which AND d.owner_id = s.party)
    AND NOT EXISTS (SELECT FROM dossiers_participation p WHERE p.dossier_id = which);
  PERFORM set_config('comity.viewer', told, true);
  RETURN answer;
END $$
"""

# With the eyes of whoever asks. A function, because a policy may not name its own table.
SEEN = """
CREATE FUNCTION comity_seen(place regclass, which uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  answer boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE id = $1)', place) INTO answer USING which;
  RETURN answer;
END $$
"""

# The search as before, but for nobody else's eyes: who asks must be the signed viewer, or a duty of the system.
FIND = """
CREATE OR REPLACE FUNCTION comity_find(query text, party uuid, clearance integer, circles uuid[], most integer)
RETURNS TABLE (about uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text := current_setting('comity.viewer', true);
  s record := comity_sight();
BEGIN
  IF s.duty IS NULL AND (s.party = party AND clearance <= s.clearance AND circles <@ s.circles) IS NOT TRUE THEN
    RETURN;
  END IF;
  PERFORM set_config('comity.viewer', (SELECT wall FROM comity_key), true);
  -- Planned for this query: of a word that stands everywhere the newest rows are walked, of others the index is asked.
  RETURN QUERY EXECUTE format($q$
    SELECT f.about FROM core_findable f
    WHERE f.vector @@ %L::tsquery AND EXISTS (
      SELECT FROM dossiers_participation p
      WHERE p.dossier_id = f.dossier_id AND p.party_id = $1 AND p.scope = 'full' AND p.classification <= $2
        AND p.since <= greatest($4, statement_timestamp()) AND (p.until IS NULL OR p.until > $4)
        AND (p.circle_id IS NULL OR p.circle_id = ANY ($3)))
    ORDER BY f.id DESC LIMIT $5 $q$, query)
    USING party, clearance, circles, coalesce(s.at, statement_timestamp()), most;
  PERFORM set_config('comity.viewer', told, true);
END $$
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (*KEY, SIGHT, SEES, FOUNDS, SEEN, FIND):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_tables"), ("dossiers", "0003_find"), ("core", "0002_search")]
    operations = [migrations.RunPython(build, elidable=False)]
