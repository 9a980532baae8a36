# SPDX-License-Identifier: EUPL-1.2
"""Two states of a whole report side by side: as it stands, as its files were made, as it was published."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core.http import ViewerRequest
from comity.core.viewer import Viewer

from ... import forms, queries
from ...kinds import kinds
from ...paper import canonical, comparison
from ...paper.limits import Limits, Unfit
from ...paper.model import Paper
from ...queries import Whole
from ..composing import paper_of
from .pages import attached, file_name, head_of, language_or_404, readers_language

NOW, PUBLISHED = "now", "published"


def _states(viewer: Viewer, whole: Whole, language: str) -> list[tuple[str, str]]:
    """Return the states of a language that are kept, the latest first: their key, and what they are called."""
    row = whole.report
    found = [(NOW, _("As it stands now"))] if whole.is_complete(language) else []
    for edition, _files in queries.editions(viewer, row.id):
        if edition.language == language:
            found.append((PUBLISHED, _named(_("Published"), edition.at)))
    for build in queries.kept(viewer, row, language, limit=settings.COMITY_LIMITS["report_versions"]):
        name = _("Files made, public") if build.is_public else _("Files made, internal")
        found.append((str(build.id), _named(name, build.asked_at)))
    return found


def _named(state: str, at: Any) -> str:
    return _("%(state)s, %(at)s") % {"state": state, "at": date_format(localtime(at), "j F Y, H:i:s T")}


def _paper(viewer: Viewer, whole: Whole, language: str, state: str) -> Paper:
    """Return the document of one of the states offered."""
    if state == NOW:
        return paper_of(whole, language)
    if state == PUBLISHED:
        return canonical.read(queries.edition(viewer, whole.report.id, language).paper, limits=_limits())
    return canonical.read(queries.kept_paper(viewer, whole.report, language, UUID(state)), limits=_limits())


def _limits() -> Limits:
    return Limits.of(settings.COMITY_LIMITS)


def _compared(
    request: ViewerRequest, report_id: UUID, language: str
) -> tuple[Whole, forms.ComparisonForm, comparison.Comparison | None]:
    """Return the report, the choice, and the comparison; none while the choice is yet to be made or mended."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    states = _states(viewer, whole, language_or_404(language))
    form = forms.ComparisonForm(request.GET if "before" in request.GET else None)
    form.offer(states)
    if not form.is_bound and len(states) > 1:
        form.initial = {"before": states[1][0], "after": states[0][0]}
    if not form.is_valid():
        return whole, form, None
    given = form.cleaned_data
    before, after = (_paper(viewer, whole, language, given[name]) for name in ("before", "after"))
    found = comparison.compare(before, after)
    return whole, form, found.only_changed() if given["changed"] else found


@require_safe
def compare(request: ViewerRequest, report_id: UUID, language: str) -> HttpResponse:
    """Compare two states of a language, part by part and word by word, on one page."""
    whole, form, found = _compared(request, report_id, language)
    return _page(request, whole, form, language, found)


def _page(
    request: ViewerRequest, whole: Whole, form: forms.ComparisonForm, language: str,
    found: comparison.Comparison | None, *, problem: str = "",
) -> HttpResponse:  # fmt: skip
    row = whole.report
    field: Any = form.fields["before"]
    names = dict(field.choices)
    context = {
        **head_of(row, "compare"),
        "languages": [
            {"url": reverse("report:compare", args=[row.id, code]), "label": name, "active": code == language}
            for code, name in kinds().languages.items()
        ],
        "form": form,
        "has_two": len(names) > 1,
        "before": names[form.cleaned_data["before"]] if found else "",
        "after": names[form.cleaned_data["after"]] if found else "",
        "problem": problem,
        "is_same": found is not None and not found.only_changed().parts,
        "compared": SafeString(comparison.fragment(found)) if found else "",  # every word in it is escaped
        "pdf_url": f"{reverse('report:compare_pdf', args=[row.id, language])}?{request.GET.urlencode()}",
    }
    status = 422 if problem or form.errors else 200
    return render(request, "reports/report/compare.html", context, status=status)


@require_safe
def compare_pdf(request: ViewerRequest, report_id: UUID, language: str) -> HttpResponse:
    """Give the comparison as PDF; where two states are yet to be chosen or it cannot be printed, the page says so."""
    whole, form, found = _compared(request, report_id, language)
    if found is None:
        return _page(request, whole, form, language, None)
    try:
        data = comparison.printed(found, fonts=settings.COMITY_FONTS, limits=_limits())
    except Unfit as unfit:
        problem = f"{unfit.message.in_(readers_language())} {unfit.remedy.in_(readers_language())}"
        return _page(request, whole, form, language, found, problem=problem)
    return attached(data, "pdf", f"{file_name(whole.report.symbol, language)}-comparison")
