# SPDX-License-Identifier: EUPL-1.2
"""Blocks of a report: drafted from mandates, added, written by several people, compared with what they were."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.clock import THE_HAGUE
from comity.core.comparing import marked
from comity.core.errors import Conflict, Invalid, NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done, keys, pager
from comity.mandates import queries as mandates
from comity.statute import Act

from ... import actions, forms, queries
from ...kinds import Section, kinds
from ...models import Report
from ...queries import Part, Whole
from .pages import demand_writer, form_page, head_of, language_or_404
from .shown import name_of, stale_words, text_shown


def _section(row: Report, code: str) -> Section:
    found = kinds()[row.kind].section(code)
    if found is None:
        raise NotFound
    return found


def _at(report_id: UUID, block_id: UUID) -> str:
    return f"{reverse('report:draft', args=[report_id])}#block-{block_id}"


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ViewerRequest, report_id: UUID, section: str) -> HttpResponse:
    """Choose the mandates from which paragraphs are drafted: those of the section's theme, of an addressee, or all."""
    viewer, row = request.viewer, queries.report(request.viewer, report_id)
    demand_writer(request, row, Act.REPORT_EDIT)
    here, problem = _section(row, section), ""
    if request.method == "POST":
        try:
            chosen = [UUID(key) for key in request.POST.getlist("mandate")]
            made = actions.draft_from_mandates(
                viewer, report_id=row.id, section=section, mandate_ids=chosen, at=request.at
            )
        except (Invalid, ValueError) as error:
            problem = error.problems[""] if isinstance(error, Invalid) else _("Choose from the list.")
        else:
            messages.success(request, _("Drafted. Each paragraph can be edited, and keeps its tie to the mandate."))
            return redirect(_at(row.id, made[0].id))
    addressee, is_all = request.GET.get("addressee", "")[:200], bool(request.GET.get("all"))
    page = mandates.mandates_page(
        viewer,
        chosen=mandates.Chosen(
            on=request.at.astimezone(THE_HAGUE).date(), addressee=addressee, words=() if is_all else here.theme
        ),
        size=settings.COMITY_LIMITS["page_rows"],
        **keys(request),
    )
    used = queries.mandates_used(queries.whole(viewer, row.id))
    context = {
        **head_of(row, "draft"),
        "section": section,
        "heading": here.heading[row.language],
        "rows": [
            {"mandate": one, "is_used": one.id in used, "is_chosen": str(one.id) in request.POST.getlist("mandate")}
            for one in page.rows
        ],
        "page": pager(request, page),
        "addressee": addressee,
        "is_all": is_all or not here.theme,
        "has_theme": bool(here.theme),
        "problem": problem,
    }
    return render(request, "reports/report/mandates.html", context, status=422 if problem else 200)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest, report_id: UUID, section: str) -> HttpResponse:
    """Add a paragraph, or a table or chart of the frozen figures."""
    row = queries.report(request.viewer, report_id)
    demand_writer(request, row, Act.REPORT_EDIT)
    here, initial = _section(row, section), dict[str, str]()
    if "figures" in here.draws and row.snapshot_id is not None:
        text, notes = queries.drafted_figures(row.language)
        initial = {"text": text, "notes": "\n".join(notes)}
    form = forms.NewBlockForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(given: dict[str, Any]) -> HttpResponse:
        made = actions.add_block(
            request.viewer, report_id=row.id, section=section, form=given["form"], figure=given["figure"],
            text=given["text"], notes=forms.lines_of(given["notes"]), at=request.at,
        )  # fmt: skip
        return redirect(_at(row.id, made.id))

    return done(request, form, act) or form_page(
        request, form, heading=_("Add to the section"), button=_("Add"), lead=here.heading[row.language],
        back=reverse("report:draft", args=[row.id]),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: ViewerRequest, report_id: UUID, block_id: UUID) -> HttpResponse:
    """Write a block. Where somebody else changed it meanwhile, both texts are shown, and none is lost."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    row, part = whole.report, queries.find(whole, block_id)
    demand_writer(request, row, Act.REPORT_EDIT)
    now = part.renderings[row.language]
    initial = {"text": now.text, "notes": "\n".join(now.notes), "mark": now.digest}
    form = forms.BlockForm(request.POST if request.method == "POST" else None, initial=initial)
    if part.standing is None or not part.newer:
        del form.fields["rests"]

    def act(given: dict[str, Any]) -> HttpResponse:
        typed = actions.Typed(
            given["text"], forms.lines_of(given["notes"]), given["mark"], rests_on_newest=given.get("rests", False)
        )
        saved, conflict = actions.save_block(
            viewer, report_id=row.id, block_id=part.block.id, typed=typed, at=request.at
        )
        if conflict is not None:
            return _both(request, form, whole, part, conflict, saved.digest)
        messages.success(request, _("Saved as version %(number)d.") % {"number": saved.number})
        return redirect(_at(row.id, part.block.id))

    return done(request, form, act) or _editor(request, form, whole, part)


def _editor(
    request: ViewerRequest, form: forms.BlockForm, whole: Whole, part: Part, *, conflict: Conflict | None = None
) -> HttpResponse:
    row = whole.report
    fresh = queries.drafted(part.standing, row.language) if part.standing and part.newer else None
    more = {
        **head_of(row, "draft"),
        "part": part,
        "shown": text_shown(whole, part, row.language),
        "stale": stale_words(part),
        "fresh": {"text": fresh[0], "notes": fresh[1]} if fresh else None,
        "theirs": conflict.theirs if conflict else "",
        "versions_url": reverse("report:versions", args=[row.id, part.block.id, row.language]),
        "text_language": row.language,
    }
    return form_page(
        request, form, heading=name_of(part), button=_("Save"), back=_at(row.id, part.block.id), more=more,
        template="reports/report/block.html", is_kept=conflict is not None,
    )  # fmt: skip


def _both(
    request: ViewerRequest, form: forms.BlockForm, whole: Whole, part: Part, conflict: Conflict, mark: str
) -> HttpResponse:
    """Show what was typed in the form again, beside what somebody else saved meanwhile; saving now replaces theirs."""
    data = request.POST.copy()
    data["mark"] = mark
    again = forms.BlockForm(data)
    if "rests" not in form.fields:
        del again.fields["rests"]
    again.is_valid()
    again.add_error(
        "text",
        _(
            "Somebody else changed this text while you wrote. Theirs stands below; yours is kept. "
            "Put both together here."
        ),
    )
    return _editor(request, again, whole, part, conflict=conflict)


@require_POST
def move(request: ViewerRequest, report_id: UUID, block_id: UUID) -> HttpResponse:
    """Move a block up or down; the numbers follow."""
    actions.move_block(
        request.viewer, report_id=report_id, block_id=block_id, up=request.POST.get("to") == "up", at=request.at
    )
    return redirect(_at(report_id, block_id))


@require_POST
def remove(request: ViewerRequest, report_id: UUID, block_id: UUID) -> HttpResponse:
    """Take a block out, or put it back."""
    back = request.POST.get("back") == "1"
    actions.remove_block(request.viewer, report_id=report_id, block_id=block_id, back=back, at=request.at)
    if back:
        messages.success(request, _("Put back where it was."))
        return redirect(_at(report_id, block_id))
    messages.success(request, _("Taken out. It can be put back; its texts are kept."))
    return redirect("report:draft", report_id)


@require_safe
def versions(request: ViewerRequest, report_id: UUID, block_id: UUID, language: str) -> HttpResponse:
    """Show every version of a block in a language, each beside the one before it."""
    viewer = request.viewer
    row = queries.report(viewer, report_id)
    found = queries.block(viewer, row, block_id)
    limit = settings.COMITY_LIMITS["report_versions"]
    saved = queries.wordings(viewer, found, language_or_404(language), limit=limit)
    rows = []
    for place, one in enumerate(saved):
        before = next((other for other in saved[place + 1 :] if not other.is_aside), None)
        old, new = marked(_whole_text(before) if before else "", _whole_text(one))
        rows.append({"row": one, "old": old, "new": new, "is_first": before is None})
    context = {**head_of(row, "draft"), "part_id": found.id, "rows": rows, "text_language": language}
    return render(request, "reports/report/versions.html", context)


def _whole_text(wording: Any) -> str:
    return "\n".join([wording.text, *wording.notes])
