# SPDX-License-Identifier: EUPL-1.2
"""Webhooks against a real receiver that checks them by the published scheme, is down, refuses, redirects, drips."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comity.core import worker
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.notices import actions, queries
from comity.notices.models import Delivery, Hook
from comity.parties.models import PartyEntry
from comity.requests.models import Request
from comity.statute import Act
from tests.factories.dossiers import a_circle
from tests.factories.requests import a_sent, act, in_execution
from tests.notices.receiver import Receiver, Unverified, receiving, verify

SignIn = Callable[[Viewer], Client]
WHY = "a test looks at the rows themselves"


@pytest.fixture(autouse=True)
def on_this_machine(settings: Any) -> None:
    settings.COMITY_WEBHOOKS_LOOPBACK = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as listening:
        yield listening


@pytest.fixture
def hooked(receiver: Receiver, asked_administrator: Viewer) -> tuple[Hook, str]:
    """Belgium's webhook, and its secret."""
    return add(asked_administrator, receiver.url)


def add(viewer: Viewer, url: str) -> tuple[Hook, str]:
    with as_viewer(viewer):
        return actions.add_hook(viewer, url=url, at=now())


def deliveries(**given: Any) -> list[Delivery]:
    return list(Delivery.objects.unguarded(WHY).filter(**given).order_by("at", "kept_at"))


def arrived(asking: Viewer, **more: Any) -> Request:
    request = a_sent(asking, **more)
    worker.do_all()
    return request


def do_due() -> int:
    """Do what waits for a time that has not come yet, as if it had."""
    Owed.objects.filter(name="notices.deliver").update(due_at=timezone.now())
    Hook.objects.update(not_before=None)
    return worker.do_all()


# --- What is posted --------------------------------------------------------------------------------------------------


def test_receiver_that_knows_the_scheme_alone_takes_it(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer
) -> None:
    request = arrived(asking, subject="Harbour register of Ostern")

    said = [json.loads(body) for _path, _headers, body in receiver.got]
    assert {one["type"] for one in said} == {"requests.request.send", "requests.request.deliver"}
    for path, headers, body in receiver.got:
        assert path == "/hooks"
        assert verify(hooked[1], headers, body) == headers["webhook-id"]
        assert set(json.loads(body)) == {"type", "timestamp", "data"}
        assert json.loads(body)["data"] == {"id": str(request.id)}
    whole = repr(receiver.got)
    assert [word for word in ("Harbour", request.reference, "Belgium", "OTP") if word in whole] == []
    assert {one.stage for one in deliveries()} == {"delivered"}


def test_message_that_was_tampered_with_or_is_old_is_not_taken(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer
) -> None:
    arrived(asking)
    _path, headers, body = receiver.got[0]
    stamp = int(headers["webhook-timestamp"])

    for changed in ({"webhook-id": "x"}, {"webhook-timestamp": str(stamp + 1)}, {"webhook-signature": "v1,AAAA"}):
        with pytest.raises(Unverified):
            verify(hooked[1], {**headers, **changed}, body)
    with pytest.raises(Unverified):
        verify(hooked[1], headers, body.replace(b"request", b"requost"))
    with pytest.raises(Unverified, match="too old"):
        verify(hooked[1], headers, body, at=stamp + 301)
    assert verify(hooked[1], headers, body, at=stamp + 299) == headers["webhook-id"]


