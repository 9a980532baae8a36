# SPDX-License-Identifier: EUPL-1.2
"""Finding things by their words. The one function that may read the index joins the visible set itself.

Accents are folded and case is ignored on both databases. Results come newest first and never by a rank, which would be
computed over rows that the viewer cannot see. The rows are kept in the act's own transaction.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .bulk import Sheet, next_keys
from .db import as_system
from .models import Findable
from .viewer import Viewer

_WORD = re.compile(r"\w+", re.UNICODE)


class _Marks(dict[int, int | None]):
    """Drops combining marks in `str.translate`, and remembers for every letter that it is none."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_MARKS = _Marks()


def folded_words(text: str) -> list[str]:
    """Return the words of a text in lower case without accents, as the index holds them."""
    plain = text.casefold()
    return _WORD.findall(plain if plain.isascii() else unicodedata.normalize("NFKD", plain).translate(_MARKS))


@as_system("index")
def index(*, about: UUID, dossier_id: UUID, words: str, at: datetime) -> None:
    """Keep the words by which one thing is found, replacing those kept before; viewers never read the index."""
    text = " ".join(folded_words(words))
    before = Findable.objects.filter(about=about).first()
    if before is not None and before.words == text:
        return
    row = before or Findable(about=about, dossier_id=dossier_id, at=at)
    old, row.words = row.words, text
    row.save()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            if before is not None:
                cursor.execute(
                    "INSERT INTO core_words(core_words, rowid, words) VALUES ('delete', %s, %s)", [row.pk, old]
                )
            cursor.execute("INSERT INTO core_words(rowid, words) VALUES (%s, %s)", [row.pk, text])


def index_all(rows: Sequence[tuple[UUID, UUID, str, datetime]]) -> None:
    """Keep the words of many new things, each given as `about`, its dossier, its words, its time; oldest first."""
    keys, sheet, words = next_keys(Findable, len(rows)), Sheet(Findable, keys=True), []
    for key, (about, dossier_id, said, at) in zip(keys, rows, strict=True):
        text = " ".join(folded_words(said))
        sheet.add(id=key, about=about, dossier_id=dossier_id, words=text, at=at)
        words.append((key, text))
    sheet.insert()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO core_words(rowid, words) VALUES (%s, %s)", words)


def settle() -> None:
    """Bring the index into its best shape after a load: one piece instead of many, and fresh statistics."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO core_words(core_words) VALUES ('optimize')")
        cursor.execute("ANALYZE")


def find(viewer: Viewer, typed: str, *, limit: int) -> list[UUID]:
    """Return the ids of the newest visible things that hold every word typed (the last may be unfinished).

    An envelope is never found by its contents: only full participations count.
    """
    words = folded_words(typed)[: settings.COMITY_LIMITS["search_words"]]
    if not words or viewer.party_id is None:
        return []
    return _find_postgresql(viewer, words, limit) if connection.vendor == "postgresql" else _find_sqlite(viewer, words, limit)


_SQLITE = """
SELECT f.about FROM core_words w JOIN core_findable f ON f.id = w.rowid
WHERE w.words MATCH %s AND EXISTS (
  SELECT 1 FROM dossiers_participation p
  WHERE p.dossier_id = f.dossier_id AND p.party_id = %s AND p.scope = 'full' AND p.classification <= %s
    AND p.since <= %s AND (p.until IS NULL OR p.until > %s){circles})
ORDER BY w.rowid DESC LIMIT %s
"""


def _find_sqlite(viewer: Viewer, words: list[str], limit: int) -> list[UUID]:
    assert viewer.party_id is not None
    match = " ".join(f'"{word}"' for word in words) + "*"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    circles = ",".join(["%s"] * len(viewer.circles))
    clause = f" AND (p.circle_id IS NULL OR p.circle_id IN ({circles}))"
    with connection.cursor() as cursor:
        cursor.execute(
            _SQLITE.format(circles=clause),
            [match, viewer.party_id.hex, viewer.clearance, now, now, *(circle.hex for circle in viewer.circles), limit],
        )
        return [UUID(row[0]) for row in cursor.fetchall()]


_POSTGRESQL = """
SELECT about FROM comity_find(%s, %s, %s, %s::uuid[], %s)
"""


def _find_postgresql(viewer: Viewer, words: list[str], limit: int) -> list[UUID]:
    query = " & ".join(f"'{word}'" for word in words) + ":*"
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL, [query, viewer.party_id, viewer.clearance, list(viewer.circles), limit])
        return [row[0] for row in cursor.fetchall()]
