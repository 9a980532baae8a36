# SPDX-License-Identifier: EUPL-1.2
"""What was found in a text, in the reader's language: doubts with their paragraphs, lines without a place."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.http import ViewerRequest

from .. import queries
from ..actions.adding import paragraph_key
from ..forms import KIND_NAMES, BoardFilter, MandateForm
from ..models import Instrument, Paragraph

Doubts = list[dict[str, str]]


def chosen_of(request: ViewerRequest) -> tuple[BoardFilter, queries.Chosen]:
    """Return what a board is narrowed by, as the address says it."""
    form = BoardFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    return form, queries.Chosen(
        on=request.at.astimezone(THE_HAGUE).date(),
        addressee=given.get("addressee", ""),
        addressed=given.get("addressed", ""),
        session=given.get("session") or 0,
        status=given.get("status", ""),
        is_mine=bool(given.get("mine")),
    )


def doubts_by_paragraph(instrument: Instrument, paragraphs: Sequence[Paragraph]) -> tuple[dict[str, Doubts], Doubts]:
    """Return the doubts of each paragraph by its key, and those about anything else."""
    language = "fr" if (get_language() or "").startswith("fr") else "en"
    keys = {one.key: one for one in paragraphs}
    found: dict[str, Doubts] = {}
    others: Doubts = []
    for doubt in instrument.found["doubts"]:
        said = {"place": doubt["place"], "message": doubt["message"][language], "remedy": doubt["remedy"][language]}
        key = paragraph_key(doubt["place"], keys)
        (found.setdefault(key, []) if key in keys else others).append(said)
    return found, others


def leftovers(instrument: Instrument) -> list[str]:
    """Return the lines of the text that were given no place."""
    found: list[str] = instrument.found["left"]
    return found


def kind_name(kind: str) -> str:
    """Return the name of what a verb does."""
    return str(KIND_NAMES.get(kind, kind))


def status_name(status: str, names: Any) -> str:
    """Return the name of a status; of none, nothing."""
    return str(dict(names).get(status, ""))


def correction_name(field: str) -> str:
    """Return the name of what was corrected, as its form calls it."""
    whole = {"added": _("Added"), "struck": _("Struck")}
    return whole.get(field) or str(MandateForm.base_fields[field].label)
