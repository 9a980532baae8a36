# SPDX-License-Identifier: EUPL-1.2
"""Comments on reports, with what was replied; and the open concerns of a report, with those it inherited."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.models.sight import one
from comity.mandates.models import Instrument
from comity.mandates.queries import reports
from comity.parties.queries import PARTY_DETAILS

from ..models import Comment, Facilitation, Reply, Succession
from .seeing import rows_of
from .standing import Standing

_AWAITS = Q(state=Comment.State.OPEN, answered_at__isnull=True)
"""A comment that still awaits a reply, as `Comment.awaits_reply` says it of one."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and the replies to it, the oldest first. `is_inherited`: it was made on an earlier report."""

    comment: Comment
    replies: list[Reply] = field(default_factory=list)
    is_inherited: bool = False


def _comments(viewer: Viewer, facilitation: Facilitation, standing: Standing) -> GuardedQuerySet[Comment]:
    rows = rows_of(viewer, Comment, facilitation, standing=standing)
    rows = rows.select_related("party", "paragraph__instrument")
    return rows.defer(
        "paragraph__instrument__text", "paragraph__instrument__found", *(f"party__{name}" for name in PARTY_DETAILS)
    )


def comment(viewer: Viewer, facilitation: Facilitation, comment_id: UUID, *, standing: Standing) -> Comment:
    """Return one comment that the viewer may read; raises NotFound."""
    return one(_comments(viewer, facilitation, standing), id=comment_id)


def thread(viewer: Viewer, facilitation: Facilitation, comment_id: UUID, *, standing: Standing) -> Thread:
    """Return one comment with its replies; raises NotFound."""
    row = comment(viewer, facilitation, comment_id, standing=standing)
    return Thread(row, _replies(viewer, facilitation, standing, [row]).get(row.id, []))


def threads_on(
    viewer: Viewer, facilitation: Facilitation, report: Instrument, *, standing: Standing
) -> list[Thread]:  # fmt: skip
    """Return what the viewer may read of what was said on a report, by paragraph and then in time.

    What still awaits a reply on the reports that it follows comes first: it was carried over.
    """
    earlier = earlier_than(viewer, report.id)
    carried_over = _AWAITS & Q(paragraph__instrument__in=earlier)
    rows = _comments(viewer, facilitation, standing).filter(Q(paragraph__instrument=report) | carried_over)
    rows = rows.order_by("paragraph__instrument_id", "paragraph__place", "at", "id")
    found = list(rows[: settings.COMITY_LIMITS["comments_shown"]])
    found.sort(key=lambda row: row.paragraph.instrument_id == report.id)
    replies = _replies(viewer, facilitation, standing, found)
    return [
        Thread(row, replies.get(row.id, []), is_inherited=row.paragraph.instrument_id != report.id) for row in found
    ]


def concerns(threads: Iterable[Thread]) -> list[Thread]:
    """Return those of these threads that still await a reply."""
    return [one for one in threads if one.comment.awaits_reply]


def _replies(
    viewer: Viewer, facilitation: Facilitation, standing: Standing, comments: Sequence[Comment]
) -> dict[UUID, list[Reply]]:
    rows = rows_of(viewer, Reply, facilitation, standing=standing).filter(comment__in=[row.id for row in comments])
    found: dict[UUID, list[Reply]] = {}
    for row in rows.select_related("party").defer(*(f"party__{name}" for name in PARTY_DETAILS)).order_by("at", "id"):
        found.setdefault(row.comment_id, []).append(row)
    return found


def earlier_than(viewer: Viewer, report_id: UUID) -> list[UUID]:
    """Return the reports that a report follows, at any remove, the latest first."""
    return _before(report_id, _followed())


def _followed() -> dict[UUID, list[UUID]]:
    """Return which reports each report follows directly."""
    found: dict[UUID, list[UUID]] = {}
    for earlier, later in Succession.rows.values_list("earlier_id", "later_id"):
        found.setdefault(later, []).append(earlier)
    return found


def _before(report_id: UUID, followed: Mapping[UUID, list[UUID]]) -> list[UUID]:
    found: list[UUID] = []
    ahead = list(followed.get(report_id, ()))
    while ahead:
        key = ahead.pop(0)
        if key not in found and key != report_id:
            found.append(key)
            ahead += followed.get(key, ())
    return found


def reports_commented(viewer: Viewer, facilitation: Facilitation, *, standing: Standing) -> list[dict[str, Any]]:
    """Return the reports of the library, the newest first, each with how many concerns the viewer sees open on it."""
    rows = reports(viewer)[: settings.COMITY_LIMITS["page_rows"]]
    awaiting = rows_of(viewer, Comment, facilitation, standing=standing).filter(_AWAITS)
    number = Counter(awaiting.values_list("paragraph__instrument_id", flat=True))
    followed = _followed()
    return [{"report": row, "open": sum(number[key] for key in (row.id, *_before(row.id, followed)))} for row in rows]


def followed_by(viewer: Viewer, report_id: UUID) -> Instrument | None:
    """Return the report that follows a report, where one was entered."""
    row = Succession.rows.filter(earlier_id=report_id).select_related("later").first()
    return row.later if row else None
