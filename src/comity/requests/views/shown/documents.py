# SPDX-License-Identifier: EUPL-1.2
"""Documents for reading: what each is, its digest, who gave it and when, and whatever its conditions say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.documents.models import Document, Version
from comity.documents.queries import Shown
from comity.documents.showing import is_drawn, why_not
from comity.documents.words import warning_words
from comity.parties.models import SealingKey
from comity.parties.models.languages import language_name
from comity.parties.queries import owner_of
from comity.statute import Text, rome

from ... import queries
from ...models import Request


@dataclass(frozen=True, slots=True)
class Mark:
    """A condition or a protection, as it stands wherever the document does."""

    name: Text
    article: str
    meaning: Text | None = None


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a form for a document under seal needs: to whom it is sealed, or why nothing can be."""

    keys: tuple[tuple[SealingKey, str], ...]
    problem: str

    @property
    def recipients(self) -> list[str]:
        """What stands in the page for the script that seals."""
        return [key.recipient for key, _owner in self.keys]


@dataclass(frozen=True, slots=True)
class Seal:
    """For whom a file was sealed, as far as the reader may know of the keys, and how many recipients it shows."""

    recipients: int
    keys: tuple[tuple[SealingKey, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A document in a list, or at the head of its page."""

    id: UUID
    title: str
    url: str
    state: str
    is_prepared: bool
    is_withdrawn: bool
    is_own: bool
    kind: str
    language: str
    original: str
    provider: str
    handling: str
    reason: str
    marks: tuple[Mark, ...]
    needs_consent: bool
    consent: str
    limited_to: str
    is_kept: bool
    is_redacted: bool
    redacts: tuple[str, str]
    redactions: tuple[dict[str, Any], ...]
    file: "File"
    facts: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class File:
    """One file of a document."""

    id: UUID
    number: int
    name: str
    size: str
    bytes: int
    sha256: str
    media_type: str
    who: str
    at: Any
    scanned_by: str
    warnings: tuple[str, ...]
    url: str
    look_url: str
    why_not_shown: str
    can_be_redacted: bool
    seal: Seal | None


def rows_of(viewer: Viewer, request_id: UUID, rows: Iterable[Shown]) -> list[Row]:
    """Return documents as lists show them."""
    return [row_of(viewer, request_id, row) for row in rows]


def choices_of(rows: Iterable[Shown]) -> list[tuple[str, str]]:
    """Return prepared documents as a form offers them: by title and name of the file."""
    return [(str(row.document.id), f"{row.document.title} ({row.version.name})") for row in rows]


def row_of(viewer: Viewer, request_id: UUID, shown: Shown) -> Row:
    """Return one document as lists and its own page show it."""
    document, law, reader = shown.document, rome(), get_language() or "en"
    conditions = [law.conditions[code] for code in document.conditions]
    protections = [law.protections[code] for code in document.protections]
    return Row(
        id=document.id,
        title=document.title,
        url=reverse("requests:document", args=[request_id, document.id]),
        state=str(document.get_state_display()),
        is_prepared=document.state == Document.State.PREPARED,
        is_withdrawn=document.state == Document.State.WITHDRAWN,
        is_own=document.party_id == viewer.party_id,
        kind=str(document.get_text_kind_display()),
        language=language_name(document.language, reader),
        original=shown.translates.title if shown.translates else "",
        limited_to=shown.limited_to,
        is_kept=document.state == Document.State.KEPT,
        is_redacted=document.redacted_from is not None,
        redacts=(shown.redacts.title, reverse("requests:document", args=[request_id, shown.redacts.id]))
        if shown.redacts and shown.redacts.about == request_id
        else ("", ""),
        redactions=tuple(document.redactions),
        provider=document.provider or document.party.name,
        handling=document.handling,
        reason=document.reason,
        marks=(
            *(Mark(one.name, one.article, one.meaning) for one in conditions),
            *(Mark(Text(f"Protects: {one.name.en}", f"Protège : {one.name.fr}"), one.article) for one in protections),
        ),
        needs_consent=bool(conditions and document.provider and document.consented_at is None),
        consent=document.consent if document.party_id == viewer.party_id else "",
        file=file_of(viewer, request_id, document, shown.version),
    )


def sealing_of(viewer: Viewer, request: Request, *, at: datetime) -> Sealing | None:
    """Return to whom a document of this request is sealed now; None where the request is not under seal."""
    if not queries.is_under_seal(request):
        return None
    try:
        keys = queries.keys_for(viewer, request, at=at)
    except Invalid as invalid:
        return Sealing((), " ".join(invalid.problems.values()))
    return Sealing(tuple((key, owner_of(viewer, key)) for key in keys), "")


def file_of(
    viewer: Viewer, request_id: UUID, document: Document, version: Version, keys: Sequence[SealingKey] = ()
) -> File:
    """Return one file: across the wall, who gave it is a function and a party, never a name.

    `keys` are those for which it was sealed, where its page says so.
    """
    is_own = document.party_id == viewer.party_id
    who = version.uploaded_by.name if is_own else version.function
    return File(
        id=version.id,
        number=version.number,
        name=version.name,
        size=filesizeformat(version.size),
        bytes=version.size,
        sha256=version.sha256,
        media_type=version.media_type,
        who=", ".join(part for part in (who, document.party.name) if part),
        at=version.at,
        scanned_by=version.scanned_by or _("not scanned"),
        # What hides in it is for those who hand it on; who was given it has the file.
        warnings=tuple(warning_words(one) for one in version.warnings) if is_own else (),
        url=reverse("requests:document_file", args=[request_id, version.id]),
        look_url=reverse("requests:document_look", args=[request_id, version.id]),
        why_not_shown=why_not(version),
        can_be_redacted=is_own and is_drawn(version),
        seal=Seal(version.seal["recipients"], tuple((key, owner_of(viewer, key)) for key in keys))
        if version.seal
        else None,
    )
