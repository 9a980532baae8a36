# SPDX-License-Identifier: EUPL-1.2
"""What a viewer may read of documents. Every function returns visible rows only, and says NotFound for all others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from comity.core.clock import now
from comity.core.errors import NotFound
from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.models import Entry, GuardedQuerySet, Seen
from comity.dossiers.models.sight import one
from comity.parties.queries import PARTY_DETAILS
from comity.statute import Act

from .models import Document, Redaction, Upload, Version, Whole
from .store import Keyring


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as lists and pages show it: its newest file, and how many there were.

    `translates` and `redacts` are the documents that it translates and whose redacted copy it is, where the viewer sees
    them; for both, ask nothing of the row itself. `limited_to` names the circle of the viewer's own party that alone
    sees it, where there is one.
    """

    document: Document
    version: Version
    versions: int
    translates: Document | None = None
    redacts: Document | None = None
    limited_to: str = ""


@cache
def keyring() -> Keyring:
    """Return the instance key of this installation; it notices by itself when the key was rotated."""
    return Keyring(settings.COMITY_DOCUMENTS_KEY)


def documents(viewer: Viewer, about: UUID) -> list[Shown]:
    """Return the visible documents with one thing, oldest first, each with its newest file: two queries."""
    return _with_versions(viewer, Document.objects.visible_to(viewer).filter(about=about))


_seen = Prepared(
    lambda viewer, keys, about: (
        Document.objects.in_seen(Seen.again(keys), viewer)
        .filter(about=about)
        .select_related("party")
        .defer(*(f"party__{name}" for name in PARTY_DETAILS))
        .annotate(limited_to=dossiers.limited_to(viewer, "id"))
        .order_by("added_at", "title", "id")
    )
)


def documents_seen(viewer: Viewer, seen: Seen, about: UUID) -> list[Shown]:
    """Return `documents` where it was just found out which dossiers are visible: one query where there are none."""
    found = list(_seen(viewer=viewer, keys=seen.keys_for(Document), about=about))
    return _shown(Version.objects.visible_to(viewer), found, Document.objects.visible_to(viewer))


def prepared(viewer: Viewer, about: UUID) -> list[Shown]:
    """Return the documents of the viewer's own party that wait to be handed on with one thing, oldest first."""
    rows = Document.objects.visible_to(viewer).filter(about=about, party_id=dossiers.party_of(viewer))
    return _with_versions(viewer, rows.filter(state=Document.State.PREPARED))


def _with_versions(viewer: Viewer, rows: GuardedQuerySet[Document]) -> list[Shown]:
    named = _named(rows.annotate(limited_to=dossiers.limited_to(viewer, "id")))  # type: ignore[arg-type]  # and a name
    return _shown(Version.objects.visible_to(viewer), named, Document.objects.visible_to(viewer))


def _named(rows: GuardedQuerySet[Document]) -> list[Document]:
    named = rows.select_related("party").defer(*(f"party__{name}" for name in PARTY_DETAILS))
    return list(named.order_by("added_at", "title", "id"))


def _shown(
    files: GuardedQuerySet[Version], found: Sequence[Document], others: GuardedQuerySet[Document]
) -> list[Shown]:
    """Return documents with their files; what they name is looked up among `others`, where it is not among them."""
    if not found:
        return []
    known = {row.id: row for row in found}
    named = {key for row in found for key in (row.translation_of_id, row.redacted_from) if key is not None}
    if missing := named - known.keys():
        known |= {row.id: row for row in others.filter(id__in=missing)}
    versions: dict[UUID, list[Version]] = defaultdict(list)
    of_these = files.filter(document_id__in=[row.id for row in found])
    for version in of_these.select_related("uploaded_by").defer("wrapped_key").order_by("number"):
        versions[version.document_id].append(version)
    return [
        Shown(
            row,
            versions[row.id][-1],
            len(versions[row.id]),
            translates=known.get(row.translation_of_id) if row.translation_of_id else None,
            redacts=known.get(row.redacted_from) if row.redacted_from else None,
            limited_to=getattr(row, "limited_to", None) or "",
        )
        for row in found
        if versions[row.id]
    ]


def system_prepared(*, about: UUID, party_id: UUID) -> list[Shown]:
    """Return what a party prepared with one thing, for the act that hands it on, whoever does it for that party."""
    reason = "what is handed on was prepared by a party whose file the transmitting organ does not see"
    rows = Document.objects.unguarded(reason).filter(about=about, party_id=party_id, state=Document.State.PREPARED)
    return _shown(Version.objects.unguarded(reason), _named(rows), Document.objects.unguarded(reason))


