# SPDX-License-Identifier: EUPL-1.2
"""What the acts on a report share: the report locked, who may write, the entry with its commitment, each text kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.text import tidy, validate_plain_text
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models.sight import one
from comity.dossiers.queries import person_of
from comity.statute import Act

from .. import queries
from ..kinds import marked, places_in, problem_of
from ..models import Block, Rendering, Report, Wording
from .rules import Rule


def locked(viewer: Viewer, report_id: UUID, act: Act) -> Report:
    """Lock a report that is being written and return it; raises NotFound, or Refused for one that is so no more."""
    one(Report.objects.visible_to(viewer).select_for_update(no_key=True, of=("self",)), id=report_id)
    row = queries.report(viewer, report_id)
    dossiers.demand_open(row.dossier, act)
    if row.stage != Report.Stage.DRAFTED:
        raise Rule.ONLY_DRAFTED.broken_by(act)
    return row


def to_write(viewer: Viewer, report_id: UUID, act: Act) -> Report:
    """Lock a report for somebody who writes in it; raises NotFound or Refused."""
    row = locked(viewer, report_id, act)
    if not queries.may_write(viewer, row):
        raise Rule.PARTIES_WRITE.broken_by(act)
    return row


def note(viewer: Viewer, act: Act, row: Report, at: datetime, **data: Any) -> None:
    """Enter an act on the report's own dossier, with its commitment."""
    dossiers.record(viewer, act, dossier_id=row.dossier_id, about=row.id, at=at, data=data)


def checked(row: Report, text: str, notes: Sequence[str], *, caption: int = 0) -> tuple[str, list[str]]:
    """Return a text and its footnotes tidied; raises Invalid naming the field, with how to mend it.

    `caption`: how many lines the caption of a table or chart has with the words of its table; 0 for a paragraph.
    """
    text, kept = tidy(text), [line for line in (tidy(one) for one in notes) if line]
    problems = {}
    for name, parts in (("text", [text]), ("notes", kept)):
        problem = next((found for found in map(_unsafe, parts) if found), "")
        if problem:
            problems[name] = problem
    if not text:
        problems["text"] = _("Write the text.")
    size, most = sum(map(len, (text, *kept))), settings.COMITY_LIMITS["report_characters"]
    if size > most:
        problems["text"] = _("The paragraph has %(size)d characters; at most %(most)d are taken. Split it.") % {
            "size": size, "most": most
        }  # fmt: skip
    if len(kept) > settings.COMITY_LIMITS["report_notes"]:
        most = settings.COMITY_LIMITS["report_notes"]
        problems["notes"] = _("A paragraph has at most %(most)d footnotes. Split it.") % {"most": most}
    wrong = problem_of(text, kept)
    if wrong is not None and not problems:
        problems["text"] = wrong.in_(get_language() or "en")
    unknown = unknown_figures(row, [text, *kept])
    if unknown and not problems:
        problems["text"] = unknown
    unfit = _no_caption(text, kept, caption) if caption else ""
    if unfit and not problems:
        problems["text"] = unfit
    if problems:
        raise Invalid(problems)
    return text, kept


def _no_caption(text: str, notes: Sequence[str], lines: int) -> str:
    """Return what is wrong with the caption of a table or chart, which is printed as it stands."""
    if notes or marked(text):
        return _("A caption has no footnotes, and nothing in it is blacked out: write that in a paragraph.")
    if len(text.splitlines()) == lines:
        return ""
    if lines == 1:
        return _("The caption of a table or chart is one line.")
    return _("Write %(needed)d lines: the caption, then each word of the table on a line of its own, in its order.") % {
        "needed": lines
    }


def _unsafe(text: str) -> str:
    try:
        validate_plain_text(text)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def unknown_figures(row: Report, texts: Sequence[str]) -> str:
    """Return what is wrong with the figures that texts call; empty where each is one of the frozen ones."""
    names = [name for text in texts for name in places_in(text)]
    if not names:
        return ""
    if row.snapshot is None:
        return _("The text calls figures, and the report draws from none yet. Choose frozen figures in the masthead.")
    values = queries.Values.of(row.snapshot)
    wrong = [name for name in names if not values.knows(name)]
    if not wrong:
        return ""
    return _(
        "There is no figure {%(name)s}. A figure is called by table, row and column, such as {kind.total.executed}; or "
        "{median.total}, {first}, {last}, {frozen}, {digest}, {method}."
    ) % {"name": wrong[0]}


def put(
    viewer: Viewer, block: Block, language: str, text: str, notes: Sequence[str], *, at: datetime, of: str = ""
) -> Rendering:
    """Set the text of a block in a language and keep it among all that were ever saved."""
    rows = Rendering.objects.visible_to(viewer).filter(block_id=block.id, language=language)
    found = rows.select_for_update(no_key=True, of=("self",)).first()
    values: Mapping[str, Any] = {
        "text": text, "notes": list(notes), "digest": queries.text_digest(text, notes), "of_digest": of,
        "progress": Rendering.Progress.UNDER_WAY, "number": next_number(viewer, block, language),
        "by_id": person_of(viewer), "function": viewer.function, "reviewer_id": None, "at": at,
    }  # fmt: skip
    row = found or Rendering(dossier_id=block.dossier_id, block=block, language=language)
    for name, value in values.items():
        setattr(row, name, value)
    if found is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=[name.removesuffix("_id") for name in values])
    keep(viewer, block, language, text, notes, number=row.number, at=at)
    return row


def next_number(viewer: Viewer, block: Block, language: str) -> int:
    """Return the number of the next version of a block in a language."""
    rows = Wording.objects.visible_to(viewer).filter(block_id=block.id, language=language).order_by("-number")
    return (rows.values_list("number", flat=True).first() or 0) + 1


def keep(
    viewer: Viewer, block: Block, language: str, text: str, notes: Sequence[str], *, number: int, at: datetime,
    is_aside: bool = False,
) -> None:  # fmt: skip
    """Keep a text for good; one that came too late is kept aside."""
    Wording(
        dossier_id=block.dossier_id, block=block, language=language, number=number, text=text, notes=list(notes),
        is_aside=is_aside, person_id=person_of(viewer), function=viewer.function, at=at,
    ).save(force_insert=True)  # fmt: skip
