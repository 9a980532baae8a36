# SPDX-License-Identifier: EUPL-1.2
"""Recovery by a quorum: a key in shares on paper, who holds them, and its use."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.clock import THE_HAGUE
from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.parties import actions, queries
from comity.parties.actions.rules import Rule
from comity.parties.forms import ReasonForm, RecoveryKeyForm
from comity.parties.views.pages import form_page
from comity.statute import Act


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def recovery_key(request: ViewerRequest) -> HttpResponse:
    """Make shares in the browser, and take the public part of the key and the names of the holders."""
    viewer = request.viewer
    if viewer.party_id is None or not queries.may_keep_keys(viewer, party_id=viewer.party_id):
        raise Rule.OWN_KEYS.broken_by(Act.KEY_REGISTER)
    day = request.at.astimezone(THE_HAGUE).date()
    form = RecoveryKeyForm(request.POST or None, colleagues=queries.colleagues(viewer, on=day))
    made = done(
        request,
        form,
        lambda given: actions.register_recovery_key(
            viewer,
            recipient=given["recipient"],
            threshold=int(given["quorum"][0]),
            holder_ids=[holder.pk for holder in form.holders],
            at=request.at,
        ),
    )
    if made is not None:
        messages.success(request, _("Registered. Its fingerprint: %(fingerprint)s") % {"fingerprint": made.fingerprint})
        return redirect("parties:keys")
    context = {
        "form": form,
        "heading": _("Recovery key"),
        "epoch": queries.next_recovery_epoch(viewer),
        "party": viewer.party_name,
        "trail": _trail(),
    }
    return render(request, "parties/recovery.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def begin_recovery(request: ViewerRequest) -> HttpResponse:
    """Ask the holders to approve a recovery."""
    viewer = request.viewer
    state = queries.recovery_of(viewer)
    if state is None:
        raise NotFound
    if not queries.may_begin_recovery(viewer, key=state.key):
        raise Rule.HOLDERS_RECOVER.broken_by(Act.RECOVERY_BEGIN)
    form = ReasonForm(request.POST or None)
    begun = done(request, form, lambda given: actions.begin_recovery(viewer, **given, at=request.at))
    if begun is not None:
        return redirect("parties:keys")
    return form_page(
        request,
        form,
        heading=_("Begin a recovery"),
        button=_("Begin"),
        back=reverse("parties:keys"),
        trail=_trail(),
        lead=_("The holders of the shares approve it here; then it is announced to your whole party."),
        is_danger=True,
    )


@require_POST
@taken_once
def approve_recovery(request: ViewerRequest, recovery_id: UUID) -> HttpResponse:
    """Approve a recovery as a holder of a share."""
    actions.approve_recovery(request.viewer, recovery_id=recovery_id, at=request.at)
    messages.success(request, _("Approved."))
    return redirect("parties:keys")


def _trail() -> list[dict[str, str]]:
    return [{"url": reverse("parties:keys"), "label": _("Sealing keys")}]
