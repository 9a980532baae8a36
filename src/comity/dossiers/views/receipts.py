# SPDX-License-Identifier: EUPL-1.2
"""The receipt of one entry: whether the log has closed over it, and the file that proves it to anybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.ledger.queries import origin
from comity.parties.queries import signing_keys_of
from comity.statute import Act, rome

from .. import actions, queries
from ..forms import SignForm


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
    if found.ack is not None:
        signed = {"authority": found.ack.key.authority.name, "key": found.ack.key.in_groups}
        facts.append({"label": _("Signed by"), "value": _("%(authority)s, key %(key)s") % signed})
    context = {
        "entry": entry,
        "act": rome().acts[Act(entry.act)].done,
        "facts": facts,
        "is_pending": logged is None,
        "is_disposed": not entry.salt,
        "may_sign": bool(entry.salt) and actions.refusal_to_sign(request.viewer, entry) is None,
        "waits_for_witnesses": logged is not None and logged.witnesses < logged.quorum,
    }
    return render(request, "dossiers/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def sign(request: ViewerRequest, entry_id: UUID) -> HttpResponse:
    """Sign under an act of the viewer's own party: in the browser with the key file, or by the command."""
    found = queries.receipt(request.viewer, entry_id)
    refused = actions.refusal_to_sign(request.viewer, found.entry)
    if refused is not None:
        raise refused
    form = SignForm(request.POST if request.method == "POST" else None)
    made = done(
        request,
        form,
        lambda given: actions.sign_receipt(request.viewer, entry_id=entry_id, **given, at=request.at),
    )
    back = reverse("receipts:page", args=[entry_id])
    if made is not None:
        messages.success(request, _("Signed. The receipt carries the signature from now on."))
        return redirect(back)
    context = {
        "form": form,
        "entry": found.entry,
        "act": rome().acts[Act(found.entry.act)].done,
        "origin": origin(),
        "extra": found.extra.decode(),
        "is_pending": found.logged is None,
        "has_key": bool(signing_keys_of(request.viewer, party_id=queries.party_of(request.viewer))),
        "party_url": reverse("parties:party", args=[request.viewer.party_code]),
        "back": back,
        "trail": [{"url": back, "label": _("Receipt")}],
    }
    return render(request, "dossiers/sign.html", context, status=422 if form.errors else 200)


@require_safe
def file(request: ViewerRequest, entry_id: UUID) -> HttpResponse:
    """Give the receipt as a file; while there is none, lead to the page that says so."""
    found = queries.receipt(request.viewer, entry_id)
    if not found.file:
        return redirect(reverse("receipts:page", args=[entry_id]))
    response = HttpResponse(found.file, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{entry_id}.tlog-proof"'
    return response
