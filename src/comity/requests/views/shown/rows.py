# SPDX-License-Identifier: EUPL-1.2
"""Rows of lists of requests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE, today
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Clock, Participation

from ...models import NO_DATE, Request
from .words import chip, day, kind_name, mark_of_classification


@dataclass(frozen=True, slots=True)
class Row:
    """One request of a list; `due_article` names the provision where the date is a legal time limit."""

    url: str
    title: str
    is_covered: bool
    number: str
    kind: str
    party: str
    chip: SafeString
    classification: SafeString | str
    urgency: str
    due: SafeString | str
    due_words: str
    due_article: str
    is_past: bool


def rows_of(viewer: Viewer, requests: Iterable[Request], clocks: Mapping[UUID, Clock], box: str) -> list[Row]:
    """Return the rows of a list; an envelope has no subject, and says so."""
    base, on = reverse("requests:list"), today()
    urgencies = {"urgent": _("urgent"), "arrest": _("arrest opportunity")}
    return [_row(viewer, one, clocks.get(one.id), box, base, on, urgencies) for one in requests]


def _row(
    viewer: Viewer, request: Request, clock: Clock | None, box: str, base: str, on: date, urgencies: Mapping[str, str]
) -> Row:
    is_covered: bool = getattr(request, "is_covered", False)
    scope: str = getattr(request, "scope", "") or ""
    kind = kind_name(request.kind)
    due, words, article = _due(request, clock)
    other = request.issuer if box == "received" else request.addressee
    if is_covered:
        title = _("Envelope only") if scope == Participation.Scope.ENVELOPE else _("Not yet opened")
    else:
        title = request.subject or _("Without a subject yet")
    return Row(
        url=f"{base}{request.id}/",
        title=title,
        is_covered=is_covered,
        number=request.reference,
        kind=kind,
        party=other.name if other else "",
        chip=chip(request.state),
        classification=mark_of_classification(UNDER_SEAL) if getattr(request, "level", 0) == UNDER_SEAL else "",
        urgency=urgencies.get(request.urgency, ""),
        due=day(due) if due else "",
        due_words=words,
        due_article=article,
        is_past=bool(due and due < on and request.is_open and viewer.party_id is not None),
    )


def _due(request: Request, clock: Clock | None) -> tuple[date | None, str, str]:
    """Return the next day that counts, what it is, and its provision: a wish has none, and is never called a limit."""
    if not request.is_open or request.due_on == NO_DATE:
        return None, "", ""
    if clock is not None and clock.due_at.astimezone(THE_HAGUE).date() <= request.due_on:
        return request.due_on, _("Time limit"), clock.article
    return request.due_on, _("Requested by"), ""
