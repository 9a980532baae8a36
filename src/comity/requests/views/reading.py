# SPDX-License-Identifier: EUPL-1.2
"""Reading a request: its page, its first opening, its versions, its print."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.http import ViewerRequest, taken_once
from comity.dossiers.models import Participation
from comity.statute import Act

from .. import actions, queries
from .shown import compare, offers, timeline, words
from .shown import documents as shown_documents
from .shown import page as parts


@require_safe
def page(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show one request; to its addressee before the first opening, the envelope alone."""
    found = queries.request_page(request.viewer, request_id)
    if found.request.dossier.disposed_at is not None:
        return render(request, "requests/disposed.html", _remains(request, found))
    template = "requests/page.html" if found.shows_contents else "requests/envelope.html"
    return render(request, template, _context(request, found))


def _remains(request: ViewerRequest, found: queries.RequestPage) -> dict[str, Any]:
    one = found.request
    return {
        "one": one,
        "level": one.dossier.classification,
        "kind": words.kind_name(one.kind),
        "chip": words.chip(one.state),
        "facts": parts.remains_shown(found),
        "steps": parts.steps_shown(one) if one.is_sent else [],
        "entries": timeline.shown_entries(request.viewer, found.entries, exchange_id=one.dossier_id),
    }


def _context(request: ViewerRequest, found: queries.RequestPage) -> dict[str, Any]:
    viewer, one = request.viewer, found.request
    has_receipts = found.part.scope == Participation.Scope.FULL
    shown = timeline.shown_entries(viewer, found.entries, exchange_id=one.dossier_id, has_receipts=has_receipts)
    clocks, promptly = parts.clocks_shown(viewer, found, request.at)
    return {
        "one": one,
        "level": one.dossier.classification,
        "title": one.subject or words.kind_name(one.kind),
        "chip": words.chip(one.state),
        "state": found.state,
        "sides": found.sides,
        "is_issuer": "issuer" in found.sides,
        "is_unopened": "addressee" in found.sides and one.transport in {"sent", "delivered"},
        "offers": offers.shown_offers(found.offers, one.id, is_consulting=one.state in {"consultation", "exhausted"}),
        "steps": parts.steps_shown(one) if one.is_sent else [],
        "facts": parts.facts_shown(found),
        "numbers": parts.numbers_shown(found),
        "lines": found.lines,
        "documents": shown_documents.rows_of(viewer, one.id, found.documents),
        "add_url": _add_url(found),
        "clocks": clocks,
        "promptly": promptly,
        "threads": timeline.threads_of(viewer, found.entries, exchange_id=one.dossier_id),
        "entries": [entry for entry in shown if not entry.is_internal],
        "internal_entries": [entry for entry in shown if entry.is_internal],
        "conditions": found.conditions,
        "costs": found.costs,
        "versions": found.versions,
        "linked": [(other, words.chip(other.state)) for other in found.linked],
        "notes": found.notes,
        "tasks": found.tasks,
        "assignments": found.assignments,
        "has_own_file": found.has_own_file,
        "is_archived": one.dossier.archived_at is not None,
        "drafted_by": timeline.who_did(viewer, found.entries, Act.REQUEST_CREATE),
        "approved_by": timeline.who_did(viewer, found.entries, Act.REQUEST_APPROVE),
    }


def _add_url(found: queries.RequestPage) -> str:
    """Where a document is added: while a draft may be edited, and by each side of a request that was sent."""
    may_edit = any(offer.act == Act.REQUEST_EDIT and offer.move for offer in found.offers)
    may_add = found.shows_contents and (may_edit or (found.request.is_sent and found.has_own_file))
    return reverse("requests:document_new", args=[found.request.id]) if may_add else ""


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def open_request(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Open a request for the first time; looking at the address alone opens nothing."""
    if request.method == "POST":
        actions.fetch_request(request.viewer, request_id=request_id, at=request.at)
        messages.success(request, _("Opened. The sender has a receipt of it; register the request to acknowledge it."))
    return redirect("requests:page", request_id)


@require_safe
def versions(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show what was sent, and what each corrigendum and supplement changed, old and new side by side."""
    found = queries.request_page(request.viewer, request_id)
    if not found.shows_contents or found.request.dossier.disposed_at is not None:
        return redirect("requests:page", request_id)
    one = found.request
    pairs = [
        {
            "version": new,
            "old_title": _name(old.number, str(old.get_kind_display())),
            "new_title": _name(new.number, str(new.get_kind_display())),
            "fields": compare.compared(one.kind, old, new),
        }
        for old, new in zip(found.versions, found.versions[1:], strict=False)
    ]
    context = {
        "one": one,
        "level": one.dossier.classification,
        "title": one.subject or words.kind_name(one.kind),
        "pairs": pairs[::-1],
    }
    return render(request, "requests/versions.html", context)


@require_safe
def version_file(request: ViewerRequest, request_id: UUID, number: int) -> HttpResponse:
    """Give one text as it was sent, as the file that belongs to the receipt of its sending."""
    data = queries.version_file(request.viewer, request_id, number)
    response = HttpResponse(data, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{request_id}-{number}.json"'
    return response


def _name(number: int, kind: str) -> str:
    return _("Version %(number)d: %(kind)s") % {"number": number, "kind": kind}


@require_safe
def print_view(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show a request for paper, with the form on which a State that has no account registers and answers it."""
    found = queries.request_page(request.viewer, request_id)
    if not found.shows_contents or found.request.dossier.disposed_at is not None:
        return redirect("requests:page", request_id)
    answers = [(info.label, info.article) for info in parts.answers_of(found)]
    context = {
        **_context(request, found),
        "answers": answers,
        "address": request.build_absolute_uri(reverse("requests:page", args=[request_id])),
    }
    return render(request, "requests/print.html", context)
