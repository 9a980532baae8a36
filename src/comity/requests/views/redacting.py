# SPDX-License-Identifier: EUPL-1.2
"""Making a redacted copy: areas marked page by page, the copy looked at, and only then put among what is prepared."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, own_units, taken_once
from comity.documents import intake, showing, store
from comity.documents.actions import Marked, finished_upload

from .. import actions, forms, queries
from .previews import busy_page, drawn_answer, said_page
from .shown import redacting as shown
from .shown.simple import posted, simple_page


@own_units
@require_POST
def redact(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Begin to mark a document, or go on, entered as a look at it. With `carry`, the marks go to its new file."""
    viewer, at = request.viewer, request.at
    with as_viewer(viewer):
        version = actions.may_redact_document(viewer, request_id=request_id, document_id=document_id)
    if not showing.is_drawn(version):
        said = _("Only a PDF or a picture can be redacted: save the document as PDF and add that.")
        return said_page(request, request_id, version, said, status=422)
    try:
        pages = showing.look(version).count
        with as_viewer(viewer):
            do = actions.carry_marks_over if "carry" in request.POST else actions.begin_redaction
            do(viewer, request_id=request_id, document_id=document_id, version_id=version.id, pages=pages, at=at)
            actions.look_at_request_document(
                viewer, request_id=request_id, version_id=version.id, pages=pages, at=request.at
            )
    except Invalid as invalid:
        return said_page(request, request_id, version, *invalid.problems.values(), status=422)
    except showing.Busy:
        return busy_page(request, request_id, version)
    except (store.Damaged, store.KeyringMissing):
        return render(request, "requests/document_damaged.html", {"one": request_id}, status=500)
    return redirect("requests:document_redact_page", request_id, document_id, 1)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def redact_page(request: ViewerRequest, request_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    """Show one page with its marks; a post adds a mark, takes one away, or has the copy made."""
    found = queries.redacting(request.viewer, request_id, document_id, at=request.at)
    if not 1 <= number <= max(found.sheet.pages, 1):
        raise NotFound
    do = request.POST.get("do", "")
    form = forms.MarkForm(request.POST if do == "mark" else None)
    if request.method != "POST":
        return _show(request, found, number, form)
    seen = request.POST.get("version", "")
    on: dict[str, Any] = {"request_id": request_id, "document_id": document_id, "at": request.at}
    on["version_id"] = UUID(seen) if _is_key(seen) else found.newest.id
    tried: Callable[[], object]
    if do == "mark":
        if not form.is_valid():
            return _show(request, found, number, form, status=422)
        mark = Marked(page=number, **form.cleaned_data)
        tried = lambda: actions.add_mark(request.viewer, mark=mark, **on)  # noqa: E731 - one of three
    elif do == "unmark":
        mark_id = request.POST.get("mark", "")
        tried = lambda: actions.remove_mark(request.viewer, mark_id=mark_id, **on)  # noqa: E731 - as above
    else:
        tried = lambda: actions.order_copy(request.viewer, **on)  # noqa: E731 - as above
    try:
        tried()
    except Invalid as invalid:
        if do == "mark":
            forms.show_problems(form, invalid.problems)
            return _show(request, found, number, form, status=422)
        return _show(request, found, number, form, said=tuple(invalid.problems.values()), status=422)
    return redirect("requests:document_redact_page", request_id, document_id, number)


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@own_units
@require_POST
def redact_keep(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Put the copy among what is prepared, examined like any other file."""
    viewer = request.viewer
    form = forms.RedactedCopyForm(request.POST)
    with as_viewer(viewer, writes=False):
        found = queries.redacting(viewer, request_id, document_id, at=request.at)
        copy = found.copy
        sealed = finished_upload(viewer, upload_id=copy.id, about=request_id) if copy else None
    said: tuple[str, ...] = (_("The copy is not there any more: have it made once more."),)
    if sealed is not None and form.is_valid():
        try:
            file = intake.accept(sealed[0], name=sealed[1])

            def done(_request: ViewerRequest) -> HttpResponse:
                made = actions.keep_copy(
                    viewer, request_id=request_id, document_id=document_id, file=file, at=request.at,
                    title=form.cleaned_data["title"],
                )  # fmt: skip
                messages.success(request, _("The redacted copy was added. The original stays with your own side."))
                return redirect("requests:document", request_id, made.id)

            with as_viewer(viewer):
                return taken_once(done)(request)  # type: ignore[return-value]  # it leads on
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
            said = ()
    elif sealed is not None:
        said = ()
    with as_viewer(viewer, writes=False):
        return _show(request, found, 1, forms.MarkForm(), copy_form=form, said=said, status=422)


@require_safe
def redact_picture(request: ViewerRequest, request_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    """Give the picture of a page of the copy that was made, to whom marked it."""
    found = queries.redacting(request.viewer, request_id, document_id, at=request.at)
    if found.copy is None:
        raise NotFound
    sealed, _name = finished_upload(request.viewer, upload_id=found.copy.id, about=request_id)
    return drawn_answer(lambda: showing.look_at_copy(sealed, number))


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def document_release(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Let the original of a redacted copy be handed on after all."""
    row = queries.request_with_documents(request.viewer, request_id)
    queries.document_with(request.viewer, row, document_id)
    form = forms.ReleaseForm(posted(request))
    if form.is_valid():
        try:
            actions.release_original(
                request.viewer, request_id=row.id, document_id=document_id, reason=form.cleaned_data["reason"],
                at=request.at,
            )  # fmt: skip
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("Recorded."))
            return redirect("requests:document", row.id, document_id)
    return simple_page(
        request, row, form,
        heading=_("Let the original be handed on"),
        button=_("Let it be handed on"),
        lead=_("From then on the original itself goes with what is handed on, words beneath the black areas included."),
    )  # fmt: skip


def _show(
    request: ViewerRequest,
    found: queries.Redacting,
    number: int,
    form: forms.MarkForm,
    *,
    copy_form: forms.RedactedCopyForm | None = None,
    said: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    title = _("%(title)s (redacted)") % {"title": found.document.title}
    context = {
        "one": found.request,
        "document": found.document,
        "file": found.sheet.version,
        "sheet": shown.sheet_of(found, number),
        "form": form,
        "copy_form": copy_form or forms.RedactedCopyForm(initial={"title": title[:200]}),
        "said": said,
        "number": number,
        "earlier": number - 1,
        "later": number + 1 if number < found.sheet.pages else 0,
    }
    return render(request, "requests/document_redact.html", context, status=status)
