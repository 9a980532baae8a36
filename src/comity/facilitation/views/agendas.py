# SPDX-License-Identifier: EUPL-1.2
"""The provisional agenda of a session: everybody reads it, the Assembly keeps it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.rules import Rule
from ..models import SessionItem
from .pages import demand, posted, table


@public
@require_safe
def sessions(request: ViewerRequest) -> HttpResponse:
    """List the sessions that were entered, for their agendas."""
    context = {"rows": list(queries.sessions(request.viewer)), "may_keep": queries.may_open(request.viewer)}
    return render(request, "facilitation/sessions.html", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: ViewerRequest) -> HttpResponse:
    """Show what stands on every agenda, and add to it."""
    viewer = request.viewer
    demand(queries.may_open(viewer), Rule.ASSEMBLY_KEEPS_AGENDA.broken_by(Act.STANDING_ADD))
    form = forms.StandingItemForm(posted(request))

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.add_standing_item(viewer, at=request.at, **given)
        messages.success(request, _("The item stands on the agendas that are built from now on."))
        return redirect("facilitation:standing")

    context = {"rows": list(queries.standing_items(viewer)), "form": form}
    return done(request, form, act) or render(
        request, "facilitation/standing.html", context, status=422 if form.errors else 200
    )


@require_POST
def standing_order(request: ViewerRequest, item_id: int) -> HttpResponse:
    """Move a standing item, or end it."""
    actions.move_standing_item(request.viewer, item_id=item_id, move=request.POST.get("move", ""), at=request.at)
    return redirect(f"{reverse('facilitation:standing')}#item-{item_id}")


@public
@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: ViewerRequest, number: int) -> HttpResponse:
    """Show the agenda of a session; an officer of the Assembly adds an item of their own words."""
    viewer = request.viewer
    session = queries.session(viewer, number)
    if request.method == "POST":
        demand(queries.may_open(viewer), Rule.ASSEMBLY_KEEPS_AGENDA.broken_by(Act.AGENDA_ORDER))
    form = forms.SessionItemForm(posted(request))

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.add_session_item(viewer, number=number, title=given["title"], at=request.at)
        messages.success(request, _("The item is on the agenda."))
        return redirect("facilitation:agenda", number)

    items = queries.session_items(viewer, number)
    context = {
        "session": session,
        "agenda": queries.agenda_of(viewer, number),
        "items": [one for one in items if not one.is_left_out],
        "left_out": [one for one in items if one.is_left_out],
        "form": form,
        "may_keep": queries.may_open(viewer),
    }
    return done(request, form, act) or render(
        request, "facilitation/agenda.html", context, status=422 if form.errors else 200
    )


@require_POST
def build(request: ViewerRequest, number: int) -> HttpResponse:
    """Build the agenda, or add what has come since."""
    actions.build_agenda(request.viewer, number=number, at=request.at)
    messages.success(request, _("The agenda holds the standing items and the mandates due at this session."))
    return redirect("facilitation:agenda", number)


@require_POST
def order(request: ViewerRequest, number: int, item_id: int) -> HttpResponse:
    """Move an item, leave it out, or take it back in."""
    move = request.POST.get("move", "")
    actions.move_session_item(request.viewer, number=number, item_id=item_id, move=move, at=request.at)
    return redirect(f"{reverse('facilitation:agenda', args=[number])}#item-{item_id}")


@public
@require_safe
def agenda_csv(request: ViewerRequest, number: int) -> HttpResponse:
    """Give the agenda as a table for a spreadsheet, which takes no cell of it for a formula."""
    queries.session(request.viewer, number)
    items = [one for one in queries.session_items(request.viewer, number) if not one.is_left_out]
    rows = ([str(place), *_cells(one)] for place, one in enumerate(items, 1))
    return table(f"agenda-{number}.csv", ("number", "item", "symbol", "paragraph"), rows)


def _cells(row: SessionItem) -> list[str]:
    if row.mandate is None:
        return [str(row), "", ""]
    paragraph = row.mandate.paragraph
    return [row.mandate.action, paragraph.instrument.symbol, str(paragraph)]
