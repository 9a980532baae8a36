# SPDX-License-Identifier: EUPL-1.2
"""The receipt of one entry: whether the log has closed over it, and the file that proves it to anybody."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core.http import ViewerRequest
from comity.statute import Act, rome

from .. import queries


@require_safe
def page(request: ViewerRequest, entry_id: UUID) -> HttpResponse:
    """Say what the receipt proves and how to check it, or that it waits for the next closing of the log."""
    found = queries.receipt(request.viewer, entry_id)
    entry, logged = found.entry, found.logged
    by = entry.party.name if entry.party else _("Comity, of itself")
    facts = [
        {"label": _("Done by"), "value": by},
        {"label": _("Entry"), "value": str(entry.id)},
    ]
    if logged is not None:
        facts += [
            {"label": _("Place in the log"), "value": str(logged.seq)},
            {"label": _("Signed over"), "value": _("%(count)d leaves") % {"count": logged.size}},
        ]
        if logged.quorum:
            said = {"seen": logged.witnesses, "quorum": logged.quorum}
            facts.append({"label": _("Witnesses"), "value": _("%(seen)d have signed, %(quorum)d are asked for") % said})
    context = {
        "entry": entry,
        "act": rome().acts[Act(entry.act)].done,
        "facts": facts,
        "is_pending": logged is None,
        "waits_for_witnesses": logged is not None and logged.witnesses < logged.quorum,
    }
    return render(request, "dossiers/receipt.html", context)


@require_safe
def file(request: ViewerRequest, entry_id: UUID) -> HttpResponse:
    """Give the receipt as a file; while there is none, lead to the page that says so."""
    found = queries.receipt(request.viewer, entry_id)
    if not found.file:
        return redirect(reverse("receipts:page", args=[entry_id]))
    response = HttpResponse(found.file, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{entry_id}.tlog-proof"'
    return response
