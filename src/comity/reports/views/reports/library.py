# SPDX-License-Identifier: EUPL-1.2
"""Published reports: the list, the report as a page, its files and their receipt. Open to everybody."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public
from comity.core.pages import keys, pager

from ... import queries
from ...kinds import kinds
from ...paper import canonical
from .pages import FORMS, attached, file_name, language_or_404, readers_language
from .reading import sections_of


@public
@require_safe
def library(request: ViewerRequest) -> HttpResponse:
    """List the published reports; those who take part in one that is being written see it first."""
    viewer, language = request.viewer, readers_language()
    size = settings.COMITY_LIMITS["page_rows"]
    page = queries.published_page(viewer, size=size, **keys(request))
    drafts = queries.reports_page(viewer, size=size).rows if viewer.is_known else ()
    names = {code: kind.name.in_(language) for code, kind in kinds().kinds.items()}
    context = {
        "drafts": [{"report": row, "kind": names[row.kind]} for row in drafts],
        "rows": [{"report": row, "kind": names[row.kind]} for row in page.rows],
        "page": pager(request, page),
        "may_begin": bool(queries.kinds_for(viewer)),
    }
    return render(request, "reports/report/library.html", context)


@public
@require_safe
def published(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Show a published report in one of its languages, the reader's where it is there."""
    row = queries.published(request.viewer, report_id)
    editions = queries.editions(request.viewer, row.id)
    there = {edition.language: (edition, files) for edition, files in editions}
    wanted = request.GET.get("language", "") or readers_language()
    language = wanted if wanted in there else row.language
    edition, files = there[language]
    paper = canonical.read(edition.paper)
    context = {
        "report": row,
        "title": paper.title,
        "text_language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "masthead": paper.masthead,
        "sections": sections_of(paper),
        "tabs": [
            {"url": f"?language={code}", "label": name, "active": code == language}
            for code, name in kinds().languages.items()
            if code in there
        ],
        "files": [_file(row.id, language, file) for file in files],
        "receipt_url": reverse("report:receipt", args=[row.id, language]),
    }
    return render(request, "reports/report/published.html", context)


def _file(report_id: UUID, language: str, file: Any) -> dict[str, Any]:
    return {
        "url": reverse("report:download", args=[report_id, language, file.form]),
        "label": FORMS[file.form][1],
        "size": file.size,
        "sha256": file.sha256,
    }


@public
@require_safe
def download(request: ViewerRequest, report_id: UUID, language: str, form: str) -> HttpResponse:
    """Give one file of a published report, byte for byte as it was published."""
    if form not in FORMS:
        raise NotFound
    found = queries.edition_file(request.viewer, report_id, language_or_404(language), form)
    return attached(bytes(found.content), form, file_name(found.edition.published.symbol, language))


@public
@require_safe
def receipt(request: ViewerRequest, report_id: UUID, language: str) -> HttpResponse:
    """Give the receipt that binds the files of one language; while the log has not closed, lead back."""
    edition = queries.edition(request.viewer, report_id, language_or_404(language))
    keeper = kinds()[edition.published.kind].keeper
    data = queries.edition_receipt(request.viewer, edition, keeper=keeper)
    if not data:
        return redirect("report:published", report_id)
    response = HttpResponse(data, content_type="application/octet-stream")
    name = file_name(edition.published.symbol, language)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    return response
