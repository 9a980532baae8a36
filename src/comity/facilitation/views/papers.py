# SPDX-License-Identifier: EUPL-1.2
"""Papers: the list, one with its file, handing one in, withdrawing it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.db import as_viewer
from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, led_to_before, own_units, public, taken_once
from comity.documents import intake, store
from comity.documents.handing import handed_out
from comity.documents.uploading import EncryptingHandler
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.rules import Rule
from ..models import Layer, Paper
from .pages import Shown, demand, form_page, page, posted, shown

# What a form holds beside its file.
FORM_BYTES = 1024 * 1024


@public
@require_safe
def papers(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """List the papers that the reader may know of."""
    of = shown(request, facilitation_id)
    rows = queries.papers_of(request.viewer, of.row, standing=of.standing)
    return page(request, "papers.html", of, "papers", {"rows": rows})


@public
@require_safe
def paper(request: ViewerRequest, facilitation_id: UUID, paper_id: UUID) -> HttpResponse:
    """Show one paper; of one that was withdrawn, that there was one."""
    of = shown(request, facilitation_id)
    row = queries.paper(request.viewer, of.row, paper_id, standing=of.standing)
    is_in_force = row.state == Paper.State.HANDED_IN
    context = {
        "paper": row,
        "is_in_force": is_in_force,
        "files": queries.files_of(request.viewer, row, standing=of.standing) if is_in_force else [],
        "may_retract": is_in_force and of.standing.may_write and row.party_id == request.viewer.party_id,
    }
    return page(request, "paper.html", of, "papers", context)


@public
@require_POST
def paper_file(request: ViewerRequest, facilitation_id: UUID, paper_id: UUID, version_id: UUID) -> HttpResponseBase:
    """Hand out the file of a paper; by a form, for a participant's reading is entered."""
    try:
        opened = actions.read_paper_file(
            request.viewer, facilitation_id=facilitation_id, paper_id=paper_id, version_id=version_id, at=request.at
        )
    except (store.Damaged, store.KeyringMissing):
        return render(request, "facilitation/damaged.html", status=500)
    return handed_out(opened.chunks, name=opened.version.name, size=opened.version.size)


@require_POST
def retract(request: ViewerRequest, facilitation_id: UUID, paper_id: UUID) -> HttpResponse:
    """Withdraw a paper of one's own party."""
    actions.retract_paper(request.viewer, facilitation_id=facilitation_id, paper_id=paper_id, at=request.at)
    messages.success(request, _("Withdrawn. That it was handed in stays readable."))
    return redirect("facilitation:paper", facilitation_id, paper_id)


@own_units
@csrf_exempt  # the token stands in the body, which is read by what is wrapped below
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: ViewerRequest, facilitation_id: UUID) -> HttpResponseBase:
    """Hand in a paper. Its file is encrypted as it comes, in no unit of work; what became no paper is deleted."""
    handler = EncryptingHandler(request)
    with as_viewer(request.viewer, writes=False):
        of = shown(request, facilitation_id)
        demand(of.standing.may_write, Rule.PARTICIPANTS_WRITE.broken_by(Act.PAPER_SUBMIT))
    if request.method != "POST":
        return _form(request, of, _paper_form(request, of))
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.COMITY_LIMITS["plain_upload_bytes"] + FORM_BYTES:
        handler.is_too_large = True
        return render(request, "web/errors/413.html", status=413)
    request.upload_handlers = [handler]

    @csrf_protect
    def received(_request: HttpRequest) -> HttpResponse:
        return _received(request, of, handler)

    try:
        return received(request)
    finally:
        handler.forget()


def _paper_form(request: ViewerRequest, of: Shown) -> forms.PaperForm:
    language = (get_language() or "en")[:2]
    form = forms.PaperForm(posted(request), request.FILES or None, initial={"language": language, "layer": "invited"})
    may_publish = of.standing.may_lead
    form.offer_layers(one for one in of.standing.layers if may_publish or one != Layer.PUBLIC)
    with as_viewer(request.viewer, writes=False):
        form.offer_meetings(queries.meetings_of(request.viewer, of.row, standing=of.standing))
    return form


def _form(request: ViewerRequest, of: Shown, form: forms.PaperForm) -> HttpResponse:
    limit = filesizeformat(settings.COMITY_LIMITS["plain_upload_bytes"])
    return form_page(
        request, form, heading=_("Hand in a paper"), button=_("Hand it in"), back=of.url("papers"),
        lead=_("A text, or a file of at most %(limit)s.") % {"limit": limit},
    )  # fmt: skip


def _received(request: ViewerRequest, of: Shown, handler: EncryptingHandler) -> HttpResponse:
    form = _paper_form(request, of)
    form.is_valid()
    if handler.is_too_large:
        limit = filesizeformat(settings.COMITY_LIMITS["plain_upload_bytes"])
        form.errors.pop("file", None)
        form.add_error("file", _("A form takes a file of at most %(limit)s.") % {"limit": limit})
    if not form.is_valid():
        return _form(request, of, form)
    with as_viewer(request.viewer, writes=False):
        if (before := led_to_before(request)) is not None:
            return before
    try:
        came = form.cleaned_data.pop("file")
        accepted = intake.accept(came.sealed, name=came.name_given) if came else None
        return _kept(request, of, handler, accepted, form.cleaned_data)
    except Invalid as invalid:
        form.take(invalid.problems)
        return _form(request, of, form)


def _kept(
    request: ViewerRequest, of: Shown, handler: EncryptingHandler, file: intake.Accepted | None, given: dict[str, Any]
) -> HttpResponse:
    meeting = given.pop("meeting")

    def submitted(_request: ViewerRequest) -> HttpResponse:
        made = actions.submit_paper(
            request.viewer, facilitation_id=of.row.id, file=file, meeting_id=UUID(meeting) if meeting else None,
            at=request.at, **given,
        )  # fmt: skip
        handler.sealed.clear()
        messages.success(request, _("The paper is handed in."))
        return redirect("facilitation:paper", of.row.id, made.id)

    with as_viewer(request.viewer):
        return taken_once(submitted)(request)  # type: ignore[return-value]  # it leads on
