# SPDX-License-Identifier: EUPL-1.2
"""Somebody is always there: substitutes with dates, named by the holder of a post or by an administrator."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import Post, Substitution
from comity.statute import Act


@transaction.atomic
def name_substitute(
    viewer: Viewer, *, post_id: UUID, substitute_id: UUID, since: date, until: date, reason: str, at: datetime
) -> Substitution:
    """Let a colleague of the same party act at this post from `since` to `until`, both days included.

    The colleague has the roles of the post, at most their own clearance, and every act names both. While the colleague
    is away too, their own substitute stands in.
    """
    post = queries.post_by_id(viewer, post_id=post_id)
    _may(viewer, post, Act.SUBSTITUTION_NAME)
    today = at.astimezone(THE_HAGUE).date()
    _check_days(since, until, today=today)
    if substitute_id == post.person_id:
        raise Invalid({"substitute": _("A person cannot be their own substitute.")})
    substitute = queries.colleagues(viewer, on=today).filter(pk=substitute_id).first()
    if substitute is None:
        raise Invalid({"substitute": _("Choose one of your colleagues with a running post.")})
    if not Post.objects.filter(Post.runs_on(max(since, today)), pk=post.pk).exists():
        raise Invalid({"since": _("The post does not run on that day.")})
    running = Substitution.objects.filter(post=post, substitute=substitute, ended_at__isnull=True)
    if running.filter(since__lte=until, until__gte=since).exists():
        raise Invalid({"substitute": _("This colleague is named already for some of these days. End that first.")})
    row = Substitution(
        post=post,
        substitute=substitute,
        since=since,
        until=until,
        reason=needed_text("reason", reason, longest=300),
    )
    row.save(force_insert=True)
    enter(
        viewer,
        Act.SUBSTITUTION_NAME,
        party_id=post.party_id,
        about=post.pk,
        at=at,
        holder=post.person.name,
        substitute=substitute.name,
        since=since.isoformat(),
        until=until.isoformat(),
        reason=row.reason,
    )
    return row


@transaction.atomic
def end_substitution(viewer: Viewer, *, substitution_id: UUID, at: datetime) -> Substitution:
    """End a substitution at once: the colleague's very next page is without it."""
    row = queries.substitution_by_id(viewer, substitution_id=substitution_id)
    _may(viewer, row.post, Act.SUBSTITUTION_END)
    if row.ended_at is not None:
        raise Invalid({"": _("This substitution has ended already.")})
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    enter(
        viewer,
        Act.SUBSTITUTION_END,
        party_id=row.post.party_id,
        about=row.post_id,
        at=at,
        holder=row.post.person.name,
        substitute=row.substitute.name,
    )
    return row


def _may(viewer: Viewer, post: Post, act: Act) -> None:
    if not queries.may_name_substitute(viewer, post=post):
        raise Rule.HOLDER_OR_ADMINISTRATOR.broken_by(act)


def _check_days(since: date, until: date, *, today: date) -> None:
    longest = settings.COMITY_LIMITS["grant_days"]
    if until < since:
        raise Invalid({"until": _("The last day lies before the first one. Check both dates.")})
    if until < today:
        raise Invalid({"until": _("This day has passed. A substitute can be named for today or later.")})
    if since < today:
        raise Invalid({"since": _("This day has passed. A substitute can be named for today or later.")})
    if (until - since).days > longest:
        raise Invalid(
            {"until": _("At most %(days)d days at a time. Name the substitute anew after that.") % {"days": longest}}
        )
