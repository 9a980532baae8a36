# SPDX-License-Identifier: EUPL-1.2
"""Making the whole file of a request as one PDF: owed work, with the eyes of the person who asked, a file at a time.

What is foreign is parsed apart (`documents.files`); here pass bytes only. Beginning to end it can be done again.
"""

import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from comity.core import progress
from comity.core.clock import now
from comity.core.crash import crashpoint
from comity.core.db import as_viewer
from comity.core.errors import NotFound, Refused
from comity.core.outbox import lasting
from comity.core.typeset import Unset, typeset
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.documents import files, intake, store
from comity.documents import queries as document_queries
from comity.documents.models import Document, Version, Whole
from comity.documents.words import sentence
from comity.dossiers.queries import with_circles
from comity.parties.queries import system_people, viewer_of

from .. import actions, queries
from .shown.whole import Bound, data_of

log = logging.getLogger(__name__)
MIB = 1024 * 1024
TEMPLATE = Path(__file__).parents[1] / "templates" / "requests" / "whole.typ"
MM = 72 / 25.4
# Within the margins that the template leaves: left, bottom, right, top.
TALL: files.Frame = (10 * MM, 18 * MM, 200 * MM, 275 * MM)
WIDE: files.Frame = (10 * MM, 18 * MM, 287 * MM, 188 * MM)


class Stopped(Exception):
    """It cannot be made, today or tomorrow: a code, and the document or the sign at which it failed."""

    def __init__(self, code: str, what: str = "") -> None:
        self.problem = {"code": code, "what": what}
        super().__init__(code)


@dataclass(slots=True)
class Budget:
    """How much of everything is left: told before each document, which is named where nothing is."""

    until: float
    bytes: int
    pages: int

    @classmethod
    def full(cls) -> "Budget":
        """Return what the settings allow."""
        of = settings.COMITY_LIMITS
        return cls(time.monotonic() + of["whole_seconds"], of["whole_bytes"], of["whole_pages"])

    def seconds(self, title: str = "") -> int:
        """Return the seconds left; raises Stopped where there are none."""
        left = int(self.until - time.monotonic())
        if left <= 0:
            raise Stopped("time", title)
        return left


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@lasting
def make(key: str) -> None:
    """Make a whole file; the key is its id. Nothing is left of an attempt that fails, or is killed and done again."""
    at = now()
    whole = documents.system_attempt_whole(UUID(key), at=at)
    if whole is None or whole.content_id is None:
        return
    try:
        with translation.override(whole.language):
            content, inside = _made(whole, at)
        crashpoint("whole.before_writing")
        documents.system_keep_whole(
            whole.id, content_id=whole.content_id, chunks=_pieces(content), inside=inside, at=now()
        )
    except Stopped as stopped:
        documents.system_fail_whole(whole.id, problem=stopped.problem, at=now())
    except Exception:
        progress.fail(whole.progress_id)  # until the worker tries again
        raise


def _pieces(content: bytes) -> Iterator[bytes]:
    view = memoryview(content)
    return (bytes(view[begin : begin + MIB]) for begin in range(0, len(view), MIB))


def _viewer(whole: Whole, at: datetime) -> tuple[Viewer, str]:
    """Return who asked, as they may see now, and their name; raises Stopped where the post has ended."""
    (person,) = system_people([whole.person_id])
    viewer = viewer_of(person, whole.post_id, at)
    if viewer is None or viewer.post_id != whole.post_id:
        raise Stopped("sight")
    return with_circles(viewer, at), person.name


