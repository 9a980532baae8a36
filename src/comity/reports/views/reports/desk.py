# SPDX-License-Identifier: EUPL-1.2
"""The desk of a report: beginning it, its masthead, the text section by section, withdrawing it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.core.viewer import Viewer
from comity.dossiers.queries import timeline
from comity.statute import Act, rome

from ... import actions, forms, queries
from ...actions.rules import Rule
from ...kinds import kinds
from ...models import Report, Snapshot
from ...queries import Part, Whole
from .pages import demand_keeper, form_page, head_of, readers_language
from .shown import days, name_of, part_shown


def _frozen(viewer: Viewer) -> Iterable[Snapshot]:
    return queries.snapshots(viewer).filter(stage=Snapshot.Stage.FROZEN)


def _masthead(given: dict[str, Any]) -> actions.Masthead:
    return actions.Masthead(
        session=given["session"], symbol=given["symbol"], title=given["title"], on=given["on"],
        snapshot=UUID(given["snapshot"]) if given["snapshot"] else None,
        titles={name.removeprefix("title_"): text for name, text in given.items() if name.startswith("title_")},
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ViewerRequest) -> HttpResponse:
    """Begin a report."""
    viewer, offered = request.viewer, queries.kinds_for(request.viewer)
    if not offered:
        raise Rule.KEEPER_KEEPS.broken_by(Act.REPORT_BEGIN)
    language = readers_language()
    initial = {"language": language, "title": offered[0].title[language]}
    form = forms.NewReportForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(_frozen(viewer))
    form.offer_kinds(offered, language)

    def act(given: dict[str, Any]) -> HttpResponse:
        made = actions.begin_report(
            viewer, kind=given["kind"], language=given["language"], masthead=_masthead(given), at=request.at
        )
        messages.success(request, _("The report is begun. Until it is published, only those who take part see it."))
        return redirect("report:draft", made.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Begin a report"), button=_("Begin"), back=reverse("report:list")
    )


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def masthead(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Change the masthead."""
    row = queries.report(request.viewer, report_id)
    demand_keeper(request, row, Act.REPORT_EDIT)
    titles = {f"title_{code}": title for code, title in row.titles.items()}
    initial = {
        "session": row.session, "symbol": row.symbol, "title": row.title, "on": row.on,
        "snapshot": str(row.snapshot_id or ""), **titles,
    }  # fmt: skip
    form = forms.MastheadForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(_frozen(request.viewer))
    form.translate(row.language)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.set_masthead(request.viewer, report_id=row.id, masthead=_masthead(given), at=request.at)
        messages.success(request, _("Saved. What it changes is to be cleared anew."))
        return redirect("report:draft", row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Masthead"), button=_("Save"), back=reverse("report:draft", args=[row.id]),
        lead=row.symbol,
    )  # fmt: skip


@require_safe
def draft(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Show the text of a report as it is being written, with what each paragraph rests on and who cleared it."""
    viewer = request.viewer
    whole = queries.whole(viewer, report_id)
    row = whole.report
    may_write = queries.may_write(viewer, row)
    language = readers_language()
    context = {
        **head_of(row, "draft"),
        "facts": _facts(row),
        "sections": [
            {
                "code": section.code,
                "heading": section.heading[row.language],
                "parts": [part_shown(whole, part, language) for part in parts],
                "draws_mandates": "mandates" in section.draws,
            }
            for section, parts in whole.sections()
        ],
        "removed": list(queries.removed_blocks(viewer, row)) if may_write else [],
        "may_write": may_write,
        "may_keep": queries.may_keep(viewer, whole.kind) and row.stage == Report.Stage.DRAFTED,
        "state": _state(whole),
        "entries": _entries(viewer, row.id),
        "lacking": [name_of(part) for part in whole.parts if not whole.has_figures(part, row.language)],
        "stale": [part.number for part in whole.parts if part.newer],
    }
    return render(request, "reports/report/draft.html", context)


def _facts(row: Report) -> list[dict[str, Any]]:
    snapshot = row.snapshot
    return [
        {"label": _("Symbol"), "value": row.symbol},
        {"label": _("Session"), "value": str(row.session)},
        {"label": _("Language of the original"), "value": kinds().languages[row.language]},
        {"label": _("Figures"),
         "value": days(snapshot.first_day, snapshot.last_day) if snapshot else _("none chosen yet"),
         **({"url": reverse("reports:snapshot", args=[snapshot.id])} if snapshot else {})},
    ]  # fmt: skip


def _state(whole: Whole) -> list[dict[str, Any]]:
    """Return how far each seat has come, for the margin."""
    language = readers_language()

    def is_clear(part: Part, seat: str) -> bool:
        said = part.clearance(seat)
        return said is not None and said.is_given

    return [
        {
            "name": seat.name.in_(language),
            "cleared": sum(is_clear(part, seat.code) for part in whole.parts),
            "total": len(whole.parts),
        }
        for seat in whole.kind.seats
    ]


def _entries(viewer: Viewer, about: UUID) -> list[dict[str, Any]]:
    language, acts = readers_language(), rome().acts
    return [
        {
            "act": acts[Act(entry.act)].done.in_(language),
            "at": entry.at,
            "who": entry.party.name if entry.party else "",
            "function": entry.function,
        }
        for entry in timeline(viewer, about).select_related("party")[:20]
    ]


@require_POST
def withdraw(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Withdraw a report before it was published."""
    actions.withdraw_report(request.viewer, report_id=report_id, at=request.at)
    messages.success(request, _("The report is withdrawn. Those who took part can still read it."))
    return redirect("report:list")
