# SPDX-License-Identifier: EUPL-1.2
"""What the commitment of an entry binds: the same form when the act is done, and whenever it is proven later."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .timeline import Entry

_encoded = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def form_committed_to(
    *,
    entry_id: UUID,
    act: str,
    about: UUID,
    dossier_id: UUID,
    article: str,
    before: str,
    after: str,
    by: str,
    at: datetime,
    data: dict[str, Any],
) -> dict[str, Any]:
    """Return what the commitment of an entry binds; `by` is the code of the acting party, or the system's duty.

    What was given with the act is bound by its digest; the digests of its documents stand beside, so that whoever has
    a document and the receipt, and nothing else, can tell that they belong together.
    """
    form = {
        "v": 1,
        "entry": str(entry_id),
        "act": act,
        "about": str(about),
        "dossier": str(dossier_id),
        "article": article,
        "before": before,
        "after": after,
        "by": by,
        "at": f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z",
        "data_sha256": hashlib.sha256(_encoded(data).encode()).hexdigest(),
    }
    documents = _documents(data)
    return {**form, "documents": documents} if documents else form


def _documents(data: dict[str, Any]) -> list[dict[str, Any]]:
    given = data.get("documents")
    rows = given if isinstance(given, list) else []
    return [
        {"sha256": row["sha256"], "size": row["size"]}
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("sha256"), str) and isinstance(row.get("size"), int)
    ]


def form_of(entry: Entry, *, party_code: str) -> dict[str, Any]:
    """Return the form of an entry that stands in a row; `party_code` is that of its party, empty for the system's."""
    return form_committed_to(
        entry_id=entry.id,
        act=entry.act,
        about=entry.about,
        dossier_id=entry.dossier_id,
        article=entry.article,
        before=entry.before,
        after=entry.after,
        # The system acts under the name of its duty, which is also its function.
        by=party_code or entry.function,
        at=entry.at,
        data=entry.data,
    )
