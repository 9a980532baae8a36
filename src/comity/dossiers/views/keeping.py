# SPDX-License-Identifier: EUPL-1.2
"""What keeps a dossier and what ends it: archive, legal hold, disposal. One page an act, each with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comity.core.errors import NotFound, Refused
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import ActForm, done
from comity.statute import Act

from .. import actions, queries
from ..forms import ProposalForm, ReasonForm
from .pages import form_page, trail_of
from .shown import name_of


@dataclass(frozen=True, slots=True)
class Step:
    """One act of keeping: what is asked on its page, and what it does."""

    act: Act
    form: type[ActForm]
    do: Callable[..., Any]
    heading: str | Promise
    button: str | Promise
    lead: str | Promise
    is_danger: bool = False


STEPS = {
    "archive": Step(
        Act.DOSSIER_ARCHIVE,
        ReasonForm,
        actions.archive_dossier,
        gettext_lazy("Close and archive"),
        gettext_lazy("Archive"),
        gettext_lazy(
            "Nothing is written to it any more, nor to the exchanges begun in it, and it leaves the list of files. It "
            "can be taken out again."
        ),
    ),
    "restore": Step(
        Act.DOSSIER_RESTORE,
        ReasonForm,
        actions.restore_dossier,
        gettext_lazy("Take out of the archive"),
        gettext_lazy("Take out"),
        gettext_lazy("It can be written to again, and so can the exchanges begun in it."),
    ),
    "hold": Step(
        Act.HOLD_PLACE,
        ReasonForm,
        actions.place_hold,
        gettext_lazy("Place a legal hold"),
        gettext_lazy("Place the hold"),
        gettext_lazy(
            "While it is open, nothing of this dossier is disposed of. All who take part see that your side holds it; "
            "the reason is for your side alone."
        ),
    ),
    "release": Step(
        Act.HOLD_END,
        ReasonForm,
        actions.end_hold,
        gettext_lazy("End the legal hold"),
        gettext_lazy("End the hold"),
        gettext_lazy("A disposal that it stopped goes on."),
        is_danger=True,
    ),
    "propose": Step(
        Act.DISPOSAL_PROPOSE,
        ProposalForm,
        actions.propose_disposal,
        gettext_lazy("Propose disposal"),
        gettext_lazy("Propose it"),
        gettext_lazy(
            "You consent to it as the first person of your side. It is carried out when two persons of every party "
            "that takes part in full have consented and a waiting time has passed."
        ),
        is_danger=True,
    ),
    "consent": Step(
        Act.DISPOSAL_CONSENT,
        ActForm,
        actions.consent_to_disposal,
        gettext_lazy("Consent to the disposal"),
        gettext_lazy("Consent"),
        gettext_lazy(
            "Keys, salts and all contents of this dossier are destroyed and cannot be brought back. What was done, "
            "when and by which party stays on record."
        ),
        is_danger=True,
    ),
    "withdraw": Step(
        Act.DISPOSAL_WITHDRAW,
        ReasonForm,
        actions.withdraw_disposal,
        gettext_lazy("Withdraw the proposal of disposal"),
        gettext_lazy("Withdraw it"),
        gettext_lazy("Nothing is disposed of. A new proposal needs all consents anew."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def keep(request: ViewerRequest, dossier_id: UUID, step: str) -> HttpResponse:
    """Do one act of keeping on a dossier, where the viewer may."""
    viewer, one = request.viewer, STEPS.get(step)
    if one is None:
        raise NotFound
    shown = queries.dossier(viewer, dossier_id)
    kept = queries.keeping(viewer, shown, request.at)
    refusal = actions.refusal_to_keep(viewer, shown, kept=kept, act=one.act, at=request.at)
    if refusal is not None:
        raise Refused(refusal)
    # Bound also where the form has no field of its own.
    form = one.form(request.POST) if request.method == "POST" else one.form()
    did = done(request, form, lambda given: one.do(viewer, dossier_id=shown.pk, **given, at=request.at))
    back = reverse("dossiers:page", args=[shown.pk])
    if did is not None:
        messages.success(request, _("Done. It stands on record."))
        return redirect(f"{back}#keeping")
    return form_page(
        request,
        form,
        heading=str(one.heading),
        button=str(one.button),
        back=back,
        trail=trail_of(shown, name_of(shown, queries.participation(viewer, shown.pk))),
        lead=_lead(one, kept),
        shown=shown,
        is_danger=one.is_danger,
    )


def _lead(one: Step, kept: queries.Kept) -> str:
    """Return what the act does; whoever consents reads to what."""
    if one.act != Act.DISPOSAL_CONSENT or kept.disposal is None:
        return str(one.lead)
    return _("Proposed because: %(reason)s. It rests on: %(decision)s. %(effect)s") % {
        "reason": kept.disposal.reason,
        "decision": kept.disposal.decision,
        "effect": one.lead,
    }