def _made(whole: Whole, at: datetime) -> tuple[bytes, documents.Inside]:
    viewer, name = _viewer(whole, at)
    budget = Budget.full()
    try:
        with as_viewer(viewer):
            actions.may_take_out(viewer, request_id=whole.about)
            found = _found(viewer, whole)
        bound, leaves = _leaves(whole, found, budget)
        with as_viewer(viewer, writes=False):
            page = queries.request_page(viewer, whole.about)
            data = data_of(viewer, page, bound, name=name, at=at, has_foreign=bool(leaves))
            own = document_queries.whole(viewer, whole.id, about=whole.about)
    except (NotFound, Refused):
        raise Stopped("sight") from None
    try:
        paper = typeset(_template(), data, at=at, fonts=settings.COMITY_FONTS, mark="leaf")
    except Unset as unset:
        if not unset.sign:
            log.exception("a whole file could not be set")
        raise Stopped("sign" if unset.sign else "set", unset.sign) from None
    *places, last = paper.marked
    pages = int(last["total"])
    if pages > settings.COMITY_LIMITS["whole_pages"]:
        raise Stopped("pages")
    content = _bound(paper.content, leaves, places, budget)
    if len(content) > settings.COMITY_LIMITS["whole_bytes"]:
        raise Stopped("bytes")
    dossiers = {own.dossier_id, *(entry.dossier_id for entry in page.entries)}
    dossiers |= {row.shown.document.dossier_id for row in bound}
    return content, documents.Inside(
        files=tuple(
            {
                "document": str(row.shown.document.id),
                "version": str(row.shown.version.id),
                "sha256": row.shown.version.sha256,
                "has_pages": bool(row.sizes),
            }
            for row in bound
        ),
        dossiers=frozenset(dossiers),
        pages=pages,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the request as this person sees it: its newest file with its key, and the ones before."""

    shown: document_queries.Shown
    version: Version
    earlier: tuple[Version, ...]


def _found(viewer: Viewer, whole: Whole) -> list[Found]:
    row = queries.request_with_documents(viewer, whole.about)
    found = []
    for shown in queries.documents_with(viewer, row):
        newest, *earlier = document_queries.versions(viewer, shown.document.id)
        version = document_queries.version(viewer, newest.id, about=whole.about)
        found.append(Found(shown, version, tuple(reversed(earlier))))
    return found


def _leaves(whole: Whole, found: list[Found], budget: Budget) -> tuple[list[Bound], list[files.Leaves]]:
    """Return every document with what becomes of it, and the bare pages of those that have some."""
    bound: list[Bound] = []
    leaves: list[files.Leaves] = []
    for number, row in enumerate(found):
        progress.tell(whole.progress_id, done=number, total=len(found) + 2)
        made = Bound(row.shown, earlier=tuple(f"{one.name}  SHA-256 {one.sha256}" for one in row.earlier))
        made.reason = _why_none(row)
        if not made.reason:
            try:
                pages = _pages(row, budget)
            except files.Unfit as unfit:
                made.reason = _("It could not be made into pages: %(why)s It is in the zip only.") % {
                    "why": sentence(unfit.note)
                }
            else:
                made.part, made.sizes = len(leaves), pages.sizes
                leaves.append(pages)
        bound.append(made)
        crashpoint("whole.after_document")
    progress.tell(whole.progress_id, done=len(found), total=len(found) + 2)
    return bound, leaves


def _why_none(row: Found) -> str:
    if row.shown.document.state == Document.State.WITHDRAWN:
        return _("It was taken out, so its pages are not here.")
    if not files.has_leaves(row.version.media_type):
        return _("A file of this kind cannot be a page: it is in the zip only.")
    return ""


def _pages(row: Found, budget: Budget) -> files.Leaves:
    """Return the bare pages of one file; Unfit where it has none, Stopped where nothing may be made at all."""
    title = row.shown.document.title
    seconds = budget.seconds(title)
    budget.bytes -= row.version.size
    if budget.bytes < 0:
        raise Stopped("bytes", title)
    with os.fdopen(os.memfd_create("document"), "w+b") as memory:
        try:
            for segment in documents.watched(row.version):
                memory.write(segment)
        except (store.Damaged, store.KeyringMissing):
            raise Stopped("damaged", title) from None
        memory.flush()
        try:
            pages = files.leaves(
                memory, row.version.media_type, most=budget.pages, limits=intake.limits(), seconds=seconds
            )
        except files.Unfit as unfit:
            if unfit.note.code == files.Problem.TOO_MANY:
                raise Stopped("pages", title) from None
            if unfit.note.code == files.Problem.TOO_DEMANDING:
                raise Stopped("demanding", title) from None
            raise
    budget.pages -= len(pages.sizes)
    return pages


def _bound(front: bytes, leaves: list[files.Leaves], places: list[dict[str, Any]], budget: Budget) -> bytes:
    """Return the paper with the pages of the documents laid in; without any it stays as it was set: PDF/A-2a."""
    if not places:
        return front
    laid = [files.Place(place["part"], place["page"], place["at"], WIDE if place["wide"] else TALL) for place in places]
    try:
        return files.bind(front, leaves, laid, limits=intake.limits(), seconds=budget.seconds())
    except files.Unfit:
        raise Stopped("bound") from None
