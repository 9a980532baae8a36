# SPDX-License-Identifier: EUPL-1.2
"""Blocks of a report: drafted, added, written, moved, taken out and put back. No text is ever lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from comity.core.errors import Conflict, Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers.models.sight import one
from comity.mandates import queries as mandates
from comity.statute import Act

from .. import queries
from ..kinds import Section, kinds
from ..models import Block, Rendering, Report
from .writing import checked, keep, next_number, note, put, to_write


def _section(row: Report, code: str) -> Section:
    found = kinds()[row.kind].section(code)
    if found is None:
        raise NotFound
    return found


def _new(viewer: Viewer, row: Report, section: str, how_many: int) -> int:
    """Return the place of the next block of a section; raises Invalid where the report would become too long."""
    rows = Block.objects.visible_to(viewer).filter(report_id=row.id)
    most: int = settings.COMITY_LIMITS["report_blocks"]
    if rows.count() + how_many > most:
        raise Invalid({"": _("A report has at most %(most)d paragraphs, tables and charts.") % {"most": most}})
    last = rows.filter(section=section).aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def _touch(row: Report, at: datetime) -> None:
    row.changed_at = at
    row.save(update_fields=["changed_at"])


@transaction.atomic
def draft_from_mandates(
    viewer: Viewer, *, report_id: UUID, section: str, mandate_ids: Sequence[UUID], at: datetime
) -> list[Block]:
    """Draft a paragraph from each mandate and its evidence, in this order; each keeps its tie to what it rests on.

    Raises NotFound, Refused, or Invalid: none chosen, too many, one that is no mandate on the board.
    """
    row = to_write(viewer, report_id, Act.REPORT_EDIT)
    if "mandates" not in _section(row, section).draws:
        raise Invalid({"": _("This section draws from no mandates. Choose another section.")})
    wanted = list(dict.fromkeys(mandate_ids))
    most = settings.COMITY_LIMITS["report_mandates"]
    if not 1 <= len(wanted) <= most:
        raise Invalid({"": _("Choose at least one mandate, and at most %(most)d at once.") % {"most": most}})
    found = mandates.standings(viewer, wanted)
    if set(found) != set(wanted):
        raise Invalid({"": _("One of these was struck or is not reviewed yet. Look at the list again.")})
    place, made = _new(viewer, row, section, len(wanted)), []
    for number, mandate_id in enumerate(wanted):
        standing = found[mandate_id]
        block = Block(
            dossier_id=row.dossier_id, report=row, section=section, place=place + number, form=Block.Form.PARAGRAPH,
            mandate_id=mandate_id, basis=_basis(standing, at),
        )  # fmt: skip
        block.save(force_insert=True)
        text, notes = queries.drafted(standing, row.language)
        rendering = put(viewer, block, row.language, text, notes, at=at)
        made.append(block)
        note(
            viewer, Act.REPORT_EDIT, row, at, what="drafted", block=str(block.id), mandate=str(mandate_id),
            sha256=rendering.digest,
        )  # fmt: skip
    _touch(row, at)
    return made


def _basis(standing: mandates.Standing, at: datetime) -> dict[str, int | str]:
    return {**standing.basis, "at": at.isoformat()}


@transaction.atomic
def add_block(
    viewer: Viewer,
    *,
    report_id: UUID,
    section: str,
    form: str,
    text: str = "",
    notes: Sequence[str] = (),
    figure: str = "",
    at: datetime,
) -> Block:
    """Add a paragraph, or a table or chart of the frozen figures under a caption. Raises NotFound, Refused, Invalid."""
    row = to_write(viewer, report_id, Act.REPORT_EDIT)
    draws = _section(row, section).draws
    if form not in Block.Form.values:
        raise Invalid({"form": _("Choose what to add.")})
    if form != Block.Form.PARAGRAPH:
        if row.snapshot is None:
            raise Invalid({"figure": _("The report draws from no figures yet. Choose frozen figures in the masthead.")})
        if "figures" not in draws:
            raise Invalid({"figure": _("This section shows no figures. Choose another section.")})
        if figure not in Block.Figure.values:
            raise Invalid({"figure": _("Choose which figures it shows.")})
    text, kept = checked(row, text, notes, caption=int(form != Block.Form.PARAGRAPH))
    block = Block(
        dossier_id=row.dossier_id, report=row, section=section, place=_new(viewer, row, section, 1), form=form,
        figure=figure if form != Block.Form.PARAGRAPH else "",
    )  # fmt: skip
    block.save(force_insert=True)
    rendering = put(viewer, block, row.language, text, kept, at=at)
    note(viewer, Act.REPORT_EDIT, row, at, what="added", block=str(block.id), form=form, sha256=rendering.digest)
    _touch(row, at)
    return block


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a block, and the digest of the text that their form was loaded with."""

    text: str
    notes: Sequence[str]
    mark: str
    rests_on_newest: bool = False


