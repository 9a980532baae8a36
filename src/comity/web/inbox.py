# SPDX-License-Identifier: EUPL-1.2
"""The inbox: what one was told, in words composed now from the act and the reference, as far as one sees it now."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.core.http import ViewerRequest
from comity.core.paging import Page
from comity.notices import actions, queries
from comity.notices.models import Notice
from comity.requests.models import Request
from comity.requests.queries import requests_named
from comity.statute import Act, Text, rome


@require_safe
def inbox(request: ViewerRequest) -> HttpResponse:
    """List what the viewer was told, newest first: all of it, or what is unread."""
    viewer, is_all = request.viewer, request.GET.get("show") == "all"
    page = queries.inbox(
        viewer,
        size=settings.COMITY_LIMITS["page_rows"],
        unread=not is_all,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    named = requests_named(viewer, request_ids={notice.about for notice in page.rows})
    address = reverse("web:inbox")
    context = {
        "rows": [_row(notice, named.get(notice.about)) for notice in page.rows],
        "page": _pager(request, page),
        "is_all": is_all,
        "is_hook_stopped": viewer.is_administrator and queries.hooks(viewer).filter(is_active=False).exists(),
        "tabs": [
            {"url": address, "label": _("Unread"), "active": not is_all},
            {"url": f"{address}?show=all", "label": _("All"), "active": is_all},
        ],
    }
    return render(request, "web/inbox.html", context)


def _row(notice: Notice, request: Request | None) -> dict[str, Any]:
    return {
        "notice": notice,
        "title": words_of(notice),
        "reference": request.reference if request else "",
        "subject": request.subject if request else "",
        "url": _address(notice, request),
    }


def _address(notice: Notice, request: Request | None) -> str:
    if notice.act == Act.RECOVERY_ANNOUNCE:
        return reverse("parties:keys")
    if notice.act.startswith("facilitation:"):
        return reverse("facilitation:facilitation", args=[notice.about])
    return reverse("requests:page", args=[notice.about]) if request else ""


def words_of(notice: Notice) -> Text | str:
    """Return what happened in a few words, and nothing of what it was about."""
    if notice.act == Act.SILENCE_REMIND:
        return rome().acts[Act.SILENCE_REMIND].done
    match notice.why:
        case Notice.Why.SOON:
            return _("A time limit ends soon")
        case Notice.Why.TODAY:
            return _("A time limit ends today")
        case Notice.Why.PASSED:
            return _("A time limit has passed")
    if notice.act == Act.REQUEST_SUBMIT:
        return _("A request awaits approval")
    if notice.act == Act.REQUEST_DELIVER:
        return _("A request has arrived")
    if notice.act == Act.TASK_OPEN:
        return _("A task was given to you")
    return rome().acts[Act(notice.act)].done


def _pager(request: ViewerRequest, page: Page[Notice]) -> dict[str, Any]:
    shown = "show=all&" if request.GET.get("show") == "all" else ""
    here = request.path
    return {
        "shown": len(page.rows),
        "first_url": f"{here}?{shown}".rstrip("?&") if page.previous_key else "",
        "previous_url": f"{here}?{shown}before={page.previous_key}" if page.previous_key else "",
        "next_url": f"{here}?{shown}after={page.next_key}" if page.next_key else "",
    }


@require_POST
def read(request: ViewerRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read."""
    actions.mark_read(request.viewer, notice_id=notice_id, at=request.at)
    return redirect("web:inbox")


@require_POST
def all_read(request: ViewerRequest) -> HttpResponse:
    """Mark all that has come until now as read."""
    count = actions.mark_all_read(request.viewer, at=request.at)
    messages.success(request, ngettext("%(n)d marked as read.", "%(n)d marked as read.", count) % {"n": count})
    return redirect("web:inbox")
