# SPDX-License-Identifier: EUPL-1.2
"""Sealing keys: one's own, those of the party and its authorities, and sealing a file for another party."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.parties import actions, queries
from comity.parties.actions.rules import Rule
from comity.parties.forms import KeyForm, ReasonForm
from comity.parties.models import Party, SealingKey
from comity.parties.views.pages import form_page
from comity.statute import Act


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def keys(request: ViewerRequest) -> HttpResponse:
    """Show the keys of the viewer and of their party, and take the public part of a new one of the viewer's."""
    viewer = request.viewer
    if not viewer.is_known or viewer.party_id is None:
        raise NotFound
    form = KeyForm(request.POST or None)
    made = done(request, form, lambda given: actions.register_own_key(viewer, **given, at=request.at))
    if made is not None:
        messages.success(request, _("Registered. Its fingerprint: %(fingerprint)s") % {"fingerprint": made.fingerprint})
        return redirect("parties:keys")
    recovery = queries.recovery_of(viewer)
    held = {share.holder_id for share in recovery.shares} if recovery else set()
    approved = {approval.person_id for approval in recovery.approvals} if recovery else set()
    may_keep = queries.may_keep_keys(viewer, party_id=viewer.party_id)
    context = {
        "form": form,
        "key_file": f"comity-key-{viewer.party_code}.age",
        "passkey_file": f"comity-key-{viewer.party_code}-passkey.age",
        "key_name": _("Comity sealing key, %(party)s") % {"party": viewer.party_code},
        "button": _("Register the key"),
        "back": "",
        "own": queries.own_key(viewer),
        "keys": queries.keys_of_own_party(viewer),
        "party": viewer.party_name,
        "recovery": recovery,
        "may_keep": may_keep,
        "may_begin": may_keep or viewer.person_id in held,
        "may_approve": viewer.person_id in held - approved,
        "trail": [{"url": reverse("parties:people"), "label": _("People")}],
    }
    return render(request, "parties/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def authority_key(request: ViewerRequest, authority_id: UUID) -> HttpResponse:
    """Register or replace the sealing key of an authority of the viewer's own party."""
    viewer = request.viewer
    authority = queries.authority_by_id(viewer, authority_id=authority_id)
    if not queries.may_keep_keys(viewer, party_id=authority.party_id):
        raise Rule.OWN_KEYS.broken_by(Act.KEY_REGISTER)
    form = KeyForm(request.POST or None)
    made = done(
        request,
        form,
        lambda given: actions.register_authority_key(viewer, authority_id=authority.pk, **given, at=request.at),
    )
    back = reverse("parties:party", args=[authority.party.code])
    if made is not None:
        messages.success(request, _("Registered. Its fingerprint: %(fingerprint)s") % {"fingerprint": made.fingerprint})
        return redirect(back)
    running = queries.shared_keys_of(viewer, party_id=authority.party_id)
    context = {
        "form": form,
        "heading": _("Sealing key of %(name)s") % {"name": authority.name},
        "key": next((key for key in running if key.authority_id == authority.pk), None),
        "key_file": f"comity-key-{authority.party.code}-authority.age",
        "passkey_file": f"comity-key-{authority.party.code}-authority-passkey.age",
        "key_name": _("Comity sealing key, %(party)s") % {"party": authority.name},
        "button": _("Register the key"),
        "back": back,
        "trail": _trail(authority.party),
    }
    return render(request, "parties/authority_key.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def end_key(request: ViewerRequest, key_id: UUID) -> HttpResponse:
    """End a key with nothing in its place."""
    viewer = request.viewer
    key = queries.key_by_id(viewer, key_id=key_id)
    if not (key.person_id == viewer.person_id or queries.may_keep_keys(viewer, party_id=key.party_id)):
        raise Rule.OWN_KEYS.broken_by(Act.KEY_END)
    form = ReasonForm(request.POST or None)
    ended = done(request, form, lambda given: actions.end_key(viewer, key_id=key.pk, **given, at=request.at))
    if ended is not None:
        return redirect("parties:keys")
    return form_page(
        request,
        form,
        heading=_("End a sealing key"),
        button=_("End the key"),
        back=reverse("parties:keys"),
        trail=[{"url": reverse("parties:keys"), "label": _("Sealing keys")}],
        lead=_("Nothing more is sealed to it. What was sealed before still opens with it: keep its file.")
        + f" {key.fingerprint}",
        is_danger=True,
    )


@require_safe
def seal(request: ViewerRequest, code: str) -> HttpResponse:
    """Show to whom a file for that party must be sealed, and seal one in the browser."""
    shown = queries.party_by_code(request.viewer, code=code)
    found: list[SealingKey] = []
    problem = ""
    try:
        found = queries.keys_to_seal_to(request.viewer, sides=[shown], on=request.at.astimezone(THE_HAGUE).date())
    except Invalid as error:
        problem = " ".join(error.problems.values())
    context = {
        "heading": _("Seal a file for %(party)s") % {"party": shown.name},
        "keys": [(key, queries.owner_of(request.viewer, key)) for key in found],
        "recipients_json": json.dumps([key.recipient for key in found]),
        "problem": problem,
        "trail": _trail(shown),
    }
    return render(request, "parties/seal.html", context)


def _trail(*shown: Party) -> list[dict[str, str]]:
    return [
        {"url": reverse("parties:list"), "label": _("Directory")},
        *({"url": reverse("parties:party", args=[one.code]), "label": one.name} for one in shown),
    ]
