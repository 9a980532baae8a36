# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a report share: its head and tabs, a form on a page of its own, what is refused before a form."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest
from comity.core.pages import ActForm
from comity.statute import Act

from ... import queries
from ...actions.rules import Rule
from ...kinds import kinds
from ...models import Report

FORMS: Mapping[str, tuple[str, str]] = {
    "pdf": ("application/pdf", "PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
    "html": ("text/html; charset=utf-8", "HTML"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "csv": ("application/zip", "CSV"),
}


def demand_writer(request: ViewerRequest, row: Report, act: Act) -> None:
    """Refuse whoever may not write in a report, before a form is shown."""
    if row.stage != Report.Stage.DRAFTED:
        raise Rule.ONLY_DRAFTED.broken_by(act)
    if not queries.may_write(request.viewer, row):
        raise Rule.PARTIES_WRITE.broken_by(act)


def demand_keeper(request: ViewerRequest, row: Report, act: Act) -> None:
    """Refuse whoever does not keep a report, before a form is shown."""
    if row.stage != Report.Stage.DRAFTED:
        raise Rule.ONLY_DRAFTED.broken_by(act)
    if not queries.may_keep(request.viewer, kinds()[row.kind]):
        raise Rule.KEEPER_KEEPS.broken_by(act)


def language_or_404(language: str) -> str:
    """Return an official language; raises NotFound for any other."""
    if language not in kinds().languages:
        raise NotFound
    return language


def readers_language() -> str:
    """Return the language of this page: "fr" or "en"."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


def head_of(row: Report, here: str) -> dict[str, Any]:
    """Return what stands above every page of a report: its kind and symbol, and the tabs."""
    other = "fr" if row.language == "en" else "en"
    addresses = {
        "draft": (reverse("report:draft", args=[row.id]), _("Text")),
        "clearance": (reverse("report:clearance", args=[row.id]), _("Clearances")),
        "translations": (reverse("report:translations", args=[row.id, other]), _("Translations")),
        "redaction": (reverse("report:redaction", args=[row.id, row.language]), _("Redaction")),
        "compare": (reverse("report:compare", args=[row.id, row.language]), _("Comparison")),
        "outputs": (reverse("report:outputs", args=[row.id]), _("Files and publication")),
    }
    return {
        "report": row,
        "kind": kinds()[row.kind].name.in_(readers_language()),
        "tabs": [{"url": url, "label": label, "active": name == here} for name, (url, label) in addresses.items()],
        "is_drafted": row.stage == Report.Stage.DRAFTED,
        "is_published": row.stage == Report.Stage.PUBLISHED,
    }


def form_page(
    request: ViewerRequest, form: ActForm, *, heading: str, button: str, back: str, lead: str = "",
    more: Mapping[str, Any] | None = None, template: str = "reports/report/form.html", is_kept: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show one form on a page of its own; 422 where something is to be mended.

    `is_kept`: something was written (a text kept aside), which an answer of 422 would undo.
    """
    context = {"form": form, "heading": heading, "button": button, "back": back, "lead": lead, **(more or {})}
    return render(request, template, context, status=422 if form.errors and not is_kept else 200)


def attached(data: bytes, form: str, name: str) -> HttpResponse:
    """Give a file to be kept, never to be shown by the browser as a page of this site."""
    response = HttpResponse(data, content_type=FORMS[form][0])
    ending = "zip" if form == "csv" else form
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def file_name(symbol: str, language: str) -> str:
    """Return what a file is called: the symbol with its signs made plain, and the language."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in symbol) + f"-{language}"
