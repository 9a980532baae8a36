# SPDX-License-Identifier: EUPL-1.2
"""The files of a report: made as owed work, looked at by those who take part, then published as they are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done

from ... import actions, forms, queries
from ...kinds import kinds
from ...models import Build, Report
from ...queries import Whole
from .pages import FORMS, attached, file_name, head_of, readers_language


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def outputs(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Show the files that were made and what stands between the report and its publication; order files."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    row = whole.report
    form = forms.OutputForm(request.POST if request.method == "POST" else None, initial={"language": row.language})
    complete = [(code, name) for code, name in kinds().languages.items() if whole.is_complete(code)]
    form.fields["language"].choices = complete  # type: ignore[attr-defined]  # it is declared as a choice

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.order_build(
            viewer, report_id=row.id, language=given["language"], is_public=given["version"] == "public", at=request.at
        )
        messages.success(request, _("The files are being made. They stand here in a moment."))
        return redirect("report:outputs", row.id)

    led = done(request, form, act)
    if led is not None:
        return led
    made = queries.builds(viewer, row)
    context = {
        **head_of(row, "outputs"),
        "form": form,
        "complete": complete,
        "builds": [_build(whole, build, files) for build, files in made.values()],
        "may_keep": queries.may_keep(viewer, whole.kind) and row.stage == Report.Stage.DRAFTED,
        "may_publish": queries.may_publish(viewer, row) and row.stage != Report.Stage.WITHDRAWN,
        "ready": _ready(request, whole, made),
        "published_url": reverse("report:published", args=[row.id]) if row.stage == Report.Stage.PUBLISHED else "",
    }
    return render(request, "reports/report/outputs.html", context, status=422 if form.errors else 200)


def _build(whole: Whole, build: Build, files: list[Any]) -> dict[str, Any]:
    problem, number = build.problem.get("words", {}).get(readers_language(), ""), build.problem.get("paragraph", "")
    if build.problem.get("code") == "changed":
        problem = _("The report changed while its files were being made. Have them made again.")
    if build.problem.get("code") == "size":
        problem = _("A file became too large: %(what)s") % {"what": build.problem.get("what", "")}
    return {
        "row": build,
        "language": kinds().languages[build.language],
        "is_current": build.digest == whole.digest(build.language),
        "problem": problem,
        "place": _("Paragraph %(number)s") % {"number": number} if number else "",
        "files": [
            {
                "url": reverse("report:built", args=[whole.report.id, build.id, file.form]),
                "label": FORMS[file.form][1], "size": file.size, "sha256": file.sha256,
            }
            for file in files
        ],
    }  # fmt: skip


def _ready(request: ViewerRequest, whole: Whole, made: Any) -> list[dict[str, Any]]:
    """Return, by language that is complete, what is still missing before it can be published."""
    passes = queries.passes(request.viewer, whole.report)
    there = {edition.language for edition, _files in queries.editions(request.viewer, whole.report.id)}
    found = []
    for code, name in kinds().languages.items():
        if not whole.is_complete(code) or code in there:
            continue
        digest, build = whole.digest(code), made.get((code, True), (None, []))[0]
        is_made = build is not None and build.state == Build.State.READY and build.digest == digest
        steps = [
            {"label": _("Cleared by every seat"), "state": whole.is_cleared()},
            {"label": _("Redaction pass ended"), "state": code in passes and passes[code].digest == digest},
            {"label": _("Public files made"), "state": is_made},
        ]
        if code != whole.report.language:
            is_out = whole.report.stage == Report.Stage.PUBLISHED
            steps.insert(0, {"label": _("Original published"), "state": is_out})
        found.append(
            {
                "code": code, "name": name, "is_ready": all(step["state"] for step in steps),
                "steps": [{**step, "state": "done" if step["state"] else "todo"} for step in steps],
            }
        )  # fmt: skip
    return found


@require_safe
def built(request: ViewerRequest, report_id: UUID, build_id: UUID, form: str) -> HttpResponse:
    """Give one file that was made of a report to somebody who takes part in it."""
    if form not in FORMS:
        raise NotFound
    row = queries.report(request.viewer, report_id)
    build, file = queries.built_file(request.viewer, row, build_id, form)
    mark = "public" if build.is_public else "internal"
    return attached(bytes(file.content), form, f"{file_name(row.symbol, build.language)}-{mark}")


@require_POST
def publish(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Publish a language of a report."""
    row = queries.report(request.viewer, report_id)
    language = request.POST.get("language", "") or row.language
    if language not in kinds().languages:
        raise Invalid({"": _("Choose one of the languages listed.")})
    actions.publish(request.viewer, report_id=report_id, language=language, at=request.at)
    messages.success(request, _("Published. Everybody can read it now, and the log holds its digests."))
    return redirect("report:published", report_id)
