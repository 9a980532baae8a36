# SPDX-License-Identifier: EUPL-1.2
"""Reading figures, and the four steps to new ones."""

import csv
import io
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done, keys, pager
from comity.statute import Act, rome

from .. import actions, forms, queries
from ..actions.rules import Rule
from ..models import Snapshot
from .shown import medians_of, outcomes, tables_of


@public
@require_safe
def figures(request: ViewerRequest) -> HttpResponse:
    """List the periods that were counted; the Registry also sees what is proposed."""
    context = {
        "rows": list(queries.snapshots(request.viewer)),
        "may_propose": queries.may_propose(request.viewer),
    }
    return render(request, "reports/figures.html", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ViewerRequest) -> HttpResponse:
    """Propose a period."""
    if not queries.may_propose(request.viewer):
        raise Rule.REGISTRY_COUNTS.broken_by(Act.SNAPSHOT_PROPOSE)
    form = forms.PeriodForm(request.POST if request.method == "POST" else None)
    made = done(request, form, lambda given: actions.propose(request.viewer, at=request.at, **given))
    if made is not None:
        messages.success(request, _("The period is proposed. It is counted once a second person agrees."))
        return redirect("reports:snapshot", made.id)
    return render(request, "reports/propose.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_safe
def snapshot(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """Show one period: its figures, or how far it has come."""
    viewer = request.viewer
    found = queries.snapshot(viewer, snapshot_id)
    is_frozen = found.stage == Snapshot.Stage.FROZEN
    context = {
        "snapshot": found,
        "is_frozen": is_frozen,
        "is_proposed": found.stage == Snapshot.Stage.PROPOSED,
        "may_agree": queries.may_agree(viewer, found),
        "may_propose": queries.may_propose(viewer),
        "tables": list(tables_of(found)) if is_frozen else [],
        "medians": medians_of(found) if is_frozen else [],
        "outcomes": outcomes(),
    }
    return render(request, "reports/snapshot.html", context)


@require_POST
def agree(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """Agree to a period as the second person."""
    actions.agree(request.viewer, snapshot_id=snapshot_id, at=request.at)
    messages.success(request, _("Agreed. The figures stand here in a moment."))
    return redirect("reports:snapshot", snapshot_id)


@require_POST
def withdraw(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """Withdraw a proposal."""
    actions.withdraw(request.viewer, snapshot_id=snapshot_id, at=request.at)
    messages.success(request, _("The proposal is withdrawn."))
    return redirect("reports:figures")


@public
@require_safe
def file(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """Give the figures as the file that the log is committed to."""
    found = _frozen(request, snapshot_id)
    return _attached(found.file.encode(), "application/json", f"figures-{found.first_day}-{found.last_day}.json")


@public
@require_safe
def csv_file(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """Give the same figures as one table for a spreadsheet: a line a count; what is not printed is empty."""
    found = _frozen(request, snapshot_id)
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["table", "row", "column", "count"])
    for table in [*queries.figures_in(found)["due"], queries.figures_in(found)["undated"]]:
        for row in table["rows"]:
            for column, count in zip(table["columns"], row["counts"], strict=True):
                write.writerow([table["code"], row["code"], column, "" if count is None else count])
    return _attached(
        out.getvalue().encode(), "text/csv; charset=utf-8", f"figures-{found.first_day}-{found.last_day}.csv"
    )


@public
@require_safe
def receipt(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """Give the receipt that binds the file of the figures; while the log has not closed, lead back."""
    found = _frozen(request, snapshot_id)
    data = queries.receipt_of(found)
    if not data:
        return redirect("reports:snapshot", snapshot_id)
    return _attached(data, "application/octet-stream", f"figures-{found.first_day}-{found.last_day}.tlog-proof")


@require_safe
def requests_behind(request: ViewerRequest, snapshot_id: UUID) -> HttpResponse:
    """List the requests behind the figures that the viewer may see."""
    found = _frozen(request, snapshot_id)
    page = queries.behind(request.viewer, found, size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    names = {row["code"]: row["label"] for row in outcomes()}
    context = {
        "snapshot": found,
        "rows": [
            {"counted": row, "kind": rome().kinds[row.kind].name, "outcome": names[row.outcome]} for row in page.rows
        ],
        "page": pager(request, page),
    }
    return render(request, "reports/requests.html", context)


def _frozen(request: ViewerRequest, snapshot_id: UUID) -> Snapshot:
    found = queries.snapshot(request.viewer, snapshot_id)
    if found.stage != Snapshot.Stage.FROZEN:
        raise NotFound
    return found


def _attached(data: bytes, type_: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=type_)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
