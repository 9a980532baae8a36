# SPDX-License-Identifier: EUPL-1.2
"""Published reports: everybody's. Nothing of how they were written is read here."""

from typing import Any
from uuid import UUID

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.dossiers.models.committed import form_committed_to
from comity.ledger.format.receipt import build_receipt
from comity.ledger.queries import system_proof_of
from comity.statute import Act

from ..models import Edition, EditionFile, Published


def published_page(viewer: Viewer, *, size: int, after: str = "", before: str = "") -> Page[Published]:
    """Return a page of published reports, the latest first."""
    return page_of(Published.rows.all(), order=("-on", "-id"), size=size, after=after, before=before)


def published(viewer: Viewer, report_id: UUID) -> Published:
    """Return one published report; raises NotFound."""
    found = Published.rows.filter(id=report_id).select_related("snapshot").first()
    if found is None:
        raise NotFound
    return found


def editions(viewer: Viewer, report_id: UUID) -> list[tuple[Edition, list[EditionFile]]]:
    """Return the languages in which a report was published, the first one first, with their files."""
    rows = Edition.rows.filter(published_id=report_id).order_by("at", "language")
    found: dict[UUID, tuple[Edition, list[EditionFile]]] = {row.id: (row, []) for row in rows}
    for file in EditionFile.rows.filter(edition__in=found).defer("content").order_by("form"):
        found[file.edition_id][1].append(file)
    return list(found.values())


def edition(viewer: Viewer, report_id: UUID, language: str) -> Edition:
    """Return one language of a published report; raises NotFound."""
    found = Edition.rows.filter(published_id=report_id, language=language).select_related("published").first()
    if found is None:
        raise NotFound
    return found


def edition_file(viewer: Viewer, report_id: UUID, language: str, form: str) -> EditionFile:
    """Return one file of a published report with its contents; raises NotFound."""
    rows = EditionFile.rows.filter(edition__published_id=report_id, edition__language=language, form=form)
    found = rows.select_related("edition__published").first()
    if found is None:
        raise NotFound
    return found


def edition_form(edition: Edition, files: list[dict[str, Any]], *, by: str) -> dict[str, Any]:
    """Return what the commitment of an edition binds: the digests and sizes of its files."""
    return form_committed_to(
        entry_id=edition.id,
        act=str(Act.REPORT_PUBLISH),
        about=edition.published_id,
        dossier_id=edition.published_id,
        article="",
        before="",
        after=edition.language,
        by=by,
        at=edition.at,
        data={"documents": files},
    )


def edition_receipt(viewer: Viewer, edition: Edition, *, keeper: str) -> bytes:
    """Return the receipt that binds the files of an edition; empty while the log has not closed over it."""
    logged = system_proof_of(edition.leaf_id)
    if logged is None:
        return b""
    rows = EditionFile.rows.filter(edition=edition).defer("content").order_by("form")
    form = edition_form(edition, [named(row) for row in rows], by=keeper)
    return build_receipt(bytes(edition.salt), form, index=logged.seq, siblings=logged.siblings, note=logged.note)


def named(file: EditionFile) -> dict[str, Any]:
    """Return a file as the commitment names it."""
    return {"name": f"report.{file.form}", "sha256": file.sha256, "size": file.size}
