# SPDX-License-Identifier: EUPL-1.2
"""Owed work that failed, for the administrators of the Registry; and how far one's own long work is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from comity.core import outbox, progress
from comity.core.errors import NotFound
from comity.core.http import ViewerRequest
from comity.core.models import Progress
from comity.core.viewer import Viewer
from comity.notices.actions import try_mail_again
from comity.notices.queries import system_mails_held_up, system_mails_in_trouble

KEEPER = "REG"


def may_see_work(viewer: Viewer) -> bool:
    """Whether this viewer looks after the installation: an administrator of the Registry, which runs the channel."""
    return viewer.is_administrator and viewer.party_code == KEEPER


def _demand(viewer: Viewer) -> None:
    if not may_see_work(viewer):
        raise NotFound


@require_safe
def work(request: ViewerRequest) -> HttpResponse:
    """Show the work that failed: its name, attempts, age and sort of error, and nothing of what it was about."""
    _demand(request.viewer)
    held_up, held_since, held_code = system_mails_held_up(before=request.at)
    context = {
        "held_up": held_up,
        "held_since": held_since,
        "held_code": held_code,
        "troubles": outbox.troubles(),
        "backlog": outbox.backlog(),
        "mails": [(mail, masked(mail.person.email)) for mail in system_mails_in_trouble()],
    }
    return render(request, "web/work.html", context)


def masked(address: str) -> str:
    """Return enough of an address to ask about it, and not who it is: people are no business of other parties."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}"


@require_POST
def work_mail_retry(request: ViewerRequest, mail_id: UUID) -> HttpResponse:
    """Let a mail that was refused be tried again."""
    _demand(request.viewer)
    try_mail_again(request.viewer, mail_id=mail_id, at=request.at)
    messages.success(request, _("The mail will be tried again."))
    return redirect("web:work")


@require_POST
def work_retry(request: ViewerRequest, owed_id: int) -> HttpResponse:
    """Let work that failed be tried again now."""
    _demand(request.viewer)
    name = outbox.try_again(owed_id)
    messages.success(request, _("%(name)s will be tried again now.") % {"name": name})
    return redirect("web:work")


@require_safe
def work_progress(request: ViewerRequest, progress_id: UUID) -> HttpResponse:
    """Show how far one's own long work is: a page to reload, of which the script asks for the middle part alone."""
    row = progress.progress_of(request.viewer, progress_id=progress_id)
    share = row.done * 100 // row.total if row.total else 0
    context = {
        "row": row,
        "share": share,
        "is_under_way": row.phase in {Progress.State.WAITING, Progress.State.RUNNING},
    }
    name = "web/_progress.html" if request.headers.get("HX-Request") else "web/progress.html"
    return render(request, name, context)


@require_POST
def work_clocks(request: ViewerRequest) -> HttpResponse:
    """Let the running time limits be computed anew, and lead to where the progress of it is shown."""
    _demand(request.viewer)
    key = progress.begin(request.viewer, title=gettext_noop("Computing the time limits anew"))
    outbox.owe("requests.recompute_clocks", str(key))
    return redirect("web:progress", key)