@transaction.atomic
def save_block(
    viewer: Viewer, *, report_id: UUID, block_id: UUID, typed: Typed, at: datetime
) -> tuple[Rendering, Conflict | None]:
    """Save the original text of a block; every save is a version that stays.

    Where somebody else changed it meanwhile, theirs stands, what was typed is kept aside, and both come back as a
    Conflict. Raises NotFound, Refused, or Invalid naming the field.
    """
    row = to_write(viewer, report_id, Act.REPORT_EDIT)
    block = _block(viewer, row, block_id)
    text, notes = checked(row, typed.text, typed.notes, caption=int(bool(block.figure)))
    now = queries.rendering(viewer, block, row.language)
    assert now is not None  # a block is made with its text
    digest = queries.text_digest(text, notes)
    if now.digest not in {typed.mark, digest}:
        number = next_number(viewer, block, row.language)
        keep(viewer, block, row.language, text, notes, number=number, at=at, is_aside=True)
        return now, Conflict(field="text", mine=text, theirs=now.text, revision=now.number)
    if typed.rests_on_newest and block.mandate_id is not None:
        standing = mandates.standings(viewer, [block.mandate_id]).get(block.mandate_id)
        if standing is not None:
            block.basis = _basis(standing, at)
            block.save(update_fields=["basis"])
    if digest != now.digest:
        now = put(viewer, block, row.language, text, notes, at=at)
    note(viewer, Act.REPORT_EDIT, row, at, what="text", block=str(block.id), sha256=now.digest)
    _touch(row, at)
    return now, None


def _block(viewer: Viewer, row: Report, block_id: UUID) -> Block:
    rows = Block.objects.visible_to(viewer).select_for_update(no_key=True, of=("self",))
    return one(rows, id=block_id, report_id=row.id)


@transaction.atomic
def move_block(viewer: Viewer, *, report_id: UUID, block_id: UUID, up: bool, at: datetime) -> Block:
    """Move a block one place up or down in its section; at the end of it, nothing happens. Numbers follow."""
    row = to_write(viewer, report_id, Act.REPORT_EDIT)
    block = _block(viewer, row, block_id)
    rows = list(
        Block.objects.visible_to(viewer)
        .filter(report_id=row.id, section=block.section, is_removed=False)
        .order_by("place", "id")
    )
    order = [one.id for one in rows]
    if block.id not in order:
        raise NotFound
    here = order.index(block.id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return block
    rows[here], rows[there] = rows[there], rows[here]
    for place, other in enumerate(rows, 1):
        if other.place != place:
            other.place = place
            other.save(update_fields=["place"])
    note(viewer, Act.REPORT_EDIT, row, at, what="moved", block=str(block.id))
    _touch(row, at)
    return block


@transaction.atomic
def remove_block(viewer: Viewer, *, report_id: UUID, block_id: UUID, back: bool = False, at: datetime) -> Block:
    """Take a block out of the report, or put one back where it was; all its texts stay."""
    row = to_write(viewer, report_id, Act.REPORT_EDIT)
    block = _block(viewer, row, block_id)
    if block.is_removed != (not back):
        block.is_removed = not back
        block.save(update_fields=["is_removed"])
        note(viewer, Act.REPORT_EDIT, row, at, what="put back" if back else "taken out", block=str(block.id))
        _touch(row, at)
    return block
