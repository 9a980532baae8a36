# SPDX-License-Identifier: EUPL-1.2
"""Clearance, paragraph by paragraph and exactly as seen; refusal with reasons; the redaction pass."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.statute import Act

from ... import actions, forms, queries
from ...actions.rules import Rule
from ...kinds import kinds
from ...models import Report
from .pages import demand_writer, form_page, head_of, language_or_404, readers_language
from .shown import name_of, public_shown, seats_shown, text_shown


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Show what each seat said of each paragraph as it stands; a person who fills a seat clears what they see."""
    viewer = request.viewer
    problem = ""
    if request.method == "POST":
        seen = dict(entry.split("=", 1) for entry in request.POST.getlist("seen") if "=" in entry)
        try:
            given, changed = actions.clear(
                viewer, report_id=report_id, seat=request.POST.get("seat", ""), seen=seen, at=request.at
            )
        except Invalid as error:
            problem = error.problems[""]
        else:
            messages.success(
                request,
                ngettext("%(count)d part is cleared.", "%(count)d parts are cleared.", given) % {"count": given},
            )
            if changed:
                text = ngettext(
                    "%(count)d part changed while you looked, and is not cleared. Look at it again.",
                    "%(count)d parts changed while you looked, and are not cleared. Look at them again.",
                    changed,
                )
                messages.warning(request, text % {"count": changed})
            return redirect("report:clearance", report_id)
    whole, language = queries.whole(viewer, report_id), readers_language()
    row = whole.report
    items: list[dict[str, Any]] = [
        {"key": queries.key_of(None), "digest": whole.frame, "name": _("Masthead and order"), "shown": None,
         "seats": seats_shown(whole, None, language)}
    ]  # fmt: skip
    items += [
        {
            "key": queries.key_of(part.block.id),
            "digest": part.digest,
            "name": name_of(part),
            "shown": text_shown(whole, part, row.language),
            "seats": seats_shown(whole, part, language),
        }
        for part in whole.parts
    ]
    context = {
        **head_of(row, "clearance"),
        "items": items,
        "seats": [
            {"code": seat.code, "name": seat.name.in_(language)} for seat in queries.seats_for(viewer, row)
        ] if row.stage == Report.Stage.DRAFTED else [],
        "all_seats": [seat.name.in_(language) for seat in whole.kind.seats],
        "is_cleared": whole.is_cleared(),
        "problem": problem,
    }  # fmt: skip
    return render(request, "reports/report/clearance.html", context, status=422 if problem else 200)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: ViewerRequest, report_id: UUID, seat: str, key: str) -> HttpResponse:
    """Refuse to clear one part, with the reason."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    row = whole.report
    if key != queries.key_of(None) and key not in {str(part.block.id) for part in whole.parts}:
        raise NotFound
    if seat not in {one.code for one in queries.seats_for(viewer, row)}:
        raise Rule.SEAT_CLEARS.broken_by(Act.REPORT_REFUSE)
    form = forms.RefusalForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.refuse(viewer, report_id=row.id, seat=seat, key=key, reason=given["reason"], at=request.at)
        messages.success(request, _("Refused. Those who write see the reason beside the text."))
        return redirect("report:clearance", row.id)

    part = next((one for one in whole.parts if str(one.block.id) == key), None)
    return done(request, form, act) or form_page(
        request, form, heading=_("Refuse clearance"), button=_("Refuse"), lead=name_of(part) if part else
        _("Masthead and order"), back=reverse("report:clearance", args=[row.id]),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def redaction(request: ViewerRequest, report_id: UUID, language: str) -> HttpResponse:
    """Go through what is to be blacked out in a language, as it is and as the public reads it."""
    viewer, language = request.viewer, language_or_404(language)
    problem = ""
    if request.method == "POST":
        try:
            looked = {UUID(key) for key in request.POST.getlist("looked")}
            actions.end_pass(
                viewer, report_id=report_id, language=language, digest=request.POST.get("digest", ""), looked=looked,
                at=request.at,
            )  # fmt: skip
        except (Invalid, ValueError) as error:
            problem = error.problems[""] if isinstance(error, Invalid) else _("Choose from the list.")
        else:
            messages.success(request, _("The redaction pass is ended, of the report exactly as it stands."))
            return redirect("report:redaction", report_id, language)
    whole = queries.whole(viewer, report_id)
    row = whole.report
    if request.method != "POST" and not queries.may_write(viewer, row) and row.stage == Report.Stage.DRAFTED:
        demand_writer(request, row, Act.REPORT_REDACT)
    passed, digest = queries.passes(viewer, row).get(language), whole.digest(language)
    context = {
        **head_of(row, "redaction"),
        "text_language": language,
        "language_name": kinds().languages[language],
        "languages": _tabs(row, language),
        "digest": digest,
        "items": [
            {
                "id": part.block.id,
                "name": name_of(part),
                "shown": text_shown(whole, part, language),
                "public": public_shown(whole, part, language),
            }
            for part in whole.marked(language)
        ],
        "is_complete": whole.is_complete(language),
        "is_passed": passed is not None and passed.digest == digest,
        "passed": passed,
        "problem": problem,
        "may_write": queries.may_write(viewer, row),
    }  # fmt: skip
    return render(request, "reports/report/redaction.html", context, status=422 if problem else 200)


def _tabs(row: Report, language: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse("report:redaction", args=[row.id, code]), "label": name, "active": code == language}
        for code, name in kinds().languages.items()
    ]
