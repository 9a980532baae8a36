# SPDX-License-Identifier: EUPL-1.2
"""What one person has been told, through the same sight as everything else."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.prepared import Prepared
from comity.core.viewer import CONFIDENTIAL, Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.queries import with_circles
from comity.parties.queries import colleagues, viewer_of

from .models import Delivery, Hook, Mail, Notice, Preference

_LIMIT: int = settings.COMITY_LIMITS["counted"]


def holder_of(viewer: Viewer) -> UUID:
    """Return whose inbox the viewer reads: their own, or that of the person whose place they take; raises NotFound."""
    holder = viewer.acting_for_id or viewer.person_id
    if holder is None:
        raise NotFound
    return holder


def mine(viewer: Viewer) -> GuardedQuerySet[Notice]:
    """Return what the viewer has been told and may still see; raises NotFound for who is no person."""
    return Notice.objects.visible_to(viewer).filter(person_id=holder_of(viewer))


def inbox(viewer: Viewer, *, size: int, unread: bool = False, after: str = "", before: str = "") -> Page[Notice]:
    """Return one page of what the viewer has been told, newest first; all of it, or what is unread."""
    rows = mine(viewer)
    rows = rows.filter(read_at__isnull=True) if unread else rows
    return page_of(rows, order=("-at", "-id"), size=size, after=after, before=before)


_unread = Prepared(
    lambda viewer, at, holder: (
        Notice.objects.visible_to(viewer, at=at).filter(person_id=holder, read_at__isnull=True).only("id")[:_LIMIT]
    )
)


def unread_count(viewer: Viewer) -> int:
    """Return how much of it is unread, counted up to the limit of badges: one query."""
    holder = viewer.acting_for_id or viewer.person_id
    if holder is None or viewer.party_id is None:
        return 0
    return len(_unread(viewer=viewer, at=timezone.now(), holder=holder))


def preference_of(viewer: Viewer) -> Preference:
    """Return how the viewer wants to be told; the usual way where they have not said."""
    if viewer.person_id is None:
        raise NotFound
    return Preference.objects.filter(person_id=viewer.person_id).first() or Preference(person_id=viewer.person_id)


def hash_of(token: str) -> str:
    """Return what is kept of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()


def system_viewer_of_calendar(token: str, *, at: datetime) -> Viewer | None:
    """Return the viewer for whom a calendar with this secret link is read; None where nobody made it, or it was ended.

    Their sight of today, but nothing under seal: a link is read by a program that proves no presence of its owner.
    """
    found = Preference.objects.filter(calendar_hash=hash_of(token)).select_related("person").first()
    viewer = viewer_of(found.person, found.calendar_post, at) if found else None
    if found is None or viewer is None or viewer.post_id != found.calendar_post:
        return None
    return _not_under_seal(with_circles(viewer, at))


def _not_under_seal(viewer: Viewer) -> Viewer:
    return replace(viewer, clearance=min(viewer.clearance, CONFIDENTIAL))


def system_told_already(marks: Iterable[str]) -> set[str]:
    """Return which of these marks somebody has been told of."""
    rows = Notice.objects.unguarded("a named duty of the system").filter(mark__in=list(marks))
    return set(rows.values_list("mark", flat=True))


def system_people_with_news() -> dict[UUID, datetime]:
    """Return the people who have something unread, each with when the latest came: before anybody's sight is asked."""
    rows = Notice.objects.unguarded("a named duty of the system").filter(read_at__isnull=True)
    return {row["person_id"]: row["latest"] for row in rows.values("person_id").annotate(latest=Max("at"))}


def system_mails_in_trouble(limit: int = 100) -> list[Mail]:
    """Return the mails that a server refused or that wait after a failure, with their people, latest first."""
    rows = Mail.objects.exclude(stage=Mail.Stage.SENT).filter(attempts__gt=0).select_related("person")
    return list(rows.order_by("-made_at")[:limit])


def system_mails_held_up(*, before: datetime) -> tuple[int, datetime | None, int]:
    """Return how many mails from before a moment wait for a server that takes nothing, since when, and its answer."""
    rows = Mail.objects.filter(stage=Mail.Stage.WAITING, attempts=0, made_at__lt=before).order_by("made_at")
    first = rows.first()
    return (0, None, 0) if first is None else (rows.count(), first.made_at, first.code)


