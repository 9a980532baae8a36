# SPDX-License-Identifier: EUPL-1.2
"""Rows of lists of requests.

A list shows fifty of them, so the template of a row is rendered once a language, around places for what is its own.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE, today
from comity.core.viewer import UNDER_SEAL
from comity.dossiers.models import Clock
from comity.statute import rome

from ...models import NO_DATE, Request
from .words import chip, mark_of_classification

_PLACES = ("url", "title", "number", "kind", "tags", "party", "chip", "due")


def rows_of(requests: Iterable[Request], clocks: Mapping[UUID, Clock], box: str) -> SafeString:
    """Return the rows of a list; an envelope has no subject, and says so."""
    language, on, is_received = get_language() or "en", today(), box == "received"
    frame, base, kinds = _frame(language, is_received=is_received), reverse("requests:list"), rome().kinds
    covered = format_html("<em>{}</em>", _("Not yet opened") if is_received else _("Envelope only"))
    untitled, kept_none = _("Without a subject yet"), _("Without a subject")
    rows = []
    for one in requests:
        other = one.issuer if is_received else one.addressee
        row = format_html(
            frame,
            url=f"{base}{one.id}/",
            title=covered
            if getattr(one, "is_covered", False)
            else one.subject or (untitled if one.is_open else kept_none),
            number=one.reference,
            kind=kinds[one.kind].name.in_(language),
            tags=_tags(one.urgency, getattr(one, "level", 0), language),
            party=other.name if other else "",
            chip=chip(one.state),
            due=_due(one, clocks.get(one.id), on, language),
        )
        rows.append(row)
    return SafeString("".join(rows))


@cache
def _frame(language: str, *, is_received: bool) -> str:
    """Return a row with a place in braces for each thing that differs from row to row."""
    with override(language):
        other = _("Issued by") if is_received else _("Addressee")
        places = {name: f"{{{name}}}" for name in _PLACES}
        return str(render_to_string("requests/_row.html", places | {"other": other}))


@cache
def _tags(urgency: str, level: int, language: str) -> SafeString:
    """Return the tags of a request that does not wait, and the mark of one under seal."""
    with override(language):
        word = {"urgent": _("urgent"), "arrest": _("arrest opportunity")}.get(urgency, "")
        mark = mark_of_classification(UNDER_SEAL) if level == UNDER_SEAL else ""
        return format_html("{}{}", _tag(word) if word else "", mark)


def _due(request: Request, clock: Clock | None, on: date, language: str) -> SafeString | str:
    """Return the next day that counts, what it is, and its provision: a wish has none, and is never called a limit."""
    due = request.due_on
    if not request.is_open or due == NO_DATE:
        return ""
    is_limit = clock is not None and clock.due_at.astimezone(THE_HAGUE).date() <= due
    article = clock.article if clock is not None and is_limit else ""
    return _due_day(due, article, language, is_limit=is_limit, is_past=due < on)


@lru_cache(maxsize=4_096)
def _due_day(due: date, article: str, language: str, *, is_limit: bool, is_past: bool) -> SafeString:
    with override(language):
        what, late = (_("Time limit"), _("passed")) if is_limit else (_("Requested by"), _("overdue"))
        shown = {"due": due, "what": what, "article": article, "late": _tag(late) if is_past else ""}
        return render_to_string("requests/_due.html", shown)


def _tag(word: str) -> SafeString:
    return format_html('<span class="tag is-urgent">{}</span>', word)