def test_party_hears_of_its_own_events_alone(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    arrived(asking, addressee="NOR")

    assert receiver.got == []


def test_nothing_under_seal_and_nothing_of_a_circle_is_posted(
    receiver: Receiver, asked: Viewer, asked_administrator: Viewer, asking: Viewer, belgium: Any
) -> None:
    add(asked_administrator, receiver.url)
    request = in_execution(asking)
    before = len(deliveries())
    for narrowing in ({"classification": 2}, {"classification": 1, "circle": a_circle(belgium)}):
        Participation.rows.filter(dossier_id=request.dossier_id, party=belgium).update(**narrowing)
        with as_viewer(asking):
            actions.emit(
                asking, party_ids=[belgium.id], dossier_id=request.dossier_id, about=request.id,
                act=Act.REQUEST_CORRECT, at=now(),
            )  # fmt: skip

    assert len(deliveries()) == before


# --- Receivers that fail ---------------------------------------------------------------------------------------------


def test_event_is_posted_again_under_the_same_id_until_it_is_taken(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer
) -> None:
    receiver.status = 503
    arrived(asking)
    assert len(receiver.got) == 1  # the second event waits for the receiver to be well
    receiver.status = 204
    while do_due():
        pass

    ids = [headers["webhook-id"] for _path, headers, _body in receiver.got]
    assert (len(ids), len(set(ids))) == (3, 2)
    assert {one.stage for one in deliveries()} == {"delivered"}
    assert Hook.objects.get().failures == 0


def test_each_attempt_is_signed_with_its_own_time(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer
) -> None:
    receiver.status = 500
    arrived(asking)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        do_due()
    first, second = (int(headers["webhook-timestamp"]) for _path, headers, _body in (receiver.got[0], receiver.got[-1]))

    assert second - first >= 3_500


def test_redirection_is_not_followed(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer
) -> None:
    with receiving(Receiver()) as elsewhere:
        receiver.status, receiver.location = 307, elsewhere.url
        arrived(asking)

    assert elsewhere.got == []
    assert {one.said for one in deliveries() if one.attempts} == {"307"}


def test_dead_receiver_is_tried_ever_more_rarely_and_then_stopped_and_told(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, asked_administrator: Viewer,
    sign_in: SignIn,
) -> None:  # fmt: skip
    receiver.status = 500
    client = sign_in(asked_administrator)
    assert "was stopped" not in client.get("/inbox/").content.decode()
    for _request in range(4):
        arrived(asking)
    waits = []
    for _attempt in range(30):
        hook = Hook.objects.get()
        if not hook.is_active:
            break
        if hook.not_before:
            waits.append(round((hook.not_before - timezone.now()).total_seconds()))
        do_due()
    calls = len(receiver.got)

    hook = Hook.objects.get()
    assert (hook.is_active, hook.stopped_at is not None, hook.failures >= actions.hooks.STOPPED_AFTER) == (
        False, True, True,
    )  # fmt: skip
    assert min(waits) < 10
    assert max(waits) > 1_000
    arrived(asking)
    do_due()
    assert len(receiver.got) == calls
    assert Owed.objects.filter(is_dead=True).count() == 0
    assert "A webhook of your party was stopped." in client.get("/inbox/").content.decode()
    assert PartyEntry.objects.filter(act=Act.HOOK_STOP).count() == 1


def test_receiver_that_is_gone_is_not_called_again(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer
) -> None:
    receiver.status = 410
    arrived(asking)

    assert (len(receiver.got), Hook.objects.get().is_active) == (1, False)


def test_dead_receiver_holds_up_nobodys_act(asked_administrator: Viewer, asking: Viewer, asked: Viewer) -> None:
    with receiving(Receiver()) as gone:
        add(asked_administrator, gone.url)
    request = arrived(asking)

    assert Request.objects.unguarded(WHY).get(id=request.id).transport == "delivered"
    assert "ConnectionRefusedError" in {one.said for one in deliveries()}


def test_event_that_a_killed_worker_had_posted_is_posted_again_under_its_id(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_sent(asking)
    [delivery] = deliveries()
    with monkeypatch.context() as patch:
        patch.setattr(actions.hooks, "_keep", lambda *_row: None)  # it ends before it can note what came of it
        actions.system_deliver_event(delivery.id)
    actions.system_deliver_event(delivery.id)
    actions.system_deliver_event(delivery.id)

    assert [headers["webhook-id"] for _path, headers, _body in receiver.got] == [str(delivery.id)] * 2


# --- Setting up ------------------------------------------------------------------------------------------------------


def test_only_administrators_set_up_webhooks_and_only_their_own(
    receiver: Receiver, asked: Viewer, asked_administrator: Viewer, asking_administrator: Viewer
) -> None:
    with pytest.raises(Refused):
        add(asked, receiver.url)
    hook, _secret = add(asked_administrator, receiver.url)
    for change in (actions.rotate_hook, actions.start_hook, actions.end_hook):
        with as_viewer(asking_administrator), pytest.raises(NotFound):
            change(asking_administrator, hook_id=hook.id, at=now())

    assert list(queries.hooks(asking_administrator)) == []
    assert list(queries.hooks(asked)) == []


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "http://localhost/", "https://localhost:9/", "ftp://x/", "nothing"]
)
def test_inner_address_is_refused_when_it_is_given(asked_administrator: Viewer, settings: Any, url: str) -> None:
    settings.COMITY_WEBHOOKS_LOOPBACK = False

    with pytest.raises(Invalid):
        add(asked_administrator, url)


def test_inner_address_is_refused_when_it_is_called(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, settings: Any
) -> None:
    """A name may lead elsewhere by then; so may the settings."""
    settings.COMITY_WEBHOOKS_LOOPBACK = False
    Hook.objects.update(url=f"https://localhost:{receiver.port}/hooks")
    arrived(asking)

    assert receiver.got == []
    assert {one.said for one in deliveries() if one.attempts} == {"not a public address"}