def system_refused_address(person_id: UUID) -> datetime | None:
    """Return since when the address of somebody who signs in refuses mail; None where it does not."""
    return Preference.objects.filter(person_id=person_id).values_list("refused_at", flat=True).first()


def refused_addresses(viewer: Viewer, *, on: date) -> list[Preference]:
    """Return the people of the viewer's party whose address refuses mail, by name; none for who is no administrator."""
    if not viewer.is_administrator:
        return []
    people = colleagues(viewer, on=on).values("pk")
    rows = Preference.objects.filter(person_id__in=people, refused_at__isnull=False)
    return list(rows.select_related("person").order_by("person__name", "person_id"))


def hooks(viewer: Viewer) -> QuerySet[Hook]:
    """Return the webhooks of the viewer's party, oldest first; none for who is no administrator of it."""
    if not viewer.is_administrator or viewer.party_id is None:
        return Hook.objects.none()
    return Hook.objects.filter(party_id=viewer.party_id)


def system_hooks_of(party_ids: Iterable[UUID]) -> list[Hook]:
    """Return the webhooks of these parties, called now or stopped."""
    return list(Hook.objects.filter(party_id__in=list(party_ids)))


def missed_since(at: datetime) -> datetime:
    """Return from when on it is kept what a webhook missed."""
    return at - timedelta(days=settings.COMITY_LIMITS["hook_missed_days"])


def missed(viewer: Viewer, hook: Hook, *, at: datetime) -> int:
    """Return how many events that the viewer sees a webhook missed and would be sent again, up to the limit."""
    rows = _not_delivered(Delivery.objects.visible_to(viewer).filter(hook_id=hook.id), at)
    if hook.is_active:  # these are on their way
        rows = rows.exclude(stage=Delivery.Stage.WAITING)
    return 0 if hook.is_catching_up else len(rows.values("id")[: settings.COMITY_LIMITS["hook_missed_events"]])


def system_missed(hook_id: UUID, *, at: datetime) -> GuardedQuerySet[Delivery]:
    """Return what a webhook was not delivered and is still owed: the oldest of it, up to the limit."""
    rows = _not_delivered(system_deliveries_of(hook_id), at).order_by("at", "kept_at")
    kept = list(rows.values_list("id", flat=True)[: settings.COMITY_LIMITS["hook_missed_events"]])
    return system_deliveries_of(hook_id).filter(id__in=kept)


def system_has_missed_all_it_may(hook_id: UUID, *, at: datetime) -> bool:
    """Whether as much is kept for a webhook that is stopped as is ever sent, what is too old left out."""
    kept = system_deliveries_of(hook_id).filter(stage=Delivery.Stage.MISSED, at__gte=missed_since(at)).count()
    return kept >= int(settings.COMITY_LIMITS["hook_missed_events"])


def _not_delivered(rows: GuardedQuerySet[Delivery], at: datetime) -> GuardedQuerySet[Delivery]:
    return rows.exclude(stage=Delivery.Stage.DELIVERED).filter(at__gte=missed_since(at))


def system_delivery(delivery_id: UUID) -> Delivery | None:
    """Return one event on its way, with its webhook; None where it is gone."""
    rows = Delivery.objects.unguarded("a named duty of the system").select_related("hook")
    return rows.filter(id=delivery_id).first()


def system_deliveries_of(hook_id: UUID) -> GuardedQuerySet[Delivery]:
    """Return the events of a webhook, on their way or not."""
    return Delivery.objects.unguarded("a named duty of the system").filter(hook_id=hook_id)


def system_past(before: datetime) -> "list[QuerySet[Any]]":
    """Return what was told, mailed and posted before a moment, whoever it was for: none of it holds any contents."""
    why = "what is old is forgotten, whoever may see it"
    return [
        Notice.objects.unguarded(why).filter(at__lt=before),
        Delivery.objects.unguarded(why).filter(at__lt=before),
        Mail.objects.filter(day__lt=before.date()),
    ]


def system_on_dossier(dossier_id: UUID) -> "list[QuerySet[Any]]":
    """Return what was told and posted of one dossier, whoever it was for."""
    why = "a disposal takes all of it, whoever may see it"
    return [model.objects.unguarded(why).filter(dossier_id=dossier_id) for model in (Notice, Delivery)]
