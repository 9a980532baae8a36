# SPDX-License-Identifier: EUPL-1.2
"""Translations, block by block: written by one person, reviewed by another, outdated when the original changes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Conflict, Invalid
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.statute import Act

from .. import queries
from ..kinds import FOOTNOTE, kinds, places_in
from ..models import Rendering, Report
from .blocks import Typed
from .rules import Rule
from .writing import checked, keep, next_number, note, put, to_write


@transaction.atomic
def translate_block(
    viewer: Viewer, *, report_id: UUID, block_id: UUID, language: str, typed: Typed, is_done: bool, of: str,
    at: datetime,
) -> tuple[Rendering, Conflict | None]:  # fmt: skip
    """Write a translation of a block; `of` is the digest of the original as the translator saw it.

    Raises NotFound, Refused, or Invalid: an unknown language, other footnotes or figures than the original's, or lines
    of a table's words missing. Two translators in one block lose nothing; see `save_block`.
    """
    row = to_write(viewer, report_id, Act.REPORT_TRANSLATE)
    _demand_language(row, language)
    block = queries.block(viewer, row, block_id)
    original = queries.rendering(viewer, block, row.language)
    assert original is not None  # a block is made with its text
    lines = queries.caption_lines(row.snapshot, block.figure, language) if block.figure and row.snapshot else 0
    text, notes = checked(row, typed.text, typed.notes, caption=lines)
    _compare(original, text, notes)
    now = queries.rendering(viewer, block, language)
    digest = queries.text_digest(text, notes)
    if now is not None and now.digest not in {typed.mark, digest}:
        number = next_number(viewer, block, language)
        keep(viewer, block, language, text, notes, number=number, at=at, is_aside=True)
        return now, Conflict(field="text", mine=text, theirs=now.text, revision=now.number)
    now = put(viewer, block, language, text, notes, at=at, of=of)
    if is_done:
        now.progress = Rendering.Progress.DONE
        now.save(update_fields=["progress"])
    note(viewer, Act.REPORT_TRANSLATE, row, at, block=str(block.id), language=language, sha256=now.digest)
    return now, None


def _demand_language(row: Report, language: str) -> None:
    if language not in kinds().languages or language == row.language:
        raise Invalid({"": _("Translations are into the official languages, other than that of the original.")})


def _compare(original: Rendering, text: str, notes: list[str]) -> None:
    problems = {}
    calls = sorted(name for one in (original.text, *original.notes) for name in places_in(one))
    if len(notes) != len(original.notes) or len(FOOTNOTE.findall(text)) != len(original.notes):
        problems["notes"] = _(
            "The original has %(count)d footnotes: translate each, and call each once in the text."
        ) % {"count": len(original.notes)}
    elif sorted(name for one in (text, *notes) for name in places_in(one)) != calls:
        problems["text"] = _("The translation calls the same figures as the original: %(names)s") % {
            "names": ", ".join(f"{{{name}}}" for name in calls) or "–"
        }
    if problems:
        raise Invalid(problems)


@transaction.atomic
def review_translation(
    viewer: Viewer, *, report_id: UUID, block_id: UUID, language: str, digest: str, at: datetime
) -> Rendering:
    """Review a translation exactly as it was seen (`digest`), as a second person. Raises NotFound, Refused, Invalid."""
    row = to_write(viewer, report_id, Act.REPORT_REVIEW)
    _demand_language(row, language)
    block = queries.block(viewer, row, block_id)
    found, original = queries.rendering(viewer, block, language), queries.rendering(viewer, block, row.language)
    if found is None or original is None or found.progress == Rendering.Progress.UNDER_WAY:
        raise Invalid({"": _("The translation is not done yet.")})
    if found.digest != digest or found.of_digest != original.digest:
        raise Invalid({"": _("The translation or its original changed since you looked. Look at them again.")})
    if found.by_id in {viewer.person_id, viewer.acting_for_id}:
        raise Rule.OWN_WORDS.broken_by(Act.REPORT_REVIEW)
    found.progress, found.reviewer_id = Rendering.Progress.REVIEWED, person_of(viewer)
    found.save(update_fields=["progress", "reviewer"])
    note(viewer, Act.REPORT_REVIEW, row, at, block=str(block.id), language=language, sha256=found.digest)
    return found
