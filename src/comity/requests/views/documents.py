# SPDX-License-Identifier: EUPL-1.2
"""The pages of a request's documents: adding one, its page, its file, and what becomes of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.clock import THE_HAGUE
from comity.core.db import as_viewer
from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, led_to_before, own_units, taken_once
from comity.core.viewer import Viewer
from comity.documents import intake, store
from comity.documents import queries as documents
from comity.documents.actions import Said, end_upload, finished_upload
from comity.documents.handing import handed_out
from comity.documents.models import Document
from comity.documents.uploading import EncryptingHandler
from comity.dossiers import queries as dossiers
from comity.parties.queries import colleagues

from .. import actions, forms, queries
from ..models import Request
from .shown import documents as shown
from .shown import timeline, words
from .shown.bundle import parts_of, zipped
from .shown.simple import posted, simple_page

# What a form holds beside its file.
FORM_BYTES = 1024 * 1024


@require_safe
def document(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Show one document: what it is, on which conditions, its files, and who had it when."""
    viewer = request.viewer
    row = queries.request_with_documents(viewer, request_id)
    found = documents.document(viewer, document_id, about=row.id)
    custody = documents.custody(viewer, document_id)
    versions = documents.versions(viewer, document_id)
    keys = queries.keys_known_of(viewer, versions)
    context = {
        "one": row,
        "level": row.dossier.classification,
        "document": shown.row_of(viewer, row.id, found),
        "files": [shown.file_of(viewer, row.id, found.document, version, keys[version.id]) for version in versions],
        "is_under_seal": queries.is_under_seal(row),
        "entries": timeline.shown_entries(viewer, custody, exchange_id=row.dossier_id, has_receipts=True),
        "may_limit": queries.own_place(viewer, row) is not None,
        "readers": _readers(viewer, found.limited_to, request.at) if found.limited_to else None,
    }
    return render(request, "requests/document.html", context)


def _readers(viewer: Viewer, name: str, at: datetime) -> dict[str, Any] | None:
    """Who is in the circle of that name, to which a document is limited that the viewer reads."""
    circle = dossiers.circles(viewer, at).filter(name=name).first()
    if circle is None:
        return None
    people = [grant.person.name for grant in dossiers.grants_in(viewer, [circle], at)]
    return {"circle": circle, "people": people}


@require_POST
def document_file(request: ViewerRequest, request_id: UUID, version_id: UUID) -> HttpResponseBase:
    """Hand out one file: entered first, then streamed, and verified as it goes.

    By a form and not by a link: what leaves a trace is done by nobody's prefetching, and by no foreign page.
    """
    try:
        opened = actions.read_request_document(
            request.viewer, request_id=request_id, version_id=version_id, at=request.at
        )
    except (store.Damaged, store.KeyringMissing):
        return render(request, "requests/document_damaged.html", {"one": request_id}, status=500)
    return handed_out(opened.chunks, name=opened.version.name, size=opened.version.size)


