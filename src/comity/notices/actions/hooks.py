# SPDX-License-Identifier: EUPL-1.2
"""Webhooks: set up by a party's administrators for its own events, by the Standard Webhooks scheme.

What is posted holds the name of an event and the id of what it is about; whoever wants more asks the API, where sight
is asked. Nothing under seal and nothing that a party keeps within a circle is posted at all.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.core import outbox
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.outbound import NotCalled, post, resolved, target_of
from comity.core.viewer import CONFIDENTIAL, Viewer, system_viewer
from comity.core.worker import wait_after
from comity.dossiers.queries import participation
from comity.parties.actions.record import enter
from comity.statute import Act

from .. import queries
from ..models import Delivery, Hook
from .rules import demand_administrator

PREFIX = "whsec_"
SECRET_BYTES, NONCE_BYTES = 32, 12
OVERLAP = timedelta(days=1)
ATTEMPTS = 8
STOPPED_AFTER = 20
WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)  # seconds after the first attempt, the second ...
GONE = 410
Shown = tuple[Hook, str]


@transaction.atomic
def add_hook(viewer: Viewer, *, url: str, at: datetime) -> Shown:
    """Set up a webhook of the viewer's party; return it and its secret, which is shown this once.

    Raises Refused for who is no administrator, Invalid for an address that may not be called, or for one too many.
    """
    demand_administrator(viewer, Act.HOOK_ADD)
    url = url.strip()
    try:
        resolved(target_of(url, allows_loopback=_allows_loopback()), allows_loopback=_allows_loopback())
    except NotCalled:
        raise Invalid(
            {"url": _("Give an https address that the whole internet can reach: its name must lead to a public one.")}
        ) from None
    limit: int = settings.COMITY_LIMITS["hooks"]
    if queries.hooks(viewer).count() >= limit:
        raise Invalid({"": _("A party has at most %(limit)d webhooks: end one first.") % {"limit": limit}})
    assert viewer.party_id is not None  # an administrator is one of a party
    hook, secret = Hook(party_id=viewer.party_id, url=url, made_at=at), _new_secret()
    hook.secret = _sealed(hook.id, secret)
    hook.save(force_insert=True)
    _enter(viewer, Act.HOOK_ADD, hook, at)
    return hook, secret


@transaction.atomic
def rotate_hook(viewer: Viewer, *, hook_id: UUID, at: datetime) -> Shown:
    """Give a webhook a new secret, shown this once; for a day the old one signs beside it."""
    demand_administrator(viewer, Act.HOOK_ROTATE)
    hook, secret = _own(viewer, hook_id), _new_secret()
    hook.secret_before, hook.before_until = hook.secret, at + OVERLAP
    hook.secret = _sealed(hook.id, secret)
    hook.save(update_fields=["secret", "secret_before", "before_until"])
    _enter(viewer, Act.HOOK_ROTATE, hook, at)
    return hook, secret


@transaction.atomic
def start_hook(viewer: Viewer, *, hook_id: UUID, at: datetime) -> Hook:
    """Let a webhook that was stopped be called again; what it missed is posted where `resend_missed` asks for it."""
    demand_administrator(viewer, Act.HOOK_START)
    hook = _own(viewer, hook_id)
    hook.is_active, hook.stopped_at, hook.failures, hook.not_before = True, None, 0, None
    hook.save(update_fields=["is_active", "stopped_at", "failures", "not_before"])
    _enter(viewer, Act.HOOK_START, hook, at)
    return hook


@transaction.atomic
def resend_missed(viewer: Viewer, *, hook_id: UUID, at: datetime) -> Hook:
    """Let a webhook have what it missed, in order, before whatever comes now; one that was stopped is started again.

    What is older than `hook_missed_days`, and more than `hook_missed_events` of it, is not posted: the API tells of it.
    """
    demand_administrator(viewer, Act.HOOK_RESEND)
    hook = _own(viewer, hook_id)
    if not hook.is_active:
        hook = start_hook(viewer, hook_id=hook_id, at=at)
    Hook.objects.filter(id=hook.id).update(is_catching_up=True, failures=0, not_before=None)
    _enter(viewer, Act.HOOK_RESEND, hook, at)
    outbox.owe_once("notices.catch_up", str(hook.id))
    return hook


@transaction.atomic
def end_hook(viewer: Viewer, *, hook_id: UUID, at: datetime) -> None:
    """End a webhook for good, with what still waits for it."""
    demand_administrator(viewer, Act.HOOK_END)
    hook = _own(viewer, hook_id)
    _enter(viewer, Act.HOOK_END, hook, at)
    queries.system_deliveries_of(hook.id).delete()
    hook.delete()


def emit(
    viewer: Viewer,  # noqa: ARG001 - every act names who acts
    *,
    party_ids: Iterable[UUID],
    dossier_id: UUID,
    about: UUID,
    act: Act,
    at: datetime,
) -> None:
    """Owe the posting of an act, in its transaction, to each webhook of a party that sees it without clearance.

    For a webhook that is stopped it is kept, up to a limit; one that catches up has it after what it missed.
    """
    for hook in queries.system_hooks_of(party_ids):
        if not is_open_to(hook.party_id, dossier_id):
            continue
        delivery = Delivery(dossier_id=dossier_id, hook=hook, about=about, act=str(act), at=at)
        if hook.is_active and not hook.is_catching_up:
            delivery.save(force_insert=True)
            outbox.owe("notices.deliver", str(delivery.id))
            continue
        if not hook.is_active and queries.system_has_missed_all_it_may(hook.id, at=at):
            continue
        delivery.stage = Delivery.Stage.MISSED
        delivery.save(force_insert=True)
        if hook.is_active:
            outbox.owe_once("notices.catch_up", str(hook.id), at=hook.not_before)


def is_open_to(party_id: UUID, dossier_id: UUID) -> bool:
    """Whether everybody of a party sees a dossier: a receiver's machine is in no circle and has no clearance."""
    try:
        participation(Viewer(party_id=party_id, clearance=CONFIDENTIAL), dossier_id)
    except NotFound:
        return False
    return True


