# SPDX-License-Identifier: EUPL-1.2
"""A redacted copy: areas marked by one person, the copy made by the worker, and kept as a document of its own.

What is marked is that person's working sheet and stands on no timeline; what is done with it does. The original stays
with the own side from the moment on in which the copy becomes a document.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core import outbox
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.actions import copy_limits, record
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.queries import person_of
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import files, queries, store
from ..intake import Accepted, in_memory, limits
from ..models import Document, Redaction, Upload, Version
from .adding import Said, checked_words, keep_version, record_version
from .reading import plaintext
from .rules import Rule
from .sweeping import system_awaits
from .uploads import end_upload

WHOLE = 10_000  # a page, in hundredths of a per cent
WHY = "the copy was ordered by an act on a visible document"


@dataclass(frozen=True, slots=True)
class Marked:
    """An area to be blackened: from the left and the top of a page as it is seen, in per cent, and why."""

    page: int
    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal
    reason: str
    article: str = ""


def may_redact(viewer: Viewer, *, document_id: UUID, about: UUID) -> Version:
    """Return the file of which a redacted copy may be made; before it is drawn, that its pages may be counted.

    Raises NotFound; Refused for a reader, for another party's document, and for one that was handed on or taken out.
    """
    demand_work(viewer, Act.DOCUMENT_REDACT)
    document = queries.document_to_change(viewer, document_id, about=about)
    _demand_own(viewer, document)
    return queries.version(viewer, queries.document(viewer, document_id, about=about).version.id, about=about)


@transaction.atomic
def begin_redaction(
    viewer: Viewer, *, document_id: UUID, about: UUID, version_id: UUID, pages: int, at: datetime
) -> Redaction:
    """Begin to mark a file, or go on where this person left it; what was marked in an earlier file is kept."""
    version = may_redact(viewer, document_id=document_id, about=about)
    if version.id != version_id:
        raise Invalid({"": _("The file was replaced meanwhile: begin once more.")})
    most = limits().redacted_pages
    if pages > most:
        raise Invalid({"": _("A file of more than %(limit)d pages is not redacted in one piece.") % {"limit": most}})
    found = _own_rows(viewer).filter(document_id=document_id).first()
    if found is not None:
        return found
    redaction = Redaction(
        id=uuid4(), dossier_id=version.dossier_id, about=about, document_id=document_id, version=version,
        person_id=person_of(viewer), pages=pages, changed_at=at,
    )  # fmt: skip
    redaction.save(force_insert=True)
    return redaction


@transaction.atomic
def add_mark(
    viewer: Viewer, *, document_id: UUID, about: UUID, version_id: UUID, mark: Marked, at: datetime
) -> Redaction:
    """Mark an area of a page; raises Invalid naming each field, NotFound where this person marks nothing here.

    `version_id` is the file that the person saw: one that was replaced meanwhile is not marked.
    """
    redaction = _to_mark(viewer, document_id, about, version_id)
    most: int = settings.COMITY_LIMITS["redaction_marks"]
    if len(redaction.marks) >= most:
        raise Invalid({"": _("%(limit)d areas are marked already: mark larger ones instead.") % {"limit": most}})
    redaction.marks = [*redaction.marks, {"id": uuid4().hex, **_sound(mark, redaction.pages)}]
    _changed(viewer, redaction, at=at)
    return redaction


@transaction.atomic
def remove_mark(
    viewer: Viewer, *, document_id: UUID, about: UUID, version_id: UUID, mark_id: str, at: datetime
) -> Redaction:
    """Take a mark away; one that is away already does no harm."""
    redaction = _to_mark(viewer, document_id, about, version_id)
    redaction.marks = [mark for mark in redaction.marks if mark["id"] != mark_id]
    _changed(viewer, redaction, at=at)
    return redaction


@transaction.atomic
def carry_marks_over(
    viewer: Viewer, *, document_id: UUID, about: UUID, version_id: UUID, pages: int, at: datetime
) -> Redaction:
    """Take the marks of an earlier file over to the one that replaced it; the person then looks at every page again."""
    version = may_redact(viewer, document_id=document_id, about=about)
    if version.id != version_id:
        raise Invalid({"": _("The file was replaced meanwhile: begin once more.")})
    redaction = queries.redaction(viewer, document_id, about=about, locks=True)
    redaction.version, redaction.pages = version, pages
    _changed(viewer, redaction, at=at)
    return redaction


@transaction.atomic
def order_copy(viewer: Viewer, *, document_id: UUID, about: UUID, version_id: UUID, at: datetime) -> Redaction:
    """Have the redacted copy made: the worker does it, and the person looks at it before it becomes a document."""
    redaction = _to_mark(viewer, document_id, about, version_id)
    if not redaction.marks:
        raise Invalid({"": _("Nothing is marked yet: mark at least one area.")})
    beyond = sorted({mark["page"] for mark in redaction.marks if mark["page"] > redaction.pages})
    if beyond:
        said = _("There is no page %(number)d in this file: take its marks away first.")
        raise Invalid({"": said % {"number": beyond[0]}})
    _changed(viewer, redaction, at=at, state=Redaction.State.ORDERED)
    outbox.owe("documents.redact", str(redaction.id), at=at)
    return redaction


def system_redact(redaction_id: UUID, *, at: datetime) -> bool:
    """Make an ordered copy, and put it where an upload of that person stands; return whether one was made.

    Minutes at most, in no unit of work. What cannot be made is said on the working sheet. Done twice, it makes one.
    """
    with as_viewer(system_viewer("redact"), writes=False):
        redaction = Redaction.objects.unguarded(WHY).filter(id=redaction_id, state=Redaction.State.ORDERED).first()
        if redaction is None:
            return False
        version = Version.objects.unguarded(WHY).exclude(key_name="").filter(id=redaction.version_id).first()
    if version is None:
        return False  # its key was destroyed meanwhile
    try:
        with in_memory(plaintext(version), version.size) as file:
            copy, content = files.redacted_in(file, _areas(redaction), media_type=version.media_type, limits=limits())
    except files.Unfit as unfit:
        _fail(redaction, unfit.note)
        return False
    sealed = _sealed(content, at=at)
    with as_viewer(system_viewer("redact")):
        rows = Redaction.objects.unguarded(WHY).select_for_update(no_key=True, of=("self",))
        row = rows.filter(id=redaction.id, state=Redaction.State.ORDERED, changed_at=redaction.changed_at).first()
        if row is None:
            return False  # marked anew meanwhile; the file is swept
        _as_upload(row, version, sealed, at=at)
        row.state, row.copy_id, row.problem = Redaction.State.MADE, sealed.content_id, {}
        row.save(update_fields=["state", "copy_id", "problem"])
    return copy.marks > 0


@transaction.atomic
def keep_copy(viewer: Viewer, *, document_id: UUID, about: UUID, file: Accepted, title: str, at: datetime) -> Document:
    """Make the copy a document: prepared like any other, with why each area is black; the original stays from now on.

    Whatever the original's provider asked goes along; a consent does not. Raises Invalid where the copy is not the one
    of these marks and this file.
    """
    redaction = queries.redaction(viewer, document_id, about=about, locks=True)
    demand_work(viewer, Act.DOCUMENT_REDACT)
    original = queries.document_to_change(viewer, document_id, about=about)
    _demand_own(viewer, original)
    version = queries.document(viewer, document_id, about=about).version
    if redaction.copy_id != file.sealed.content_id or redaction.version_id != version.id:
        raise Invalid({"": _("The file or its marks changed meanwhile: have the copy made once more.")})
    said = Said(
        title=title, language=original.language, text_kind=original.text_kind,
        translation_of=original.translation_of_id, provider=original.provider, handling=original.handling,
        conditions=tuple(original.conditions), protections=tuple(original.protections),
    )  # fmt: skip
    copy = Document(
        id=uuid4(), dossier_id=original.dossier_id, about=about, party_id=original.party_id, added_at=at,
        redacted_from=original.id, redactions=_reasons(redaction), **checked_words(viewer, about, said),
    )  # fmt: skip
    copy.save(force_insert=True)
    kept = keep_version(viewer, copy, file, number=1, at=at)
    pages = sorted({mark["page"] for mark in redaction.marks})
    record_version(
        viewer, Act.DOCUMENT_ADD, copy, kept, at=at, redacted_from=str(original.id), redactions=copy.redactions
    )
    record(
        viewer,
        Act.DOCUMENT_REDACT,
        dossier_id=original.dossier_id,
        about=original.id,
        at=at,
        data={"version": str(version.id), "sha256": version.sha256, "copy": str(copy.id), "copy_sha256": kept.sha256,
              "marks": len(redaction.marks), "pages": pages},
    )  # fmt: skip
    copy_limits(viewer, about=original.id, to=copy.id, at=at)
    original.state = Document.State.KEPT
    original.save(update_fields=["state"])
    redaction.state, redaction.copy_id, redaction.changed_at = Redaction.State.MARKING, None, at
    redaction.save(update_fields=["state", "copy_id", "changed_at"])
    return copy


def _own_rows(viewer: Viewer) -> GuardedQuerySet[Redaction]:
    return Redaction.objects.visible_to(viewer).filter(person_id=person_of(viewer))


def _demand_own(viewer: Viewer, document: Document) -> None:
    if document.party_id != viewer.party_id:
        raise Rule.OWN_DOCUMENT.broken_by(Act.DOCUMENT_REDACT)
    if document.state not in {Document.State.PREPARED, Document.State.KEPT}:
        raise Rule.NOT_GIVEN.broken_by(Act.DOCUMENT_REDACT)


def _to_mark(viewer: Viewer, document_id: UUID, about: UUID, version_id: UUID) -> Redaction:
    """Return the working sheet of this person, locked, where the file is still the one that was marked and seen."""
    version = may_redact(viewer, document_id=document_id, about=about)
    redaction = queries.redaction(viewer, document_id, about=about, locks=True)
    if not version.id == redaction.version_id == version_id:
        raise Invalid({"": _("The file was replaced meanwhile. Take the marks over to the new file first.")})
    return redaction


def _changed(viewer: Viewer, redaction: Redaction, *, at: datetime, state: str = Redaction.State.MARKING) -> None:
    """Keep the marks; a copy that was made of others is deleted."""
    if redaction.copy_id is not None:
        with suppress(NotFound):  # it was swept, or has become a document
            end_upload(viewer, upload_id=redaction.copy_id)
    redaction.state, redaction.copy_id, redaction.problem, redaction.changed_at = state, None, {}, at
    redaction.save(update_fields=["version", "pages", "marks", "state", "copy_id", "problem", "changed_at"])


def _sound(mark: Marked, pages: int) -> dict[str, Any]:
    """Return a mark as it is kept, outwards to hundredths of a per cent; raises Invalid naming each field."""
    problems: dict[str, str] = {}
    found: dict[str, Any] = {"page": mark.page}
    if not 1 <= mark.page <= pages:
        problems[""] = _("There is no page %(number)d in this file.") % {"number": mark.page}
    _side(problems, "left", mark.left, "width", mark.width)
    _side(problems, "top", mark.top, "height", mark.height)
    for name, longest, text in (("reason", 300, mark.reason), ("article", 60, mark.article)):
        try:
            found[name] = needed_text(name, text, longest=longest) if text.strip() or name == "reason" else ""
        except Invalid as error:
            problems |= error.problems
    if problems:
        raise Invalid(problems)
    for name, length, start, size in (("x", "width", mark.left, mark.width), ("y", "height", mark.top, mark.height)):
        found[name] = int((start * 100).to_integral_value(ROUND_FLOOR))
        found[length] = int(((start + size) * 100).to_integral_value(ROUND_CEILING)) - found[name]
    return found


def _side(problems: dict[str, str], start_name: str, start: Decimal, size_name: str, size: Decimal) -> None:
    if not start.is_finite() or not 0 <= start < 100:
        problems[start_name] = _("A mark begins on the page: from 0 to below 100 per cent.")
    if not size.is_finite() or not 0 < size <= 100:
        problems[size_name] = _("A mark is larger than 0 and at most 100 per cent.")
    elif start_name not in problems and start + size > 100:
        said = _("The mark reaches beyond the page: from %(start)s per cent on, %(most)s per cent are left.")
        problems[size_name] = said % {"start": f"{start:f}", "most": f"{100 - start:f}"}


def _areas(redaction: Redaction) -> dict[int, list[files.Area]]:
    areas: dict[int, list[files.Area]] = {}
    for mark in redaction.marks:
        x, y, width, height = (mark[name] / WHOLE for name in ("x", "y", "width", "height"))
        areas.setdefault(mark["page"], []).append(files.Area(x, y, width, height))
    return areas


def _reasons(redaction: Redaction) -> list[dict[str, Any]]:
    """Return why each area is black, page by page: what goes with the copy."""
    ordered = sorted(redaction.marks, key=lambda mark: (mark["page"], mark["y"], mark["x"]))
    return [{name: mark[name] for name in ("page", "reason", "article")} for mark in ordered]


def _fail(redaction: Redaction, note: files.Note) -> None:
    with as_viewer(system_viewer("redact")):
        rows = Redaction.objects.unguarded(WHY).filter(id=redaction.id, changed_at=redaction.changed_at)
        rows.update(state=Redaction.State.MARKING, problem=note.plain())


def _sealed(content: bytes, *, at: datetime) -> store.Sealed:
    writer = store.Writer(settings.COMITY_DOCUMENTS)
    with as_viewer(system_viewer("redact")):
        system_awaits(writer.content_id, at=at)
    writer.write(content)
    return writer.finish()


def _as_upload(redaction: Redaction, version: Version, sealed: store.Sealed, *, at: datetime) -> None:
    key_name, wrapped = queries.keyring().wrap(sealed.secret)
    Upload(
        id=sealed.content_id, dossier_id=redaction.dossier_id, about=redaction.about, person_id=redaction.person_id,
        name=f"{version.name.rpartition('.')[0][:40]}-redacted.pdf", size=sealed.size, offset=sealed.size,
        state=Upload.State.COMPLETE, sha256=sealed.sha256, wrapped_key=wrapped, key_name=key_name, begun_at=at,
        until=at + timedelta(hours=settings.COMITY_LIMITS["upload_hours"]),
    ).save(force_insert=True)  # fmt: skip
