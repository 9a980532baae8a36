# SPDX-License-Identifier: EUPL-1.2
"""Signing keys of the authorities of the viewer's own party."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.ledger.queries import origin
from comity.parties import actions, queries
from comity.parties.actions.rules import Rule
from comity.parties.forms import ReasonForm, SigningKeyForm
from comity.parties.models import Party
from comity.parties.views.pages import form_page
from comity.statute import Act


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def signing_key(request: ViewerRequest, authority_id: UUID) -> HttpResponse:
    """Register or replace the signing key of an authority of the viewer's own party."""
    viewer = request.viewer
    authority = queries.authority_by_id(viewer, authority_id=authority_id)
    if not queries.may_keep_keys(viewer, party_id=authority.party_id):
        raise Rule.OWN_KEYS.broken_by(Act.SIGNER_REGISTER)
    form = SigningKeyForm(request.POST if request.method == "POST" else None)
    made = done(
        request,
        form,
        lambda given: actions.register_signing_key(viewer, authority_id=authority.pk, **given, at=request.at),
    )
    back = reverse("parties:party", args=[authority.party.code])
    if made is not None:
        messages.success(
            request, _("Registered, and told of in the public log. The key: %(key)s") % {"key": made.in_groups}
        )
        return redirect(back)
    running = queries.signing_keys_of(viewer, party_id=authority.party_id)
    code = authority.party.code
    context = {
        "form": form,
        "authority": authority,
        "origin": origin(),
        "heading": _("Signing key of %(name)s") % {"name": authority.name},
        "key": next((key for key in running if key.authority_id == authority.pk), None),
        "key_file": f"comity-signing-key-{code}.age",
        "passkey_file": f"comity-signing-key-{code}-passkey.age",
        "key_name": _("Comity signing key, %(party)s") % {"party": code},
        "back": back,
        "trail": _trail(authority.party),
    }
    return render(request, "parties/signing_key.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def end_signing_key(request: ViewerRequest, key_id: UUID) -> HttpResponse:
    """End a signing key with nothing in its place."""
    viewer = request.viewer
    key = queries.signing_key_by_id(viewer, key_id=key_id)
    party = key.authority.party
    if not queries.may_keep_keys(viewer, party_id=party.pk):
        raise Rule.OWN_KEYS.broken_by(Act.SIGNER_END)
    form = ReasonForm(request.POST or None)
    ended = done(request, form, lambda given: actions.end_signing_key(viewer, key_id=key.pk, **given, at=request.at))
    back = reverse("parties:party", args=[party.code])
    if ended is not None:
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("End a signing key"),
        button=_("End the key"),
        back=back,
        trail=_trail(party),
        lead=_("Nothing more is taken that it signs, and the public log tells so. What it signed before stays good.")
        + f" {key.in_groups}",
        is_danger=True,
    )


def _trail(shown: Party) -> list[dict[str, str]]:
    return [
        {"url": reverse("parties:list"), "label": _("Directory")},
        {"url": reverse("parties:party", args=[shown.code]), "label": shown.name},
    ]