def system_deliver_event(delivery_id: UUID) -> None:
    """Post one event once; what was not taken is owed again later, until it is given up.

    A receiver that failed is tried again by one event at a time. After twenty failures in a row the webhook is stopped
    and its party's administrators are told. Killed on the way, the event is posted again under the same webhook-id.
    """
    with as_viewer(system_viewer("webhook")):
        delivery = queries.system_delivery(delivery_id)
        now = timezone.now()
        if delivery is None or delivery.stage != Delivery.Stage.WAITING or not delivery.hook.is_active:
            return
        hook = delivery.hook
        if hook.not_before is not None and hook.not_before > now:
            outbox.owe("notices.deliver", str(delivery.id), at=hook.not_before + wait_after(1))
            return
    status, said = call(delivery)
    with as_viewer(system_viewer("webhook")):
        _keep(delivery, status, said)


def call(delivery: Delivery) -> tuple[int, str]:
    """Post one event now; return the status, 0 where the receiver was not reached, and it in words."""
    body, headers = message_of(delivery, at=timezone.now())
    try:
        status = post(delivery.hook.url, body, headers, allows_loopback=_allows_loopback())
    except NotCalled as error:
        return 0, str(error)[:40]
    return status, str(status)


def _keep(delivery: Delivery, status: int, said: str) -> None:
    attempts, hook = delivery.attempts + 1, delivery.hook
    mine = queries.system_deliveries_of(hook.id).filter(id=delivery.id)
    if 200 <= status < 300:
        mine.update(stage="delivered", attempts=attempts, said=said)
        Hook.objects.filter(id=hook.id).update(failures=0, not_before=None)
        return
    is_over = attempts >= ATTEMPTS
    mine.update(stage=Delivery.Stage.GIVEN_UP if is_over else Delivery.Stage.WAITING, attempts=attempts, said=said)
    if keep_failure(hook, status) is not None and not is_over:
        again = timezone.now() + timedelta(seconds=WAITS[min(attempts, len(WAITS)) - 1])
        outbox.owe("notices.deliver", str(delivery.id), at=again)


def keep_failure(hook: Hook, status: int) -> datetime | None:
    """Count a failure of a receiver and return when it is tried next; None where the webhook is stopped by it."""
    now, hooks = timezone.now(), Hook.objects.filter(id=hook.id)
    hooks.update(failures=F("failures") + 1)
    failures = hooks.values_list("failures", flat=True).get()
    if status == GONE or failures >= STOPPED_AFTER:
        if hooks.filter(is_active=True).update(is_active=False, stopped_at=now, is_catching_up=False):
            _enter(system_viewer("webhook"), Act.HOOK_STOP, hook, now)
        return None
    again = now + timedelta(seconds=WAITS[min(failures, len(WAITS)) - 1])
    hooks.update(not_before=again)
    return again


def message_of(delivery: Delivery, *, at: datetime) -> tuple[bytes, dict[str, str]]:
    """Return what is posted, with its headers, signed by every secret that is good at this instant."""
    hook = delivery.hook
    payload = {
        "type": delivery.act.replace(":", "."),
        "timestamp": delivery.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {"id": str(delivery.about)},
    }
    body = json.dumps(payload, separators=(",", ":")).encode()
    key, stamp = str(delivery.id), str(int(at.timestamp()))
    sealed = [hook.secret]
    if hook.secret_before is not None and hook.before_until is not None and at < hook.before_until:
        sealed.append(hook.secret_before)
    signatures = [_signature(_opened(hook.id, bytes(one)), key, stamp, body) for one in sealed]
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "Comity",
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, key: str, stamp: str, body: bytes) -> str:
    signed = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), f"{key}.{stamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"


def _new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _sealed(hook_id: UUID, secret: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(settings.COMITY_PAGES_KEY).encrypt(nonce, secret.encode(), b"webhook" + hook_id.bytes)


def _opened(hook_id: UUID, sealed: bytes) -> str:
    plain = AESGCM(settings.COMITY_PAGES_KEY).decrypt(
        sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], b"webhook" + hook_id.bytes
    )
    return plain.decode()


def _allows_loopback() -> bool:
    return bool(settings.COMITY_WEBHOOKS_LOOPBACK)


def _own(viewer: Viewer, hook_id: UUID) -> Hook:
    found = queries.hooks(viewer).select_for_update().filter(id=hook_id).first()
    if found is None:
        raise NotFound
    return found


def _enter(viewer: Viewer, act: Act, hook: Hook, at: datetime) -> None:
    enter(
        viewer, act, party_id=hook.party_id, about=hook.id, at=at, host=target_of(hook.url, allows_loopback=True).host
    )
