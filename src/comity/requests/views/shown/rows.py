# SPDX-License-Identifier: EUPL-1.2
"""Rows of lists of requests.

A list shows fifty of them, so each comes in few pieces, and as a dict: the template engine looks there first.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE, today
from comity.core.viewer import UNDER_SEAL
from comity.dossiers.models import Clock

from ...models import NO_DATE, Request
from .words import chip, day, kind_name, mark_of_classification


class Row(TypedDict):
    """One request of a list; `article` names the provision where the next day that counts is a legal time limit."""

    url: str
    title: str
    is_covered: bool
    number: str
    kind: str
    tags: SafeString | str
    party: str
    chip: SafeString
    due: SafeString | str
    due_words: str
    article: str


def rows_of(requests: Iterable[Request], clocks: Mapping[UUID, Clock], box: str) -> list[Row]:
    """Return the rows of a list; an envelope has no subject, and says so."""
    base, on, is_received = reverse("requests:list"), today(), box == "received"
    covered = _("Not yet opened") if is_received else _("Envelope only")
    tags = {"urgent": _tag(_("urgent")), "arrest": _tag(_("arrest opportunity"))}
    return [_row(one, clocks.get(one.id), base, on, covered, tags, is_received=is_received) for one in requests]


def _row(
    request: Request,
    clock: Clock | None,
    base: str,
    on: date,
    covered: str,
    tags: Mapping[str, SafeString],
    *,
    is_received: bool,
) -> Row:
    is_covered: bool = getattr(request, "is_covered", False)
    tag: SafeString | str = tags.get(request.urgency, "")
    if getattr(request, "level", 0) == UNDER_SEAL:
        tag = format_html("{}{}", tag, mark_of_classification(UNDER_SEAL))
    due, words, article = _due(request, clock, on)
    other = request.issuer if is_received else request.addressee
    return Row(
        url=f"{base}{request.id}/",
        title=covered if is_covered else request.subject or _("Without a subject yet"),
        is_covered=is_covered,
        number=request.reference,
        kind=kind_name(request.kind),
        tags=tag,
        party=other.name if other else "",
        chip=chip(request.state),
        due=due,
        due_words=words,
        article=article,
    )


def _due(request: Request, clock: Clock | None, on: date) -> tuple[SafeString | str, str, str]:
    """Return the next day that counts, what it is, and its provision: a wish has none, and is never called a limit."""
    due = request.due_on
    if not request.is_open or due == NO_DATE:
        return "", "", ""
    if clock is not None and clock.due_at.astimezone(THE_HAGUE).date() <= due:
        shown = format_html("{} {}", day(due), _tag(_("passed"))) if due < on else day(due)
        return shown, _("Time limit"), clock.article
    shown = format_html("{} {}", day(due), _tag(_("overdue"))) if due < on else day(due)
    return shown, _("Requested by"), ""


def _tag(word: str) -> SafeString:
    return format_html('<span class="tag is-urgent">{}</span>', word)
