# SPDX-License-Identifier: EUPL-1.2
"""A new document, and a new file for one that was not handed on yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core import outbox
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.queries import party_of, person_of
from comity.parties.actions.given import needed_text
from comity.statute import Act, rome

from .. import queries, store
from ..intake import Accepted
from ..models import Document, Upload, Version
from .rules import Rule


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a document: `provider` is empty for what is the party's own."""

    title: str
    language: str
    text_kind: str = Document.TextKind.ORIGINAL
    translation_of: UUID | None = None
    provider: str = ""
    conditions: tuple[str, ...] = ()
    protections: tuple[str, ...] = ()
    handling: str = ""


@transaction.atomic
def add_document(
    viewer: Viewer,
    *,
    dossier_id: UUID,
    about: UUID,
    file: Accepted,
    said: Said,
    at: datetime,
    sealed_to: Iterable[UUID] = (),
) -> Document:
    """Add a document to what the viewer's party prepares with one thing, on a dossier that its own side sees.

    `sealed_to` are the keys to which a file that was taken as sealed should be sealed; they are kept with it.
    The file is in its place on the disk before the row names it. Raises Refused for a reader, Invalid naming each field
    that cannot be taken; whether documents may be added there at all is decided by the room to which the thing belongs.
    """
    demand_work(viewer, Act.DOCUMENT_ADD)
    checked = checked_words(viewer, about, said)
    document = Document(
        id=uuid4(), dossier_id=dossier_id, about=about, party_id=party_of(viewer), added_at=at, **checked
    )
    document.save(force_insert=True)
    version = keep_version(viewer, document, file, number=1, at=at, sealed_to=sealed_to)
    record_version(viewer, Act.DOCUMENT_ADD, document, version, at=at)
    return document


@transaction.atomic
def replace_document(
    viewer: Viewer, *, document_id: UUID, about: UUID, file: Accepted, at: datetime, sealed_to: Iterable[UUID] = ()
) -> Document:
    """Replace the file of a document that was not handed on yet; the file before stays readable to its own side."""
    document = queries.document_to_change(viewer, document_id, about=about)
    demand_work(viewer, Act.DOCUMENT_REPLACE)
    demand_prepared(viewer, document, Act.DOCUMENT_REPLACE)
    number = 1 + Version.objects.visible_to(viewer).filter(document=document).count()
    version = keep_version(viewer, document, file, number=number, at=at, sealed_to=sealed_to)
    record_version(viewer, Act.DOCUMENT_REPLACE, document, version, at=at)
    return document


@transaction.atomic
def copy_documents(viewer: Viewer, *, about: UUID, to: UUID, dossier_id: UUID, at: datetime) -> list[Document]:
    """Prepare the same documents with another thing of the viewer's party, their files shared, and return them.

    What the provider asked, whom they protect and how they are to be handled goes along; a consent does not: it was
    given for where they went. Part of an act that was decided already.
    """
    made: dict[UUID, Document] = {}
    # Originals first, so that their translations can name them.
    rows = sorted(queries.prepared(viewer, about), key=lambda row: row.document.translation_of_id is not None)
    for row in rows:
        old, file = row.document, Version.objects.visible_to(viewer).get(id=row.version.id)
        copy = Document(
            id=uuid4(), dossier_id=dossier_id, about=to, party_id=old.party_id, title=old.title, language=old.language,
            text_kind=old.text_kind, translation_of=made.get(old.translation_of_id or old.id), provider=old.provider,
            conditions=old.conditions, protections=old.protections, handling=old.handling, added_at=at,
            redacted_from=old.redacted_from, redactions=old.redactions,
        )  # fmt: skip
        copy.save(force_insert=True)
        file.id, file.document, file.dossier_id, file.number, file.at = uuid4(), copy, dossier_id, 1, at
        file.save(force_insert=True)
        record_version(viewer, Act.DOCUMENT_ADD, copy, file, at=at, copied_from=str(old.id))
        dossiers.copy_limits(viewer, about=old.id, to=copy.id, at=at)
        made[old.id] = copy
    return list(made.values())


