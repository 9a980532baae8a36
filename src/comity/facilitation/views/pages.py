# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: the facilitation with who the reader is in it, its tabs, a form on a page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Refused
from comity.core.http import ViewerRequest
from comity.core.pages import ActForm, done
from comity.parties.queries import parties_named
from comity.resolutions.writers.tables import csv_text

from .. import queries
from ..models import Facilitation


@dataclass(frozen=True, slots=True)
class Shown:
    """One facilitation, and who the reader is in it."""

    row: Facilitation
    standing: queries.Standing

    def url(self, name: str, *more: object) -> str:
        """Return the address of a page of this facilitation."""
        return reverse(f"facilitation:{name}", args=[self.row.id, *more])


def shown(request: ViewerRequest, facilitation_id: UUID) -> Shown:
    """Return the facilitation of a page; raises NotFound."""
    row = queries.facilitation(request.viewer, facilitation_id)
    return Shown(row, queries.standing(request.viewer, row, at=request.at))


def tabs(of: Shown, here: str) -> list[dict[str, Any]]:
    """Return the tabs of one facilitation that the reader may open; `here` is the name of the address."""
    named = [
        ("facilitation", _("About")),
        ("meetings", _("Meetings")),
        ("papers", _("Papers")),
        ("texts", _("Texts")),
        ("calls", _("Calls")),
        ("comments", _("Comments")),
    ]
    if of.standing.is_within:
        named.append(("record", _("Record")))
    return [{"url": of.url(name), "label": label, "active": name == here} for name, label in named]


def page(
    request: ViewerRequest, template: str, of: Shown, here: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page of one facilitation under one of its tabs."""
    context |= {"facilitation": of.row, "standing": of.standing, "tabs": tabs(of, here)}
    return render(request, f"facilitation/{template}", context, status=status)


def form_page(
    request: ViewerRequest, form: ActForm, *, heading: str, button: str, back: str, lead: str = "",
    is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show one form on a page of its own; 422 where something is to be mended."""
    context = {
        "form": form, "heading": heading, "button": button, "back": back, "lead": lead, "is_danger": is_danger,
        "has_file": form.is_multipart(),
    }  # fmt: skip
    return render(request, "facilitation/form.html", context, status=422 if form.errors else 200)


def act_page(
    request: ViewerRequest, form: ActForm, act: Callable[[dict[str, Any]], Any], *, said: str, to: str, **words: Any
) -> HttpResponse:
    """Show a form on a page of its own, do its act, say so, and lead on; `words` are those of `form_page`."""

    def acted(given: dict[str, Any]) -> HttpResponse:
        act(given)
        messages.success(request, said)
        return redirect(to)

    return done(request, form, acted) or form_page(request, form, back=words.pop("back", to), **words)


def table(name: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> HttpResponse:
    """Give a table for a spreadsheet, as a file of this name."""
    response = HttpResponse(csv_text(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def demand(allowed: bool, refused: Refused) -> None:  # noqa: FBT001 - it reads as a sentence
    """Refuse whoever may not do something, before a form is shown."""
    if not allowed:
        raise refused


def own_zone(request: ViewerRequest) -> ZoneInfo:
    """Return the zone of the reader's party; that of The Hague for who acts for none."""
    party_id = request.viewer.party_id
    party = parties_named(request.viewer, party_ids=[party_id]).get(party_id) if party_id else None
    return ZoneInfo(party.zone) if party else THE_HAGUE


def posted(request: ViewerRequest) -> Any:
    """Return what was posted, for a form; None where it is yet to be filled in."""
    return request.POST if request.method == "POST" else None