@require_POST
def bundle(request: ViewerRequest, request_id: UUID) -> HttpResponseBase:
    """Hand out a whole request as one zip: entered first, then made as it goes, through the sight of who asks."""
    viewer = request.viewer
    row = queries.request_with_documents(viewer, request_id)
    files = actions.take_out(viewer, request_id=row.id, at=request.at)
    page = queries.request_page(viewer, request_id)
    entries = timeline.shown_entries(viewer, page.entries, exchange_id=row.dossier_id)
    context = {
        "one": row,
        "title": row.subject or words.kind_name(row.kind),
        "lines": page.lines,
        "entries": entries,
        "documents": [(document.title, opened.version) for document, opened in files],
        "at": request.at,
    }
    html = render_to_string("requests/bundle.html", context)
    made = zipped(parts_of(viewer, page, html, files, at=request.at), at=request.at)
    response = StreamingHttpResponse(made, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.reference}.zip"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _received(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Let a view take a file: looked at first whether it may come, then encrypted as it comes, in no unit of work.

    Whatever did not become a document is deleted, however the view ended.
    """

    @own_units
    @csrf_exempt  # the token stands in the body, which is read by what is wrapped below
    @require_http_methods(["GET", "HEAD", "POST"])
    def inner(request: ViewerRequest, request_id: UUID, **more: UUID) -> HttpResponseBase:
        handler = EncryptingHandler(request)
        if request.method != "POST":
            actions.may_add_document(request.viewer, request_id=request_id)
            return view(request, handler, request_id, **more)
        with as_viewer(request.viewer):
            row = actions.may_add_document(request.viewer, request_id=request_id)
            handler.must_be_sealed = queries.is_under_seal(row)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.COMITY_LIMITS["plain_upload_bytes"] + FORM_BYTES:
            handler.is_too_large = True
            return render(request, "web/errors/413.html", status=413)
        request.upload_handlers = [handler]

        @csrf_protect
        def received(request: HttpRequest) -> HttpResponse:
            return view(request, handler, request_id, **more)

        try:
            return received(request)
        finally:
            handler.forget()

    return inner


def _file(request: ViewerRequest, row: Request, form: forms.ReplaceForm) -> intake.Accepted:
    """Return the file that came with the form or in pieces before it; raises Invalid with the reason."""
    upload_id = form.cleaned_data.get("upload")
    accept = intake.accept_sealed if queries.is_under_seal(row) else intake.accept
    if upload_id:
        with as_viewer(request.viewer, writes=False):
            sealed, name = finished_upload(request.viewer, upload_id=upload_id, about=row.id)
        try:
            return accept(sealed, name=name)
        except intake.Unfit:
            with as_viewer(request.viewer):
                end_upload(request.viewer, upload_id=upload_id)
            raise
    came = form.cleaned_data["file"]
    return accept(came.sealed, name=came.name_given)


def _kept(
    request: ViewerRequest,
    handler: EncryptingHandler,
    form: forms.ReplaceForm,
    row: Request,
    act: Callable[[intake.Accepted], Document],
) -> HttpResponse | None:
    """Do what the form asks for, and lead to the document; or say on the form why not."""
    if handler.is_too_large:
        limit = filesizeformat(settings.COMITY_LIMITS["plain_upload_bytes"])
        form.errors.pop("file", None)
        form.add_error("file", _("A form takes a file of at most %(limit)s.") % {"limit": limit})
    if handler.unfit is not None:
        form.errors.pop("file", None)
        forms.show_problems(form, handler.unfit.problems)
    if not form.is_valid():
        return None
    with as_viewer(request.viewer, writes=False):
        # Asked first: the upload that the form names has become a document by then.
        if (before := led_to_before(request)) is not None:
            return before
    try:
        accepted = _file(request, row, form)

        def done(_request: ViewerRequest) -> HttpResponse:
            made = act(accepted)
            handler.sealed.clear()
            return redirect("requests:document", row.id, made.id)

        with as_viewer(request.viewer):
            return taken_once(done)(request)  # type: ignore[return-value]  # it leads on
    except Invalid as invalid:
        forms.show_problems(form, invalid.problems)
        return None


def _form_page(request: ViewerRequest, row: Request, form: forms.ReplaceForm, **more: Any) -> HttpResponse:
    limits = settings.COMITY_LIMITS
    with as_viewer(request.viewer, writes=False):
        sealing = shown.sealing_of(request.viewer, row, at=request.at)
    if sealing is not None:
        form.seal_to(sealing.recipients, most=limits["document_bytes"], at_once=limits["sealed_at_once_bytes"])
    context = {
        "one": row,
        "title": row.subject or words.kind_name(row.kind),
        "form": form,
        "sealing": sealing,
        "plain_limit": filesizeformat(limits["plain_upload_bytes"]),
        "large_limit": filesizeformat(limits["document_bytes"]),
        "piece": limits["upload_piece_bytes"],
        **more,
    }
    return render(request, "requests/document_form.html", context, status=422 if form.errors else 200)


def _new(request: ViewerRequest, handler: EncryptingHandler, request_id: UUID) -> HttpResponse:
    viewer = request.viewer
    with as_viewer(viewer, writes=False):
        row = queries.request_with_documents(viewer, request_id)
        there = [one for one in queries.documents_with(viewer, row) if one.document.text_kind == "original"]
        circles = list(dossiers.circles(viewer, request.at).filter(id__in=viewer.circles))
    form = forms.DocumentForm(
        posted(request), request.FILES or None, originals=there, circles=circles,
        initial={"language": row.language[:2]},
    )  # fmt: skip

    def act(accepted: intake.Accepted) -> Document:
        given = form.cleaned_data
        said = Said(
            title=given["title"],
            language=given["language"],
            text_kind=given["text_kind"],
            translation_of=form.original(),
            provider=given["provider"],
            conditions=tuple(given["conditions"]),
            protections=tuple(given["protections"]),
            handling=given["handling"],
        )
        made = actions.add_request_document(
            viewer, request_id=row.id, file=accepted, said=said, at=request.at, circle_id=form.circle_id()
        )
        messages.success(request, _("The document was added."))
        return made

    if request.method == "POST":
        led = _kept(request, handler, form, row, act)
        if led is not None:
            return led
    return _form_page(request, row, form, heading=_("Add a document"), button=_("Add the document"))


def _replace(request: ViewerRequest, handler: EncryptingHandler, request_id: UUID, document_id: UUID) -> HttpResponse:
    viewer = request.viewer
    with as_viewer(viewer, writes=False):
        row = queries.request_with_documents(viewer, request_id)
        documents.document(viewer, document_id, about=row.id)
    form = forms.ReplaceForm(posted(request), request.FILES or None)

    def act(accepted: intake.Accepted) -> Document:
        made = actions.replace_request_document(
            viewer, request_id=row.id, document_id=document_id, file=accepted, at=request.at
        )
        messages.success(request, _("The file was replaced. The one before stays readable to your own side."))
        return made

    if request.method == "POST":
        led = _kept(request, handler, form, row, act)
        if led is not None:
            return led
    return _form_page(request, row, form, heading=_("Replace the file"), button=_("Replace it"))


document_new = _received(_new)
document_replace = _received(_replace)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def document_consent(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Record the provider's consent."""
    form = forms.ConsentForm(posted(request))
    return _small(
        request, request_id, document_id, form,
        heading=_("Record the provider's consent"),
        button=_("Record it"),
        lead=_("From then on the document may be handed on. What is recorded here stays on your own side."),
        act=lambda given: actions.record_document_consent(
            request.viewer, request_id=request_id, document_id=document_id, consent=given["consent"], at=request.at
        ),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def document_limit(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Say who of the own side reads a document."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    row = queries.request_with_documents(viewer, request_id)
    found = queries.document_with(viewer, row, document_id)
    circles = list(dossiers.circles(viewer, request.at).filter(id__in=viewer.circles))
    people = [one for one in colleagues(viewer, on=day) if one.pk not in {viewer.person_id, viewer.acting_for_id}]
    chosen = next((str(one.pk) for one in circles if one.name == found.limited_to), forms.DESK)
    form = forms.LimitForm(posted(request), circles=circles, people=people, initial={"circle": chosen})
    return _small(
        request, request_id, document_id, form,
        heading=_("Limit the readers"),
        button=_("Let these read it"),
        lead=_("Whoever of our side is not among them neither sees the document anywhere nor learns that there is one. "
               "Only one of them hands it on; the other side then decides for itself who reads it there."),
        act=lambda _given: actions.limit_request_document(
            viewer, request_id=request_id, document_id=document_id, circle_id=form.circle_id(),
            readers=form.reader_ids(), reason=form.cleaned_data["reason"], at=request.at,
        ),
        known=(row, found.document.title),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def document_withdraw(request: ViewerRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document out."""
    form = forms.WithdrawForm(posted(request))
    return _small(
        request, request_id, document_id, form,
        heading=_("Take a document out"),
        button=_("Take it out"),
        lead=_("It stays listed with the reason; the other side can no longer download it. Nobody can make it unread."),
        act=lambda given: actions.withdraw_request_document(
            request.viewer, request_id=request_id, document_id=document_id, reason=given["reason"], at=request.at
        ),
    )  # fmt: skip


def _small(
    request: ViewerRequest,
    request_id: UUID,
    document_id: UUID,
    form: Any,
    *,
    heading: str,
    button: str,
    lead: str,
    act: Callable[[dict[str, Any]], object],
    known: tuple[Request, str] | None = None,
) -> HttpResponse:
    if known is None:
        row = queries.request_with_documents(request.viewer, request_id)
        known = row, documents.document(request.viewer, document_id, about=row.id).document.title
    row, subject = known
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("Recorded."))
            return redirect("requests:document", row.id, document_id)
    return simple_page(request, row, form, heading=heading, button=button, lead=lead, subject=subject)