def demand_prepared(viewer: Viewer, document: Document, act: Act) -> None:
    """Raise Refused for a document of another party, and for one that was handed on or taken out."""
    if document.party_id != viewer.party_id:
        raise Rule.OWN_DOCUMENT.broken_by(act)
    if document.state == Document.State.KEPT:
        raise Rule.KEPT.broken_by(act)
    if document.state != Document.State.PREPARED:
        raise Rule.NOT_GIVEN.broken_by(act)


def checked_words(viewer: Viewer, about: UUID, said: Said) -> dict[str, Any]:
    """Return what is said of a document as it is kept; raises Invalid naming each field that cannot be taken."""
    problems: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, longest in (("title", 200), ("language", 12), ("provider", 200), ("handling", 500)):
        typed = getattr(said, name)
        if not typed.strip() and name not in {"title", "language"}:
            continue
        try:
            found[name] = needed_text(name, typed, longest=longest)
        except Invalid as error:
            problems |= error.problems
    for name, known in (("conditions", rome().conditions), ("protections", rome().protections)):
        found[name] = sorted(set(getattr(said, name)))
        if not set(found[name]) <= set(known):
            problems[name] = _("Choose among those that are offered.")
    if said.text_kind not in Document.TextKind.values:
        problems["text_kind"] = _("Choose among those that are offered.")
    found["text_kind"] = said.text_kind
    _pair(viewer, about, said, found, problems)
    rows = Document.objects.visible_to(viewer).filter(about=about).exclude(state=Document.State.WITHDRAWN)
    most: int = settings.COMITY_LIMITS["documents"]
    if rows.count() >= most:
        problems[""] = _("%(limit)d documents are here already: give several in one file.") % {"limit": most}
    if problems:
        raise Invalid(problems)
    return found


def _pair(viewer: Viewer, about: UUID, said: Said, found: dict[str, Any], problems: dict[str, str]) -> None:
    """A translation may name the document that it translates; an original names none."""
    if said.translation_of is None:
        return
    if said.text_kind == Document.TextKind.ORIGINAL:
        problems["translation_of"] = _("Only a translation translates another document: say which kind of text it is.")
        return
    originals = Document.objects.visible_to(viewer).filter(about=about, text_kind=Document.TextKind.ORIGINAL)
    if not originals.filter(id=said.translation_of).exists():
        problems["translation_of"] = _("Choose one of the original documents here.")
    found["translation_of_id"] = said.translation_of


def keep_version(
    viewer: Viewer, document: Document, file: Accepted, *, number: int, at: datetime, sealed_to: Iterable[UUID] = ()
) -> Version:
    """Put the file in its place, for good, and then name it in a row."""
    sealed = file.sealed
    # A clock that jumps ahead makes the look at the file due now, when no row that others see names it yet.
    outbox.hold("documents.sweep", str(sealed.content_id))
    store.keep(settings.COMITY_DOCUMENTS, sealed.content_id)
    key_name, wrapped = queries.keyring().wrap(sealed.secret)
    version = Version(
        id=uuid4(),
        dossier_id=document.dossier_id,
        document=document,
        number=number,
        content_id=sealed.content_id,
        sha256=sealed.sha256,
        size=sealed.size,
        media_type=file.media_type,
        warnings=list(file.warnings),
        name_given=file.name_given,
        name=file.name,
        uploaded_by_id=person_of(viewer),
        function=viewer.function,
        at=at,
        scanned_by=file.scanned_by,
        seal={"recipients": file.recipients, "keys": sorted(map(str, sealed_to))} if file.recipients else None,
        wrapped_key=wrapped,
        key_name=key_name,
    )
    version.save(force_insert=True)
    # An upload that was taken up piece by piece has become this document.
    Upload.objects.visible_to(viewer).filter(id=sealed.content_id, person_id=person_of(viewer)).delete()
    return version


def record_version(
    viewer: Viewer, act: Act, document: Document, version: Version, *, at: datetime, **more: object
) -> None:
    """Enter what was done with a file: on the dossier of its document, with its digest."""
    dossiers.record(
        viewer,
        act,
        dossier_id=document.dossier_id,
        about=document.id,
        at=at,
        data={
            "version": str(version.id),
            "number": version.number,
            "sha256": version.sha256,
            "size": version.size,
            "conditions": document.conditions,
            "protections": document.protections,
            **more,
        },
    )
