# SPDX-License-Identifier: EUPL-1.2
"""Finding things by their words. The one function that may read the index joins the visible set itself.

Accents are folded and case is ignored on both databases. Results come newest first and never by a rank, which would be
computed over rows that the viewer cannot see. The rows are kept in the act's own transaction.

Beside its words each thing bears the mark of every party that takes part in its dossier in full. A search asks for the
viewer's own mark too, so that the index itself leaves out what is foreign, and a word that stands everywhere costs no
more than a rare one. The mark only narrows: what it lets through is joined with the visible set all the same.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from .bulk import Sheet, next_keys
from .db import as_system
from .models import Findable
from .prepared import Prepared
from .viewer import Viewer

# No underscore: a mark begins with one, so that no word typed is ever a mark, nor the beginning of one.
_WORD = re.compile(r"[^\W_]+")
WORD_CHARACTERS = 64


class _Marks(dict[int, int | None]):
    """Drops combining marks in `str.translate`, and remembers for every letter that it is none."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_MARKS = _Marks()


def folded_words(text: str) -> list[str]:
    """Return the words of a text in lower case without accents, as the index holds them."""
    plain = text.casefold()
    words = _WORD.findall(plain if plain.isascii() else unicodedata.normalize("NFKD", plain).translate(_MARKS))
    return [word[:WORD_CHARACTERS] for word in words]


def _mark(party_id: UUID) -> str:
    return f"_{party_id.hex}"


@as_system("index")
def index(*, about: UUID, dossier_id: UUID, words: str, at: datetime, is_new: bool = False) -> None:
    """Keep the words by which one thing is found, replacing those kept before (none, if the thing `is_new`).

    Viewers never read the index.
    """
    before = None if is_new else next(iter(_about(about=about)), None)
    row = before or Findable(about=about, dossier_id=dossier_id, at=at)
    _keep(row, [*folded_words(words), *_marks_on([dossier_id]).get(dossier_id, [])])


_about = Prepared(lambda about: Findable.objects.filter(about=about))
_on_dossier = Prepared(lambda dossier_id: Findable.objects.filter(dossier_id=dossier_id))


@as_system("index")
def open_to(party_id: UUID, *, dossier_id: UUID) -> None:
    """Let a party that was let into a dossier find what hangs on it; call it in the act that lets the party in."""
    for row in _on_dossier(dossier_id=dossier_id):
        kept = row.words.split()
        if _mark(party_id) not in kept:
            _keep(row, [*kept, _mark(party_id)])


def _keep(row: Findable, words: Sequence[str]) -> None:
    """Keep the words of a row, and on SQLite its place in the index of words: no trigger may do that there."""
    old, row.words = row.words, " ".join(words)
    is_new = row.pk is None
    if old == row.words and not is_new:
        return
    row.save(force_insert=is_new, update_fields=None if is_new else ["words"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            if not is_new:
                cursor.execute(
                    "INSERT INTO core_words(core_words, rowid, words) VALUES ('delete', %s, %s)", [row.pk, old]
                )
            cursor.execute("INSERT INTO core_words(rowid, words) VALUES (%s, %s)", [row.pk, row.words])


def index_all(rows: Sequence[tuple[UUID, UUID, str, datetime]]) -> None:
    """Keep the words of many new things, each given as `about`, its dossier, its words, its time; oldest first."""
    keys, sheet, words = next_keys(Findable, len(rows)), Sheet(Findable, keys=True), []
    marks = _marks_on([dossier_id for _about, dossier_id, _said, _at in rows])
    for key, (about, dossier_id, said, at) in zip(keys, rows, strict=True):
        text = " ".join([*folded_words(said), *marks.get(dossier_id, [])])
        sheet.add(id=key, about=about, dossier_id=dossier_id, words=text, at=at)
        words.append((key, text))
    sheet.insert()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO core_words(rowid, words) VALUES (%s, %s)", words)


def _marks_on(dossier_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the marks of those who take part in these dossiers in full, whenever that is."""
    adapt = models.UUIDField().get_db_prep_value
    marks = ", ".join(["%s"] * len(dossier_ids))
    found: dict[UUID, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT dossier_id, party_id FROM dossiers_participation"  # noqa: S608 - marks, and no value
            f" WHERE scope = 'full' AND dossier_id IN ({marks})",
            [adapt(dossier_id, connection) for dossier_id in dossier_ids],
        )
        for dossier_id, party_id in cursor.fetchall():
            found.setdefault(_uuid(dossier_id), []).append(_mark(_uuid(party_id)))
    return found


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


@as_system("index")
def forget(dossier_id: UUID) -> None:
    """Forget the words of everything that hangs on a dossier; `purge` then takes their traces out of the index."""
    for row in Findable.objects.filter(dossier_id=dossier_id):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO core_words(core_words, rowid, words) VALUES ('delete', %s, %s)", [row.pk, row.words]
                )
        row.delete()


def purge() -> bool:
    """Take words that were forgotten out of the file too, a slice of the work at a time; return whether all is done.

    SQLite notes a word to be forgotten beside the word, until the pieces of its index are merged into one. PostgreSQL
    keeps what was deleted until its own VACUUM.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()[0]
        # A negative number begins to merge all pieces into one; it does nothing once there is one.
        cursor.execute("INSERT INTO core_words(core_words, rank) VALUES ('merge', %s)", [-PURGED_PAGES])
        cursor.execute("SELECT total_changes()")
        return bool(cursor.fetchone()[0] - before < 2)


PURGED_PAGES = 2_000


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
    wanted = [_mark(viewer.party_id), *words]
    return (_find_postgresql if connection.vendor == "postgresql" else _find_sqlite)(viewer, wanted, limit)


_SQLITE = """
SELECT f.about FROM core_words w JOIN core_findable f ON f.id = w.rowid
WHERE w.core_words MATCH %s AND EXISTS (
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
