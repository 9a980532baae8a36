# SPDX-License-Identifier: EUPL-1.2
"""Drafts from drafts: copy, split, address to several States."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.dossiers import queries as dossiers
from comity.statute import rome

from .. import actions, forms, queries
from .shown.simple import posted, simple_page

FILES = 100


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Begin a new draft with the text of an earlier request of one's own side."""
    viewer = request.viewer
    row = queries.request_row(viewer, request_id)
    if row.issuer_id != viewer.party_id:
        raise NotFound
    files = list(dossiers.own_files(viewer)[:FILES])
    form = forms.CopyForm(posted(request), files=files, initial={"file": str(row.file_id)})
    if form.is_valid():
        try:
            made = actions.copy_request(
                viewer, request_id=request_id, file_id=UUID(form.cleaned_data["file"]), at=request.at
            )
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("A new draft with this text. The earlier request stays as it is."))
            return redirect("requests:edit", made.id)
    return simple_page(request, row, form, heading=_("Copy as a new draft"), button=_("Copy"))


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Make a second request out of a draft that asks for two things."""
    viewer = request.viewer
    draft = queries.editing(viewer, request_id)
    kinds = [kind for kind in rome().kinds.values() if actions.issuers_for(viewer, kind)]
    given = [element for element in draft.kind.elements if draft.request.contents.get(element.code, {}).get("text")]
    form = forms.SplitForm(posted(request), kinds=kinds, elements=given)
    if form.is_valid():
        try:
            second = actions.split_draft(
                viewer,
                request_id=request_id,
                kind=form.cleaned_data["kind"],
                subject=form.cleaned_data["subject"],
                elements=form.cleaned_data["elements"],
                at=request.at,
            )
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("This is the second request. Shorten both to what each of them asks."))
            return redirect("requests:edit", second.id)
    return simple_page(
        request,
        draft.request,
        form,
        heading=_("Split the draft"),
        button=_("Make the second request"),
        lead=_(
            "A request asks for one thing. What belongs to another kind becomes a request of its own, "
            "linked to this one."
        ),
        back="requests:edit",
    )


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Ask further States the same, each by a request of its own."""
    viewer = request.viewer
    draft = queries.editing(viewer, request_id)
    form = forms.SeveralForm(posted(request))
    if form.is_valid():
        try:
            made = actions.address_to_several(viewer, request_id=request_id, codes=form.codes(), at=request.at)
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            told = ngettext("%(number)d linked draft was made.", "%(number)d linked drafts were made.", len(made))
            messages.success(request, told % {"number": len(made)})
            return redirect("requests:edit", request_id)
    return simple_page(
        request,
        draft.request,
        form,
        heading=_("Address to several States"),
        button=_("Make the linked drafts"),
        lead=_(
            "Write the text first: each linked draft begins with it as it stands now, "
            "and can then be changed by itself."
        ),
        back="requests:edit",
    )
