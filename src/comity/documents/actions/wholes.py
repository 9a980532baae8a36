# SPDX-License-Identifier: EUPL-1.2
"""The whole file of one thing as one PDF: asked for, made by owed work, taken by the person who asked, then forgotten.

It is encrypted at rest as documents are, with a secret of its own. Each attempt to make it writes a file of its own,
named by the row before its first byte; what an attempt that was killed has left, the next one deletes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comity.core import outbox, progress
from comity.core.crash import crashpoint
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.queries import person_of, post_of, seen_in_full

from .. import queries, store
from ..models import Document, Whole
from .reading import read_document, to_read
from .sweeping import system_awaits

WHY = "a named duty of the system makes it for the person who asked"
DUTY = "documents.whole"


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in a whole file: the documents named, and the dossiers of all that is in it; see `models.Whole`."""

    files: tuple[dict[str, str | bool], ...]
    dossiers: frozenset[UUID]
    pages: int


@transaction.atomic
def begin_whole(
    viewer: Viewer,
    *,
    dossier_id: UUID,
    about: UUID,
    dossiers: Iterable[UUID],
    task: str,
    language: str,
    at: datetime,
) -> Whole:
    """Owe the making of the whole file of one thing for this person, and return its row; one under way is joined.

    Whether the person may have it is decided by the room to which the thing belongs; `dossiers` are those of which
    anything may stand in it: should one be disposed of meanwhile, it is given up. `task` names the work that makes it,
    in this language. Raises Invalid for more than `whole_files` at a time.
    """
    post_id = post_of(viewer)
    own = Whole.objects.visible_to(viewer).filter(person_id=person_of(viewer), until__gt=at)
    same = own.filter(about=about, post_id=post_id, state=Whole.State.MAKING).first()
    if same is not None:
        return same
    most: int = settings.COMITY_LIMITS["whole_files"]
    if own.count() >= most:
        raise Invalid(
            {"": _("You have %(limit)d whole files that were made for you: delete one first.") % {"limit": most}}
        )
    whole = Whole(
        id=uuid4(),
        dossier_id=dossier_id,
        about=about,
        person_id=person_of(viewer),
        post_id=post_id,
        language=language,
        dossiers=sorted(str(key) for key in dossiers),
        progress_id=progress.begin(viewer, title=gettext_noop("Making the whole file")),
        asked_at=at,
        until=at + timedelta(hours=settings.COMITY_LIMITS["whole_hours"]),
    )
    whole.save(force_insert=True)
    outbox.owe(task, str(whole.id), at=at)
    outbox.owe("documents.forget_whole", str(whole.id), at=whole.until)
    return whole


def system_attempt_whole(whole_id: UUID, *, at: datetime) -> Whole | None:
    """Begin an attempt and return the row with the name of the file to write; None where there is nothing to make.

    What an attempt before has left is deleted. A unit of work of its own, as those below.
    """
    with as_viewer(system_viewer(DUTY)):
        whole = _to_make(whole_id, at)
        if whole is None:
            return None
        if whole.content_id is not None:
            store.discard(settings.COMITY_DOCUMENTS, whole.content_id)
        whole.content_id = uuid4()
        whole.save(update_fields=["content_id"])
        system_awaits(whole.content_id, at=at)
        return whole


def system_keep_whole(
    whole_id: UUID, *, content_id: UUID, chunks: Iterable[bytes], inside: Inside, at: datetime
) -> bool:
    """Write the file of an attempt and name it in the row, for good; False, and no file, where it is wanted no more."""
    root = settings.COMITY_DOCUMENTS
    writer = store.Writer(root, content_id)
    try:
        for chunk in chunks:
            writer.write(chunk)
        sealed = writer.finish()
    except BaseException:
        writer.abort()
        raise
    crashpoint("whole.after_writing")
    store.keep(root, content_id)
    crashpoint("whole.after_keeping")
    with as_viewer(system_viewer(DUTY)):
        whole = _to_make(whole_id, at)
        if whole is None or whole.content_id != content_id:
            store.discard(root, content_id)
            return False
        whole.key_name, whole.wrapped_key = queries.keyring().wrap(sealed.secret)
        whole.sha256, whole.size, whole.pages = sealed.sha256, sealed.size, inside.pages
        whole.files, whole.dossiers = list(inside.files), sorted(str(key) for key in inside.dossiers)
        whole.state = Whole.State.READY
        whole.save(update_fields=["key_name", "wrapped_key", "sha256", "size", "pages", "files", "dossiers", "state"])
    progress.finish(whole.progress_id)
    return True


def system_fail_whole(whole_id: UUID, *, problem: dict[str, Any], at: datetime) -> None:
    """Say for good why it could not be made, in a code with values, and at which document."""
    with as_viewer(system_viewer(DUTY)):
        whole = _to_make(whole_id, at)
        if whole is None:
            return
        whole.state, whole.problem = Whole.State.FAILED, problem
        whole.save(update_fields=["state", "problem"])
        if whole.content_id is not None:
            store.discard(settings.COMITY_DOCUMENTS, whole.content_id)
        progress.fail(whole.progress_id)


@transaction.atomic
def system_forget_whole(whole_id: UUID, *, at: datetime) -> bool:
    """Delete a whole file whose time has ended, row and file; return whether it was there."""
    rows = Whole.objects.unguarded(WHY).filter(id=whole_id, until__lte=at).select_for_update(of=("self",))
    whole = rows.first()
    return whole is not None and _forget(whole)


@transaction.atomic
def end_whole(viewer: Viewer, *, whole_id: UUID, about: UUID) -> None:
    """Delete a whole file now; raises NotFound for anybody else's."""
    _forget(queries.whole(viewer, whole_id, about=about))


@transaction.atomic
def take_whole(
    viewer: Viewer, *, whole_id: UUID, about: UUID, dossier_id: UUID | None, at: datetime
) -> tuple[Whole, Iterator[bytes]]:
    """Open a whole file that is ready, and enter of each document in it that it was read, on the reader's own side.

    Everything in it must be visible to the person still: raises NotFound where anything no longer is, Refused where a
    document was taken out meanwhile, and store.Damaged for a file that is not what was made.
    """
    whole = queries.whole(viewer, whole_id, about=about)
    if whole.state != Whole.State.READY:
        raise NotFound
    inside = {UUID(key) for key in whole.dossiers}
    if seen_in_full(viewer, inside) != inside:
        raise NotFound
    named = {UUID(file["document"]) for file in whole.files}
    if Document.objects.visible_to(viewer).filter(id__in=named).count() != len(named):
        raise NotFound
    for version_id in (UUID(file["version"]) for file in whole.files if file["has_pages"]):
        read_document(viewer, version_id=version_id, about=about, dossier_id=dossier_id, at=at, is_one_of_many=True)
    return whole, to_read(whole)


def _to_make(whole_id: UUID, at: datetime) -> Whole | None:
    rows = Whole.objects.unguarded(WHY).select_for_update(of=("self",))
    return rows.filter(id=whole_id, state=Whole.State.MAKING, until__gt=at).first()


def _forget(whole: Whole) -> bool:
    content_id = whole.content_id
    whole.delete()
    return content_id is not None and store.discard(settings.COMITY_DOCUMENTS, content_id)
