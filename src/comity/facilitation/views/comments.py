# SPDX-License-Identifier: EUPL-1.2
"""Comments on reports: which reports there are, what was said on each, one comment with its replies."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.http import ViewerRequest, public, taken_once
from comity.mandates.queries import paragraphs_of, report
from comity.statute import Act

from .. import actions, queries
from ..actions.call_rules import CallRule
from ..forms.calls import SettledForm
from ..forms.comments import CommentForm, ReplyForm, SuccessionForm
from ..models import Comment, Participant
from .pages import Shown, act_page, demand, page, posted, shown


@public
@require_safe
def comments(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """List the reports, each with how many concerns the reader sees open on it."""
    of = shown(request, facilitation_id)
    rows = queries.reports_commented(request.viewer, of.row, standing=of.standing)
    context = {"rows": rows, "may_follow": queries.may_open(request.viewer)}
    return page(request, "comments.html", of, "comments", context)


@public
@require_safe
def comments_on(request: ViewerRequest, facilitation_id: UUID, report_id: UUID) -> HttpResponse:
    """Show a report paragraph by paragraph, with what was said on each as far as the reader may read it."""
    of = shown(request, facilitation_id)
    row = report(request.viewer, report_id)
    threads = queries.threads_on(request.viewer, of.row, row, standing=of.standing)
    by_place: dict[int, list[queries.Thread]] = {}
    for one in threads:
        if not one.is_inherited:
            by_place.setdefault(one.comment.paragraph_id, []).append(one)
    context = {
        "report": row,
        "open": len(queries.concerns(threads)),
        "inherited": [one for one in threads if one.is_inherited],
        "paragraphs": [
            {"row": one, "threads": by_place.get(one.pk, [])} for one in paragraphs_of(request.viewer, row.id)
        ],
        "may_comment": _may_comment(of),
        "follows": queries.followed_by(request.viewer, row.id),
    }
    return page(request, "comments_on.html", of, "comments", context)


def _may_comment(of: Shown) -> bool:
    return of.standing.is_open and of.standing.works and bool(of.standing.role)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def comment_new(request: ViewerRequest, facilitation_id: UUID, report_id: UUID) -> HttpResponse:
    """Comment on a paragraph."""
    of = shown(request, facilitation_id)
    row = report(request.viewer, report_id)
    demand(_may_comment(of), CallRule.PARTICIPANTS_COMMENT.broken_by(Act.COMMENT_ADD))
    narrowest = [one for one in ("delegations", "invited") if one in of.standing.layers]
    initial = {"number": request.GET.get("paragraph", ""), "layer": narrowest[0], "language": _language()}
    form = CommentForm(posted(request), initial=initial)
    form.offer(of.standing.layers)
    on: dict[str, Any] = {"facilitation_id": of.row.id, "symbol": row.symbol, "at": request.at}
    return act_page(
        request, form, lambda given: actions.add_comment(request.viewer, **given, **on),
        said=_("Your comment stands. The Court has been told."), to=of.url("comments_on", row.id),
        heading=_("Comment on a paragraph"), button=_("Make the comment"), lead=row.symbol,
    )  # fmt: skip


def _language() -> str:
    return (get_language() or "en")[:2]


@public
@require_safe
def comment(request: ViewerRequest, facilitation_id: UUID, comment_id: UUID) -> HttpResponse:
    """Show one comment with its replies."""
    of = shown(request, facilitation_id)
    found = queries.thread(request.viewer, of.row, comment_id, standing=of.standing)
    row = found.comment
    is_own = row.party_id == request.viewer.party_id
    is_open = _may_comment(of) and row.state == Comment.State.OPEN
    context = {
        "thread": found,
        "comment": row,
        "may_end": is_open and is_own,
        "may_reply": is_open and (is_own or of.standing.role == Participant.Role.ORGAN),
        "is_own": is_own,
    }
    return page(request, "comment.html", of, "comments", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def comment_reply(request: ViewerRequest, facilitation_id: UUID, comment_id: UUID) -> HttpResponse:
    """Reply as an organ of the Court, or add to one's own comment."""
    of, row, on = _own(request, facilitation_id, comment_id, Act.COMMENT_REPLY)
    may = row.party_id == request.viewer.party_id or of.standing.role == Participant.Role.ORGAN
    demand(may, CallRule.COURT_REPLIES.broken_by(Act.COMMENT_REPLY))
    return act_page(
        request, ReplyForm(posted(request), initial={"language": _language()}),
        lambda given: actions.reply(request.viewer, **given, **on),
        said=_("Your reply stands."), to=of.url("comment", row.id), heading=_("Reply"), button=_("Reply"),
        lead=row.text,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def comment_close(request: ViewerRequest, facilitation_id: UUID, comment_id: UUID) -> HttpResponse:
    """Close one's own comment."""
    of, row, on = _own(request, facilitation_id, comment_id, Act.COMMENT_CLOSE)
    demand(row.party_id == request.viewer.party_id, CallRule.OWN_WORDS.broken_by(Act.COMMENT_CLOSE))
    return act_page(
        request, SettledForm(posted(request)), lambda given: actions.close_comment(request.viewer, **given, **on),
        said=_("Closed."), to=of.url("comment", row.id), heading=_("Close the comment"), button=_("Close it"),
        lead=_("It is settled, and is carried over no more."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def comment_withdraw(request: ViewerRequest, facilitation_id: UUID, comment_id: UUID) -> HttpResponse:
    """Withdraw one's own comment."""
    of, row, on = _own(request, facilitation_id, comment_id, Act.COMMENT_WITHDRAW)
    demand(row.party_id == request.viewer.party_id, CallRule.OWN_WORDS.broken_by(Act.COMMENT_WITHDRAW))
    return act_page(
        request, SettledForm(posted(request)), lambda given: actions.withdraw_comment(request.viewer, **given, **on),
        said=_("Withdrawn. It stays readable, marked as such."), to=of.url("comment", row.id), is_danger=True,
        heading=_("Withdraw the comment"), button=_("Withdraw it"),
    )  # fmt: skip


def _own(
    request: ViewerRequest, facilitation_id: UUID, comment_id: UUID, act: Act
) -> tuple[Shown, Comment, dict[str, Any]]:
    """Return a comment of which a form may be shown; raises NotFound or Refused."""
    of = shown(request, facilitation_id)
    row = queries.comment(request.viewer, of.row, comment_id, standing=of.standing)
    demand(_may_comment(of), CallRule.PARTICIPANTS_COMMENT.broken_by(act))
    demand(row.state == Comment.State.OPEN, CallRule.COMMENT_ENDED.broken_by(act))
    return of, row, {"facilitation_id": of.row.id, "comment_id": row.id, "at": request.at}


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def report_follows(request: ViewerRequest) -> HttpResponse:
    """Enter that one report follows another, so that what was not answered is carried over."""
    demand(queries.may_open(request.viewer), CallRule.CALL_LEADS.broken_by(Act.SUCCESSION_ENTER))
    return act_page(
        request, SuccessionForm(posted(request)),
        lambda given: actions.enter_succession(request.viewer, at=request.at, **given),
        said=_("Entered. What awaits a reply is carried over."), to=reverse("facilitation:facilitations"),
        heading=_("One report follows another"), button=_("Enter it"),
    )  # fmt: skip