def system_published(*, about: UUID, dossier_id: UUID) -> list[Version]:
    """Return the files that were handed on with a thing which its room has published on this dossier."""
    rows = Version.objects.unguarded("what is published is read by everybody").exclude(key_name="")
    rows = rows.filter(document__about=about, document__state=Document.State.GIVEN, dossier_id=dossier_id)
    return list(rows.defer("wrapped_key").order_by("at", "number"))


def document(viewer: Viewer, document_id: UUID, *, about: UUID) -> Shown:
    """Return one visible document with one thing; raises NotFound."""
    found = _with_versions(viewer, Document.objects.visible_to(viewer).filter(id=document_id, about=about))
    if not found:
        raise NotFound
    return found[0]


def document_to_change(viewer: Viewer, document_id: UUID, *, about: UUID) -> Document:
    """Return one visible document with one thing, locked until the unit of work ends; raises NotFound."""
    rows = Document.objects.visible_to(viewer).select_for_update(no_key=True, of=("self",))
    return one(rows, id=document_id, about=about)


def versions(viewer: Viewer, document_id: UUID) -> list[Version]:
    """Return the files of a visible document, newest first."""
    rows = Version.objects.visible_to(viewer).filter(document_id=document_id)
    return list(rows.select_related("uploaded_by").defer("wrapped_key").order_by("-number"))


def version(viewer: Viewer, version_id: UUID, *, about: UUID) -> Version:
    """Return one file of a visible document with one thing; raises NotFound, also where its key was destroyed."""
    rows = Version.objects.visible_to(viewer).exclude(key_name="").select_related("document")
    return one(rows, id=version_id, document__about=about)


def redaction(viewer: Viewer, document_id: UUID, *, about: UUID, locks: bool = False) -> Redaction:
    """Return the person's own working sheet on a visible document; raises NotFound. Only such a one may be locked."""
    rows = Redaction.objects.visible_to(viewer).filter(person_id=dossiers.person_of(viewer), about=about)
    rows = rows.select_for_update(no_key=True, of=("self",)) if locks else rows.select_related("version")
    return one(rows, document_id=document_id)


def made_copy(viewer: Viewer, sheet: Redaction) -> Upload | None:
    """Return the copy that was made of what the person marked, where it is still there and no document yet."""
    if sheet.state != Redaction.State.MADE or sheet.copy_id is None:
        return None
    rows = Upload.objects.visible_to(viewer).filter(person_id=dossiers.person_of(viewer), about=sheet.about)
    return rows.filter(id=sheet.copy_id).first()


def looked_at(viewer: Viewer, version: Version, *, since: datetime) -> Entry | None:
    """Return the last entry by which this person, for this party, looked at a visible file since an instant."""
    rows = dossiers.timeline(viewer, version.document_id).filter(
        act=str(Act.DOCUMENT_LOOK),
        actor_id=dossiers.person_of(viewer),
        party_id=dossiers.party_of(viewer),
        at__gte=since,
    )
    return next((entry for entry in reversed(rows) if entry.data.get("version") == str(version.id)), None)


def custody(viewer: Viewer, document_id: UUID) -> list[Entry]:
    """Return who had a document when, oldest first: what the viewer's own side did, and what both sides see."""
    return list(dossiers.timeline(viewer, document_id))


def upload(viewer: Viewer, upload_id: UUID, *, about: UUID | None = None) -> Upload:
    """Return an upload of the person's own, with one thing where that is given; raises NotFound for anybody else's."""
    rows = Upload.objects.visible_to(viewer).filter(person_id=dossiers.person_of(viewer))
    return one(rows.filter(about=about) if about is not None else rows, id=upload_id)


def wholes(viewer: Viewer, *, about: UUID) -> list[Whole]:
    """Return the whole files of one thing that were made, or are being made, for this person, the newest first."""
    rows = Whole.objects.visible_to(viewer).filter(person_id=dossiers.person_of(viewer), about=about, until__gt=now())
    return list(rows.filter(post_id=dossiers.post_of(viewer)).order_by("-asked_at"))


def whole(viewer: Viewer, whole_id: UUID, *, about: UUID) -> Whole:
    """Return a whole file of the person's own, made at the post they act at; raises NotFound for every other."""
    rows = Whole.objects.visible_to(viewer).filter(person_id=dossiers.person_of(viewer), until__gt=now())
    return one(rows.filter(about=about, post_id=dossiers.post_of(viewer)), id=whole_id)


def digests(rows: Iterable[Shown]) -> list[dict[str, Any]]:
    """Return what an act that hands documents on commits to: which document, which file, its digest and its size."""
    return [
        {
            "document": str(row.document.id),
            "version": str(row.version.id),
            "number": row.version.number,
            "sha256": row.version.sha256,
            "size": row.version.size,
            "language": row.document.language,
        }
        for row in rows
    ]
