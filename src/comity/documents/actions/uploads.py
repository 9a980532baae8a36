# SPDX-License-Identifier: EUPL-1.2
"""An upload in pieces that can be taken up again: begun, continued, finished, or given up; one person's own."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from comity.core.db import as_viewer
from comity.core.errors import Conflict, Invalid
from comity.core.viewer import Viewer
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.queries import person_of
from comity.statute import Act

from .. import queries, store
from ..intake import LONGEST_NAME_GIVEN, clean_name, demand_begins_sealed
from ..models import Upload
from .sweeping import system_awaits


@transaction.atomic
def begin_upload(viewer: Viewer, *, dossier_id: UUID, about: UUID, name: str, size: int, at: datetime) -> Upload:
    """Begin an upload of a file of this size; its name is judged now, so that nobody sends it in vain.

    Raises Refused for a reader, Invalid for a name or a size that cannot be taken, and for too many unfinished ones.
    """
    demand_work(viewer, Act.DOCUMENT_ADD)
    clean_name(name)
    most: int = settings.COMITY_LIMITS["document_bytes"]
    if not 0 < size <= most:
        raise Invalid({"file": _("A document has from 1 to %(limit)d bytes.") % {"limit": most}})
    own = Upload.objects.visible_to(viewer).filter(person_id=person_of(viewer))
    limit: int = settings.COMITY_LIMITS["unfinished_uploads"]
    if own.count() >= limit:
        raise Invalid(
            {"file": _("You have %(limit)d unfinished uploads: finish or cancel one first.") % {"limit": limit}}
        )
    key_name, wrapped = queries.keyring().wrap(str(Identity.generate()))
    upload = Upload(
        id=uuid4(),
        dossier_id=dossier_id,
        about=about,
        person_id=person_of(viewer),
        name=name[:LONGEST_NAME_GIVEN],
        size=size,
        wrapped_key=wrapped,
        key_name=key_name,
        begun_at=at,
        until=at + timedelta(hours=settings.COMITY_LIMITS["upload_hours"]),
    )
    upload.save(force_insert=True)
    system_awaits(upload.id, at=at)
    return upload


def continue_upload(
    viewer: Viewer, *, upload_id: UUID, offset: int, chunks: Iterable[bytes], must_be_sealed: bool = False
) -> Upload:
    """Take the next bytes of an upload, encrypted as they come, and return it as it stands then.

    It has units of work of its own, and none while bytes come, as slowly as the line is. What has come when the line
    breaks is kept. Raises NotFound for anybody else's, Conflict where the bytes do not begin where the upload stands,
    Invalid where they are more than were announced, Unfit where it must be sealed and its first bytes say that it is
    not, store.Busy where another line writes.
    """
    with as_viewer(viewer, writes=False):
        upload = queries.upload(viewer, upload_id)
    if offset != upload.offset or upload.state == Upload.State.COMPLETE:
        raise Conflict(field="offset", mine=str(offset), theirs=str(upload.offset), revision=0)
    secret = queries.keyring().unwrap(bytes(upload.wrapped_key))
    start = come = store.Appended(upload.offset, upload.kept)
    root = settings.COMITY_DOCUMENTS
    taken = _within(chunks, upload.size - upload.offset)
    try:
        for come in store.append(
            root, upload.id, secret, start, _sealed(taken) if must_be_sealed and offset == 0 else taken
        ):
            upload.offset, upload.kept = come.offset, come.kept
        if upload.offset == upload.size:
            upload.sha256, upload.state = _digest_of(upload, secret), Upload.State.COMPLETE
    finally:
        if come != start:
            _note(viewer, upload, start)
    return upload


def _within(chunks: Iterable[bytes], room: int) -> Iterator[bytes]:
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise Invalid({"file": _("More bytes came than were announced.")})
        yield chunk


def _sealed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Let nothing be written of a file that does not begin as a sealed one."""
    is_first = True
    for chunk in chunks:
        if is_first:
            demand_begins_sealed(chunk)
        is_first = False
        yield chunk


def _digest_of(upload: Upload, secret: str) -> str:
    """Return the digest of an upload that has come whole, read back from the disk."""
    digest = hashlib.sha256()
    for segment in store.plain(settings.COMITY_DOCUMENTS, upload.id, secret):
        digest.update(segment)
    return digest.hexdigest()


def _note(viewer: Viewer, upload: Upload, start: store.Appended) -> None:
    """Say in the row how far it came, where it still stands where this began: the bytes are on the disk by now."""
    with as_viewer(viewer):
        rows = Upload.objects.visible_to(viewer).filter(id=upload.id, offset=start.offset)
        rows.update(offset=upload.offset, kept=upload.kept, sha256=upload.sha256, state=upload.state)


@transaction.atomic
def end_upload(viewer: Viewer, *, upload_id: UUID) -> None:
    """Give an upload up: its bytes are deleted at once; raises NotFound for anybody else's."""
    upload = queries.upload(viewer, upload_id)
    upload.delete()
    store.discard(settings.COMITY_DOCUMENTS, upload_id)


def finished_upload(viewer: Viewer, *, upload_id: UUID, about: UUID) -> tuple[store.Sealed, str]:
    """Return an upload of the person's own as a file that was written whole, with the name it was given.

    Raises NotFound for anybody else's, Invalid for one that is incomplete.
    """
    upload = queries.upload(viewer, upload_id, about=about)
    if upload.state != Upload.State.COMPLETE:
        raise Invalid({"file": _("This upload is incomplete: take it up again with the same file.")})
    secret = queries.keyring().unwrap(bytes(upload.wrapped_key))
    return store.Sealed(upload.id, secret, upload.size, upload.sha256), upload.name
