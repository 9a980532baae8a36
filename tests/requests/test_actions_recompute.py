# SPDX-License-Identifier: EUPL-1.2
"""Clocks computed anew when a rule or a calendar changes, and what stands on record when one runs out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
import time_machine
from django.test import Client

from comity.core import progress, worker
from comity.core.clock import now
from comity.core.db import as_system
from comity.core.models import Owed, Progress
from comity.core.outbox import owe
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act, rome
from tests.factories.requests import a_sent, bring_to, entries, fresh

WHY = "a test looks at the rows themselves"


@pytest.fixture
def request_(asking: Viewer, asked: Viewer, chamber: Viewer) -> Request:
    """A request on which the fifteen days of RoC 108(2) run."""
    return bring_to("exhausted", asking, kind="DOCS")


@pytest.fixture
def longer_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The statute as if the fifteen days were twenty."""
    law = rome()
    changed = {**law.clocks, "legality_93": replace(law.clocks["legality_93"], amount=20)}
    monkeypatch.setattr("comity.requests.actions.waiting.rome", lambda: replace(law, clocks=MappingProxyType(changed)))


def clock_of(request: Request) -> Clock:
    return Clock.objects.unguarded(WHY).get(about=request.id)


def recompute(request: Request) -> int:
    with as_system("requests.recompute_clocks"):
        return actions.system_recompute_clocks(request.id, at=now())


def recomputed(request: Request) -> list[dict[str, Any]]:
    return [entry.data for entry in entries(request) if entry.act == Act.CLOCK_RECOMPUTE]


def test_nothing_changes_while_the_rules_stand(request_: Request) -> None:
    assert recompute(request_) == 0
    assert recomputed(request_) == []


def test_rule_that_changes_moves_the_clock_in_the_open(request_: Request, longer_rule: None) -> None:
    before = clock_of(request_)

    assert [recompute(request_), recompute(request_)] == [1, 0]
    after = clock_of(request_)
    days = (after.due_at.astimezone().date() - before.due_at.astimezone().date()).days
    assert (days, after.computed_due_at) == (5, after.due_at)
    [said] = recomputed(request_)
    assert [datetime.fromisoformat(said[name]) for name in ("from", "to")] == [before.due_at, after.due_at]
    assert fresh(request_).due_on == fresh(request_).due_on.__class__.fromisoformat(said["to"][:10])
    assert Owed.objects.filter(name="requests.expire_clocks", due_at=after.due_at).count() == 1


def test_both_sides_read_the_old_date_and_the_new_one(
    request_: Request, longer_rule: None, asking: Viewer, asked: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    recompute(request_)
    for viewer in (asking, asked):
        text = sign_in(viewer).get(f"/requests/{request_.id}/").content.decode()
        assert "Time limit computed anew" in text
        assert text.count("Computed anew: it ended on ") == 2  # in the clock's computation and on the timeline


def test_time_zone_that_changes_moves_the_clock(request_: Request, longer_rule: None, belgium: Party) -> None:
    Clock.objects.unguarded(WHY).filter(about=request_.id).update(zone="Asia/Tokyo")

    assert recompute(request_) == 1
    assert clock_of(request_).zone == "Europe/Amsterdam"


def test_what_was_agreed_stands(request_: Request, longer_rule: None) -> None:
    agreed = clock_of(request_).due_at + timedelta(days=20)
    Clock.objects.unguarded(WHY).filter(about=request_.id).update(due_at=agreed)

    assert recompute(request_) == 1
    assert clock_of(request_).due_at == agreed
    assert clock_of(request_).computed_due_at < agreed


def test_clock_that_ran_out_stays_as_it_was(request_: Request, longer_rule: None) -> None:
    Clock.objects.unguarded(WHY).filter(about=request_.id).update(state="expired")

    assert recompute(request_) == 0


def test_all_clocks_are_recomputed_and_the_progress_is_told(
    request_: Request, longer_rule: None, registry_administrator: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    client = sign_in(registry_administrator)
    where = client.post("/upkeep/clocks/")["Location"]
    assert "This waits for its turn." in client.get(where).content.decode()

    worker.do_all()
    assert len(recomputed(request_)) == 1
    row = Progress.objects.get()
    assert (row.phase, row.done, row.total) == ("done", 1, 1)
    assert "This is done." in client.get(where).content.decode()


def test_recomputation_that_fails_says_so_and_is_tried_again(
    request_: Request, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = progress.begin(asking, title="Computing the time limits anew")
    owe("requests.recompute_clocks", str(key))
    with monkeypatch.context() as patch:
        patch.setattr(actions, "system_recompute_all", lambda **_given: 1 / 0)
        worker.do_all()
    assert Progress.objects.get().phase == "failed"

    Owed.objects.filter(name="requests.recompute_clocks").update(due_at=now())
    worker.do_all()
    assert Progress.objects.get().phase == "done"


def test_clock_that_runs_out_says_what_was_not_done(
    request_: Request, asked: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    clock = clock_of(request_)
    with as_system("requests.expire_clocks"):
        times = [actions.system_expire_clocks(request_.id, at=clock.due_at + timedelta(seconds=1)) for _ in range(2)]

    assert times == [1, 0]
    [said] = [entry for entry in entries(request_) if entry.act == Act.CLOCK_EXPIRE]
    assert said.data == {
        "clock": "legality_93",
        "due_at": clock.due_at.isoformat(),
        "since": clock.triggered_at.isoformat(),
        "not_done": ["requests:legality:apply"],
        "missing": ["answer"],
    }
    assert (said.party_id, said.actor_id, said.leaf_id > 0) == (None, None, True)
    with time_machine.travel(clock.due_at + timedelta(minutes=1)):
        text = sign_in(asked).get(f"/requests/{request_.id}/").content.decode()
    assert "Not answered by then." in text


def test_request_that_was_not_fetched_is_said_not_to_have_been(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking, kind="DOCS")
    due_at = datetime.now().astimezone() - timedelta(minutes=1)
    Clock.objects.unguarded(WHY).create(
        dossier_id=request.dossier_id, about=request.id, code="enforcement_notice", article="103(2)(a)",
        trigger="requests:request:send", triggered_at=due_at, computed_due_at=due_at, due_at=due_at,
        zone="Europe/Amsterdam",
    )  # fmt: skip
    with as_system("requests.expire_clocks"):
        assert actions.system_expire_clocks(request.id, at=now()) == 1

    [said] = [entry.data for entry in entries(request) if entry.act == Act.CLOCK_EXPIRE]
    assert said["missing"] == ["fetch", "register", "answer"]
