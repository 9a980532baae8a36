# SPDX-License-Identifier: EUPL-1.2
"""The pages of the whole file: asking for it as one PDF, how far its making is, taking it, deleting it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import progress
from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, taken_once
from comity.core.models import Progress
from comity.documents import queries as documents
from comity.documents import store
from comity.documents.handing import handed_out
from comity.documents.models import Whole

from .. import actions, queries
from ..models import Request
from .shown import words


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def wholes(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show how a request is taken out whole and what was made for this person; by a form, have the PDF made."""
    viewer = request.viewer
    row = queries.request_with_documents(viewer, request_id)
    problem = ""
    if request.method == "POST":
        try:
            made = actions.ask_for_whole(viewer, request_id=row.id, language=get_language() or "en", at=request.at)
        except Invalid as invalid:
            problem = " ".join(invalid.problems.values())
        else:
            return redirect("requests:whole", row.id, made.id)
    context = {
        **_heading(row),
        "wholes": [_shown(one) for one in documents.wholes(viewer, about=row.id)],
        "hours": settings.COMITY_LIMITS["whole_hours"],
        "problem": problem,
    }
    return render(request, "requests/wholes.html", context, status=422 if problem else 200)


@require_safe
def whole(request: ViewerRequest, request_id: UUID, whole_id: UUID) -> HttpResponse:
    """Show one PDF: how far its making is, a page to reload, of which the script asks for the middle part alone."""
    viewer = request.viewer
    row = queries.request_with_documents(viewer, request_id)
    one = documents.whole(viewer, whole_id, about=row.id)
    context = {**_heading(row), **_shown(one)}
    if one.state == Whole.State.MAKING:
        context["far"] = far = progress.progress_of(viewer, progress_id=one.progress_id)
        context["share"] = far.done * 100 // far.total if far.total else 0
        context["is_tried_again"] = far.phase == Progress.State.FAILED
    name = "requests/_whole.html" if request.headers.get("HX-Request") else "requests/whole.html"
    return render(request, name, context)


@require_POST
def whole_file(request: ViewerRequest, request_id: UUID, whole_id: UUID) -> HttpResponseBase:
    """Hand out a PDF that was made: everything in it is looked at again, and entered, before its first byte."""
    try:
        row, chunks, size = actions.take_whole(request.viewer, request_id=request_id, whole_id=whole_id, at=request.at)
    except (store.Damaged, store.KeyringMissing):
        return render(request, "requests/whole_damaged.html", {"request_id": request_id}, status=500)
    return handed_out(chunks, name=f"{row.reference}.pdf", size=size)


@require_POST
def whole_end(request: ViewerRequest, request_id: UUID, whole_id: UUID) -> HttpResponse:
    """Delete a PDF that was made, before its time."""
    actions.end_whole(request.viewer, request_id=request_id, whole_id=whole_id)
    messages.success(request, _("Deleted."))
    return redirect("requests:wholes", request_id)


def _heading(row: Request) -> dict[str, Any]:
    title = row.subject or words.kind_name(row.kind)
    return {"one": row, "level": row.dossier.classification, "title": title}


def _shown(one: Whole) -> dict[str, Any]:
    return {"whole": one, "size": filesizeformat(one.size), "problem": _problem(one.problem)}


def _problem(problem: dict[str, str]) -> str:
    """Say why a PDF could not be made; a document is named as its title says."""
    if not problem:
        return ""
    at = {"title": problem["what"]}
    if problem["code"] in {"bytes", "pages", "time"} and not problem["what"]:
        return _("The whole file is larger than one PDF may be here.")
    return {
        "bytes": _("With the document “%(title)s” it holds more than one PDF may be made of here.") % at,
        "pages": _("With the document “%(title)s” it has more pages than one PDF may have here.") % at,
        "time": _("At the document “%(title)s” the time for making it was over.") % at,
        "demanding": _("Reading the document “%(title)s” takes more than any document of its kind should.") % at,
        "damaged": _(
            "The document “%(title)s” is damaged: what is kept is not what was given. Those who run this installation "
            "have been told."
        )
        % at,
        "sight": _("It holds what you can no longer see."),
        "sign": _("The sign “%(sign)s” is in no font of this installation; those who run it can add one.")
        % {"sign": problem["what"]},
    }.get(problem["code"], _("Its pages could not be put together. Tell those who run this installation."))
