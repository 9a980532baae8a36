# SPDX-License-Identifier: EUPL-1.2
"""The six languages: what is to do in each, a translation beside its original, its review by a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.statute import Act

from ... import actions, forms, queries
from ...kinds import kinds
from ...models import Rendering, Report
from ...queries import Part, Whole
from ..composing import labels_in
from .pages import demand_writer, form_page, head_of, language_or_404
from .shown import name_of

_PROGRESS = Rendering.Progress


def _other(row: Report, language: str) -> str:
    if language_or_404(language) == row.language:
        raise NotFound
    return language


@require_safe
def translations(request: ViewerRequest, report_id: UUID, language: str) -> HttpResponse:
    """Show how far a language has come, paragraph by paragraph: who, which state, and what the original outran."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    row = whole.report
    language = _other(row, language)
    context = {
        **head_of(row, "translations"),
        "text_language": language,
        "language_name": kinds().languages[language],
        "languages": [
            {
                "url": reverse("report:translations", args=[row.id, code]), "label": name, "active": code == language,
                "count": len(whole.missing(code)),
            }
            for code, name in kinds().languages.items()
            if code != row.language
        ],
        "rows": [_row(viewer, whole, part, language) for part in whole.parts],
        "is_complete": whole.is_complete(language),
        "may_write": queries.may_write(viewer, row),
        "direction": "rtl" if language == "ar" else "ltr",
    }  # fmt: skip
    return render(request, "reports/report/translations.html", context)


def _row(viewer: Any, whole: Whole, part: Part, language: str) -> dict[str, Any]:
    found = part.renderings.get(language)
    original = part.renderings[whole.report.language]
    is_outdated = part.is_outdated(language, whole.report.language)
    own = {viewer.person_id, viewer.acting_for_id}
    return {
        "part": part,
        "name": name_of(part),
        "original": original.text,
        "text": found.text if found else "",
        "digest": found.digest if found else "",
        "function": found.function if found else "",
        "at": found.at if found else None,
        "state": _state(found, is_outdated=is_outdated),
        "may_review": found is not None
        and found.progress == _PROGRESS.DONE
        and not is_outdated
        and found.by_id not in own,
    }


def _state(found: Rendering | None, *, is_outdated: bool) -> dict[str, str]:
    if found is None:
        return {"name": _("To do"), "tone": "neutral"}
    if is_outdated:
        return {"name": _("Outdated: the original changed"), "tone": "attention"}
    tone = {_PROGRESS.UNDER_WAY: "progress", _PROGRESS.DONE: "waiting", _PROGRESS.REVIEWED: "done"}
    return {"name": str(found.get_progress_display()), "tone": tone[_PROGRESS(found.progress)]}


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: ViewerRequest, report_id: UUID, block_id: UUID, language: str) -> HttpResponse:
    """Write the translation of a block beside its original."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    row, part = whole.report, queries.find(whole, block_id)
    language = _other(row, language)
    demand_writer(request, row, Act.REPORT_TRANSLATE)
    original, now = part.renderings[row.language], part.renderings.get(language)
    initial = {
        "text": now.text if now else "", "notes": "\n".join(now.notes) if now else "",
        "mark": now.digest if now else "", "of": original.digest,
        "done": now is not None and now.progress != _PROGRESS.UNDER_WAY,
    }  # fmt: skip
    form = forms.TranslationForm(request.POST if request.method == "POST" else None, initial=initial)
    back = f"{reverse('report:translations', args=[row.id, language])}#block-{part.block.id}"

    def act(given: dict[str, Any]) -> HttpResponse:
        typed = actions.Typed(given["text"], forms.lines_of(given["notes"]), given["mark"])
        saved, conflict = actions.translate_block(
            viewer, report_id=row.id, block_id=part.block.id, language=language, typed=typed, is_done=given["done"],
            of=given["of"], at=request.at,
        )  # fmt: skip
        if conflict is not None:
            data = request.POST.copy()
            data["mark"] = saved.digest
            again = forms.TranslationForm(data)
            again.is_valid()
            again.add_error(
                "text", _("Somebody else changed this text while you wrote. Theirs stands below; yours is kept. "
                          "Put both together here.")
            )  # fmt: skip
            return _page(request, again, whole, part, language, back, theirs=conflict.theirs)
        messages.success(request, _("Saved as version %(number)d.") % {"number": saved.number})
        return redirect(back)

    return done(request, form, act) or _page(request, form, whole, part, language, back)


def _page(
    request: ViewerRequest, form: forms.TranslationForm, whole: Whole, part: Part, language: str, back: str, *,
    theirs: str = "",
) -> HttpResponse:  # fmt: skip
    row = whole.report
    original = part.renderings[row.language]
    lines = [original.text]
    if part.block.figure and whole.values is not None and language not in queries.WORDED:
        lines += labels_in(whole.values, part.block.figure, row.language)
    more = {
        **head_of(row, "translations"),
        "original": lines,
        "notes": original.notes,
        "text_language": language,
        "language_name": kinds().languages[language],
        "theirs": theirs,
        "versions_url": reverse("report:versions", args=[row.id, part.block.id, language]),
        "direction": "rtl" if language == "ar" else "ltr",
    }
    return form_page(
        request, form, heading=name_of(part), button=_("Save"), back=back, more=more,
        template="reports/report/translate.html", is_kept=bool(theirs),
    )  # fmt: skip


@require_POST
def review(request: ViewerRequest, report_id: UUID, block_id: UUID, language: str) -> HttpResponse:
    """Review a translation exactly as it was seen."""
    row = queries.report(request.viewer, report_id)
    actions.review_translation(
        request.viewer, report_id=row.id, block_id=block_id, language=_other(row, language),
        digest=request.POST.get("digest", ""), at=request.at,
    )  # fmt: skip
    messages.success(request, _("Reviewed."))
    return redirect(f"{reverse('report:translations', args=[report_id, language])}#block-{block_id}")
