# SPDX-License-Identifier: EUPL-1.2
"""A block of a report as its desk shows it: its text with figures, what it rests on, what each seat said."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comity.core.pages import labelled

from ...paper.model import Language
from ...paper.redaction import redacted_block
from ...queries import Part, Whole
from ..composing import block_of
from .reading import block_shown


def part_shown(whole: Whole, part: Part, language: str) -> dict[str, Any]:
    """Return a block with all that is to be known of it; `language` is the reader's."""
    original = part.renderings[whole.report.language]
    return {
        "id": part.block.id,
        "number": part.number,
        "name": name_of(part),
        "shown": text_shown(whole, part, whole.report.language),
        "by": original.function,
        "version": original.number,
        "at": original.at,
        "mandate": part.standing.mandate if part.standing else None,
        "stale": stale_words(part),
        "seats": seats_shown(whole, part, language),
    }


def text_shown(whole: Whole, part: Part, language: str) -> dict[str, Any]:
    """Return the text of a block in a language in which it is there."""
    return block_shown(block_of(whole, part, language), Language(language))


def public_shown(whole: Whole, part: Part, language: str) -> dict[str, Any]:
    """Return the text of a block as the public will read it: what is marked is gone, as from every file."""
    return block_shown(redacted_block(block_of(whole, part, language), Language(language)), Language(language))


def name_of(part: Part) -> str:
    """Return what a block is called: paragraph 12, or what it is."""
    form = str(part.block.get_form_display())
    return _("Paragraph %(number)s") % {"number": part.number} if part.number else form


def stale_words(part: Part) -> str:
    """Return what was added to the mandate since the text was drafted, with both days; empty where nothing was."""
    standing = part.standing
    if standing is None or not part.newer:
        return ""
    drafted = _day(datetime.fromisoformat(str(part.block.basis["at"])))
    if "step" in part.newer and standing.steps:
        newest = _day(standing.steps[0].at)
        return _("Drafted from evidence of %(drafted)s; newer step of %(newest)s.") % {
            "drafted": drafted, "newest": newest
        }  # fmt: skip
    if "bond" in part.newer:
        return _("Drafted from evidence of %(drafted)s; a later paragraph was entered since.") % {"drafted": drafted}
    return _("Drafted from evidence of %(drafted)s; the mandate was corrected since.") % {"drafted": drafted}


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")


def days(first: date, last: date) -> str:
    """Return a period as its reader writes it."""
    return f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"


def seats_shown(whole: Whole, part: Part | None, language: str) -> list[dict[str, Any]]:
    """Return what each seat said of a block (None: of masthead and order) as it stands, and of it before."""
    shown = []
    for seat in whole.kind.seats:
        said = part.clearance(seat.code) if part else whole.frame_clearance(seat.code)
        before = (part.said if part else whole.frame_said).get(seat.code)
        state = _state(said is not None, said is not None and said.is_given, before is not None)
        name, tone = state
        shown.append(
            {
                "code": seat.code,
                "seat": seat.name.in_(language),
                "state": {"name": labelled(seat.name.in_(language), name), "tone": tone},
                "reason": said.reason if said else "",
                "function": said.function if said else "",
                "at": said.at if said else None,
                "is_given": said is not None and said.is_given,
            }
        )
    return shown


def _state(is_said: bool, is_given: bool, was_said: bool) -> tuple[str, str]:  # noqa: FBT001 - of this file only
    if is_said:
        return (_("cleared"), "done") if is_given else (_("refused"), "attention")
    return (_("changed since"), "waiting") if was_said else (_("not yet"), "neutral")