def test_party_has_only_so_many(receiver: Receiver, asked_administrator: Viewer, settings: Any) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "hooks": 1}
    add(asked_administrator, receiver.url)

    with pytest.raises(Invalid):
        add(asked_administrator, receiver.url)


def test_new_secret_signs_beside_the_old_one_for_a_day(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, asked_administrator: Viewer
) -> None:
    hook, old = hooked
    with as_viewer(asked_administrator):
        _hook, new = actions.rotate_hook(asked_administrator, hook_id=hook.id, at=now())
    arrived(asking)
    _path, headers, body = receiver.got[-1]
    assert verify(old, headers, body) == verify(new, headers, body)

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        arrived(asking)
        _path, headers, body = receiver.got[-1]
        assert verify(new, headers, body)
        with pytest.raises(Unverified, match="no signature fits"):
            verify(old, headers, body)


def test_secret_is_shown_once_and_kept_sealed(
    sign_in: SignIn, receiver: Receiver, asked_administrator: Viewer, settings: Any
) -> None:
    client = sign_in(asked_administrator)
    page = client.post("/preferences/webhooks/", {"url": receiver.url}).content.decode()
    secret = page.split('value="whsec_', 1)[1].split('"', 1)[0]
    [kept] = Hook.objects.values()

    assert len(secret) == 44
    assert secret not in client.get("/preferences/webhooks/").content.decode()
    assert secret.encode() not in bytes(kept["secret"])
    assert secret not in repr(list(PartyEntry.objects.values()))


def test_administrator_starts_and_ends_a_webhook(
    sign_in: SignIn, hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer,
    asked_administrator: Viewer,
) -> None:  # fmt: skip
    client, address = sign_in(asked_administrator), f"/preferences/webhooks/{hooked[0].id}"
    receiver.status = 410
    arrived(asking)
    assert "Stopped" in client.get("/preferences/webhooks/").content.decode()
    receiver.status = 200
    assert "called again" in client.post(f"{address}/start/", follow=True).content.decode()
    act(asking, arrived(asking), Act.REQUEST_RECALL)
    worker.do_all()
    assert len(receiver.got) > 2
    assert "no more" in client.post(f"{address}/end/", follow=True).content.decode()

    assert (Hook.objects.count(), deliveries()) == (0, [])
    acts = set(PartyEntry.objects.filter(act__startswith="notices:").values_list("act", flat=True))
    assert acts == {Act.HOOK_ADD, Act.HOOK_STOP, Act.HOOK_START, Act.HOOK_END}


# --- What was missed -------------------------------------------------------------------------------------------------


def missed_page(client: Client) -> str:
    return client.get("/preferences/webhooks/").content.decode()


def resend(viewer: Viewer, hook: Hook) -> None:
    with as_viewer(viewer):
        actions.resend_missed(viewer, hook_id=hook.id, at=now())


def ids(receiver: Receiver) -> list[str]:
    return [headers["webhook-id"] for _path, headers, _body in receiver.got]


@pytest.fixture
def stopped(hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer) -> Hook:
    """Belgium's webhook, stopped by its receiver at the first of its events; four more came since."""
    receiver.status = 410
    arrived(asking)
    for _request in range(2):
        arrived(asking)
    receiver.status = 200
    receiver.got.clear()
    return hooked[0]


def test_receiver_that_was_repaired_is_sent_what_it_missed_in_order_and_once(
    stopped: Hook, receiver: Receiver, asking: Viewer, asked_administrator: Viewer, sign_in: SignIn
) -> None:
    owed = [str(one.id) for one in deliveries()]
    client = sign_in(asked_administrator)
    assert f"It missed {len(owed)} events." in missed_page(client)

    said = client.post(f"/preferences/webhooks/{stopped.id}/missed/", follow=True).content.decode()
    worker.do_all()
    arrived(asking)

    assert "the oldest first" in said
    assert len(owed) == 6
    assert (ids(receiver)[:6], len(ids(receiver)), len(set(ids(receiver)))) == (owed, 8, 8)
    assert {one.stage for one in deliveries()} == {"delivered"}
    assert "It missed" not in missed_page(client)
    assert PartyEntry.objects.filter(act=Act.HOOK_RESEND).count() == 1


