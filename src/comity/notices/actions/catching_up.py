# SPDX-License-Identifier: EUPL-1.2
"""A webhook that was dead and is repaired: what it missed is posted, in order, each under the id it always had."""

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from comity.core import outbox
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer

from .. import queries
from ..models import Delivery, Hook
from .hooks import call, is_open_to, keep_failure

AT_ONCE = 100  # then another worker may go on, and this one may end
BUSY = timedelta(minutes=1)  # longer than one call may take; renewed at each


def system_catch_up(hook_id: UUID) -> None:
    """Post what a webhook missed, the oldest first, until it fails or nothing is left.

    One worker at a time does so. Killed on the way, the event at hand is posted again under the same webhook-id.
    """
    viewer = system_viewer("webhook")
    with as_viewer(viewer):
        hook = Hook.objects.filter(id=hook_id, is_active=True).first()
        now = timezone.now()
        if hook is None:
            return
        if hook.not_before is not None and hook.not_before > now:
            outbox.owe_once("notices.catch_up", str(hook_id), at=hook.not_before)
            return
        if not _claim(hook_id):
            outbox.owe_once("notices.catch_up", str(hook_id), at=now + BUSY)
            return
        queries.system_missed(hook_id, at=now).update(stage=Delivery.Stage.MISSED)
    for _number in range(AT_ONCE):
        if not _post_next(hook_id):
            return
    with as_viewer(viewer):
        Hook.objects.filter(id=hook_id).update(busy_until=None)
        outbox.owe_once("notices.catch_up", str(hook_id))


def _claim(hook_id: UUID) -> bool:
    now = timezone.now()
    is_free = Q(busy_until__isnull=True) | Q(busy_until__lt=now)
    return bool(Hook.objects.filter(is_free, id=hook_id).update(busy_until=now + BUSY))


def _post_next(hook_id: UUID) -> bool:
    """Post the oldest event that was missed; return whether it was taken and there may be more."""
    viewer = system_viewer("webhook")
    with as_viewer(viewer):
        rows = queries.system_deliveries_of(hook_id).select_related("hook").filter(stage=Delivery.Stage.MISSED)
        delivery = rows.filter(at__gte=queries.missed_since(timezone.now())).order_by("at", "kept_at").first()
        if delivery is None or not delivery.hook.is_active:
            Hook.objects.filter(id=hook_id).update(is_catching_up=False, busy_until=None)
            return False
        Hook.objects.filter(id=hook_id).update(busy_until=timezone.now() + BUSY)
        mine = queries.system_deliveries_of(hook_id).filter(id=delivery.id)
        if not is_open_to(delivery.hook.party_id, delivery.dossier_id):  # it was narrowed since
            mine.delete()
            return True
    status, said = call(delivery)
    with as_viewer(viewer):
        if 200 <= status < 300:
            mine.update(stage=Delivery.Stage.DELIVERED, attempts=F("attempts") + 1, said=said)
            Hook.objects.filter(id=hook_id).update(failures=0, not_before=None)
            return True
        mine.update(attempts=F("attempts") + 1, said=said)
        Hook.objects.filter(id=hook_id).update(busy_until=None)
        again = keep_failure(delivery.hook, status)
        if again is not None:
            outbox.owe_once("notices.catch_up", str(hook_id), at=again)
    return False
