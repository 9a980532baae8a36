# SPDX-License-Identifier: EUPL-1.2
"""Writing a request: beginning it, the form of the draft, saving it as it is typed, the texts of before."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.models import Dossier
from comity.statute import Act, Kind, rome

from .. import actions, forms, queries
from ..models import Request
from .shown import documents, drafts, words
from .shown.simple import posted

FILES = 100


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ViewerRequest) -> HttpResponse:
    """Choose a case file and a kind; the draft is there from then on."""
    viewer = request.viewer
    form = forms.BeginForm(posted(request), initial={"file": request.GET.get("file", "")})
    if form.is_valid():
        try:
            made = actions.begin_request(
                viewer, file_id=form.cleaned_data["file"], kind=form.cleaned_data["kind"], at=request.at
            )
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        except NotFound:
            form.add_error("file", _("Choose one of your case files."))
        else:
            return redirect("requests:edit", made.id)
    files = _files(viewer, request.POST.get("file") or request.GET.get("file", ""))
    form.offer(files)
    chosen = request.POST.get("kind") or request.GET.get("kind", "")
    context = {"form": form, "files": files, "groups": forms.kind_groups(_kinds(viewer), chosen)}
    return render(request, "requests/begin.html", context, status=422 if request.method == "POST" else 200)


def _files(viewer: Viewer, chosen: str) -> list[Dossier]:
    """The newest case files, and the one already chosen however old it is."""
    found = list(dossiers.own_files(viewer)[:FILES])
    try:
        wanted = UUID(chosen)
    except ValueError:
        return found
    if wanted in {file.id for file in found}:
        return found
    return [*dossiers.own_files(viewer).filter(id=wanted), *found]


def _kinds(viewer: Viewer) -> list[Kind]:
    return [kind for kind in rome().kinds.values() if actions.issuers_for(viewer, kind)]


@require_http_methods(["GET", "HEAD"])
def edit(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show the form of a draft; one that is no draft any more is shown as it is."""
    row = queries.request_row(request.viewer, request_id)
    if row.state != "draft" and row.issuer_id == request.viewer.party_id:
        messages.info(request, _("This is no draft any more. To change the text, it is first returned to the drafter."))
        return redirect("requests:page", request_id)
    return _form(request, queries.editing(request.viewer, request_id), forms.Typed())


def _form(request: ViewerRequest, draft: queries.Editing, typed: forms.Typed) -> HttpResponse:
    row = draft.request
    context = {
        **drafts.context_of(draft, typed),
        "documents": documents.rows_of(request.viewer, row.id, queries.documents_with(request.viewer, row)),
        "add_url": reverse("requests:document_new", args=[row.id]),
    }
    return render(request, "requests/edit.html", context)


@taken_once
@require_POST
def save(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Save what was typed: all of the form, or, as it is typed, one field of it.

    The answer is good also where two people wrote in one field: otherwise what was typed would be rolled back with it.
    """
    viewer = request.viewer
    kind = queries.kind_of(viewer, request_id)
    typed, marks = forms.typed_in(request.POST, kind)
    saved = actions.save_draft(viewer, request_id=request_id, typed=typed, marks=marks, at=request.at)
    kept = drafts.kept(saved, typed, marks, request.POST)
    if request.headers.get("HX-Request"):
        draft = queries.editing(viewer, request_id)
        name = drafts.field_of(forms.resolution_in(request.POST)[1] or next(iter(marks), ""))
        context = drafts.answer_of(draft, kept, name, saved, request.at, is_resolved="resolve" in request.POST)
        return render(request, "requests/_autosave.html", context)
    if kept.conflicts or kept.problems or kept.values:
        return _form(request, queries.editing(viewer, request_id), kept)
    if request.POST.get("then") == "submit":
        return redirect("requests:act", request_id, words.slug_of(Act.REQUEST_SUBMIT))
    messages.success(request, _("Saved."))
    return redirect("requests:edit", request_id)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show every text that was ever typed into a draft; one of them can be put back."""
    viewer = request.viewer
    field = request.GET.get("field", "")
    row, found = queries.earlier_texts(viewer, request_id, field)
    if row.issuer_id != viewer.party_id:
        raise NotFound
    if request.method == "POST":
        chosen = next((one for one in found if str(one.pk) == request.POST.get("text", "")), None)
        if chosen is None:
            raise NotFound
        return _restored(request, row, chosen.field, chosen.text)
    names = drafts.names_of(row.kind)
    entries = [
        {
            "id": one.pk,
            "field": names.get(one.field, one.field),
            "text": one.text,
            "who": one.person.name,
            "at": one.at,
            "is_now": one.text == queries.draft_value(row, one.field),
        }
        for one in found
    ]
    context = {
        "one": row,
        "title": row.subject or words.kind_name(row.kind),
        "entries": entries,
        "is_draft": row.state == "draft",
    }
    return render(request, "requests/texts.html", context)


def _restored(request: ViewerRequest, row: Request, field: str, text: str) -> HttpResponse:
    now = queries.mark_of(queries.draft_value(row, field))
    saved = actions.save_draft(
        request.viewer, request_id=row.id, typed={field: text}, marks={field: now}, at=request.at
    )
    if saved.problems:
        messages.error(request, " ".join(saved.problems.values()))
    else:
        messages.success(request, _("The earlier text is back. The one it replaced is kept here too."))
    return redirect(f"{reverse('requests:edit', args=[row.id])}#field-{drafts.field_of(field)}")