def test_what_comes_meanwhile_waits_behind_what_was_missed(
    stopped: Hook, receiver: Receiver, asking: Viewer, asked_administrator: Viewer
) -> None:
    resend(asked_administrator, stopped)
    receiver.status = 503
    worker.do_all()
    arrived(asking)
    assert len(set(ids(receiver))) == 1
    receiver.status = 200
    receiver.got.clear()
    Owed.objects.filter(name="notices.catch_up").update(due_at=timezone.now())
    Hook.objects.update(not_before=None)
    worker.do_all()

    assert ids(receiver) == [str(one.id) for one in deliveries()]
    assert (Hook.objects.get().is_catching_up, len(ids(receiver))) == (False, 8)


def test_event_keeps_its_id_from_the_first_attempt_to_the_last(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, asked_administrator: Viewer
) -> None:
    receiver.status = 410
    arrived(asking)
    [first] = ids(receiver)
    receiver.status = 200
    resend(asked_administrator, hooked[0])
    worker.do_all()

    assert ids(receiver)[1] == first


def test_receiver_that_fails_again_is_stopped_again_and_loses_nothing(
    stopped: Hook, receiver: Receiver, asked_administrator: Viewer
) -> None:
    receiver.status = 500
    resend(asked_administrator, stopped)
    for _attempt in range(actions.hooks.STOPPED_AFTER + 2):
        Owed.objects.filter(name="notices.catch_up").update(due_at=timezone.now())
        Hook.objects.update(not_before=None)
        worker.do_all()
    assert (Hook.objects.get().is_active, len(ids(receiver))) == (False, actions.hooks.STOPPED_AFTER)

    receiver.status = 200
    receiver.got.clear()
    resend(asked_administrator, stopped)
    worker.do_all()

    assert ids(receiver) == [str(one.id) for one in deliveries()]


def test_only_so_much_and_only_so_old_is_sent_again(
    hooked: tuple[Hook, str], receiver: Receiver, asking: Viewer, asked: Viewer, asked_administrator: Viewer,
    settings: Any,
) -> None:  # fmt: skip
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "hook_missed_events": 3, "hook_missed_days": 10}
    receiver.status = 410
    with time_machine.travel(timezone.now() - timedelta(days=11)):
        a_sent(asking)
        actions.system_deliver_event(deliveries()[0].id)
    for _request in range(3):
        arrived(asking)
    old, *kept = (str(one.id) for one in deliveries())
    receiver.status = 200
    receiver.got.clear()
    resend(asked_administrator, hooked[0])
    worker.do_all()

    assert len(kept) <= 4
    assert (old in ids(receiver), ids(receiver)) == (False, kept[: len(ids(receiver))])
    assert len(ids(receiver)) == 3


def test_what_is_too_old_to_be_sent_takes_no_place_of_what_is_kept(
    stopped: Hook, receiver: Receiver, asking: Viewer, asked_administrator: Viewer, settings: Any
) -> None:
    """A webhook that is stopped for months is sent the events of the last days, not none at all."""
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "hook_missed_events": len(deliveries())}
    arrived(asking)
    full = deliveries()
    days = timedelta(days=settings.COMITY_LIMITS["hook_missed_days"])
    Delivery.objects.unguarded(WHY).update(at=now() - days - timedelta(hours=1))
    arrived(asking)
    late = [str(one.id) for one in deliveries() if one not in full]
    resend(asked_administrator, stopped)
    worker.do_all()

    assert len(late) == 2
    assert ids(receiver) == late


def test_what_was_sealed_since_is_not_sent_again(
    stopped: Hook, receiver: Receiver, asked_administrator: Viewer, belgium: Any
) -> None:
    hidden = deliveries()[0].dossier_id
    Participation.rows.filter(dossier_id=hidden, party=belgium).update(classification=2)
    resend(asked_administrator, stopped)
    worker.do_all()

    assert len(ids(receiver)) == 4
    assert [one for one in deliveries() if one.dossier_id == hidden] == []


def test_webhook_that_is_started_without_it_may_have_it_later(
    stopped: Hook, receiver: Receiver, asking: Viewer, asked_administrator: Viewer
) -> None:
    with as_viewer(asked_administrator):
        actions.start_hook(asked_administrator, hook_id=stopped.id, at=now())
    worker.do_all()
    assert receiver.got == []
    arrived(asking)
    resend(asked_administrator, stopped)
    worker.do_all()

    assert (len(ids(receiver)), len(set(ids(receiver)))) == (8, 8)


def test_only_its_own_administrator_has_it_sent_again(
    stopped: Hook, asked: Viewer, asking_administrator: Viewer
) -> None:
    with as_viewer(asked), pytest.raises(Refused):
        actions.resend_missed(asked, hook_id=stopped.id, at=now())
    with as_viewer(asking_administrator), pytest.raises(NotFound):
        actions.resend_missed(asking_administrator, hook_id=stopped.id, at=now())
