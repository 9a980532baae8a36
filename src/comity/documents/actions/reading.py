# SPDX-License-Identifier: EUPL-1.2
"""Reading a document: entered once, before the first byte, and verified while it goes out."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models.sight import one
from comity.statute import Act

from .. import queries, store
from ..models import Document, Version, Whole
from .rules import Rule

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file about to be read, and its plaintext: iterate it once, also after the unit of work has ended."""

    version: Version
    chunks: Iterator[bytes]


@transaction.atomic
def read_document(
    viewer: Viewer,
    *,
    version_id: UUID,
    about: UUID,
    dossier_id: UUID | None,
    at: datetime,
    is_one_of_many: bool = False,
) -> Opened:
    """Open one file of a visible document for reading, and enter on the reader's own dossier that it was read.

    A file up to `checked_bytes` is verified whole before anything is returned: raises store.Damaged for one that is not
    what was given. A larger one, and one of many, is verified as it goes; then iterating raises before its last part.
    Refused once the document was taken out, but for the party that gave it.
    """
    version = _readable(viewer, version_id, about, Act.DOCUMENT_READ)
    chunks = watched(version) if is_one_of_many else to_read(version)
    dossiers.record(
        viewer,
        Act.DOCUMENT_READ,
        dossier_id=dossier_id or version.document.dossier_id,
        about=version.document_id,
        at=at,
        data={"version": str(version.id), "sha256": version.sha256},
    )
    return Opened(version, chunks)


def system_open_published(*, version_id: UUID, about: UUID, dossier_id: UUID) -> Opened:
    """Open a file of a thing that its room has published on this dossier, to whoever asks; it leaves no trace.

    That the thing is public is decided by the room to which it belongs. Raises as `read_document` does.
    """
    rows = Version.objects.unguarded("what is published is read by everybody").exclude(key_name="")
    version = one(rows.filter(document__about=about, document__state=Document.State.GIVEN, dossier_id=dossier_id),
                  id=version_id)  # fmt: skip
    return Opened(version, to_read(version))


def may_look_at(viewer: Viewer, *, version_id: UUID, about: UUID) -> Version:
    """Return a file whose pages somebody wants to see, before they are drawn; raises as `read_document` does."""
    return _readable(viewer, version_id, about, Act.DOCUMENT_LOOK)


@transaction.atomic
def look_at_document(
    viewer: Viewer, *, version_id: UUID, about: UUID, dossier_id: UUID | None, pages: int, at: datetime
) -> Version:
    """Enter on the reader's own dossier, as for a download, that somebody looks at the pages of a visible document.

    `pages` is how many there are. From then on they are open to that person for `look_minutes`. Raises as
    `read_document` does.
    """
    version = _readable(viewer, version_id, about, Act.DOCUMENT_LOOK)
    dossiers.record(
        viewer,
        Act.DOCUMENT_LOOK,
        dossier_id=dossier_id or version.document.dossier_id,
        about=version.document_id,
        at=at,
        data={"version": str(version.id), "sha256": version.sha256, "pages": pages},
    )
    return version


def _readable(viewer: Viewer, version_id: UUID, about: UUID, act: Act) -> Version:
    version = queries.version(viewer, version_id, about=about)
    document = version.document
    if document.state == Document.State.WITHDRAWN and document.party_id != viewer.party_id:
        raise Rule.WITHDRAWN.broken_by(act)
    return version


def to_read(row: Version | Whole) -> Iterator[bytes]:
    """Return the plaintext of a file, where it is small verified whole before this returns; raises store.Damaged."""
    chunks = watched(row)
    return iter(list(chunks)) if row.size <= settings.COMITY_LIMITS["checked_bytes"] else chunks


def watched(row: Version | Whole) -> Iterator[bytes]:
    """Yield the verified plaintext; damage is an alarm in the log, whoever is told of it."""
    try:
        yield from plaintext(row)
    except (store.Damaged, store.KeyringMissing) as damage:
        log.critical("a document is damaged: %s %s: %s", type(row).__name__.lower(), row.pk, damage)
        raise


def plaintext(row: Version | Whole) -> Iterator[bytes]:
    """Yield the verified plaintext of a file, segment by segment."""
    if row.content_id is None:
        raise store.Missing(row.pk.hex)
    secret = queries.keyring().unwrap(bytes(row.wrapped_key))
    segments = store.plain(settings.COMITY_DOCUMENTS, row.content_id, secret)
    return store.verified(segments, size=row.size, sha256=row.sha256)
