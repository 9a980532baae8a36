# SPDX-License-Identifier: EUPL-1.2
"""Whatever anybody does, in any order: the table holds, every change has one entry, every entry its commitment."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.errors import ComityError
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Entry
from comity.ledger.actions import commitment
from comity.ledger.models import Leaf
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Condition, Cost, Request
from comity.requests.queries import request_page
from comity.statute import Act, Role, rome
from tests.factories.parties import person_at
from tests.factories.requests import a_draft, entries, fresh, needs_of

WHY = "a test looks at the rows themselves"
ACTS = sorted({move.act for move in rome().moves if move.before})
KINDS = ("DOCS", "SERV", "SURR", "PROV", "SENT", "DEFI")
# What leads nowhere: left to chance, while most steps are led on.
BACK = {Act.REQUEST_DISCARD, Act.REQUEST_RETURN, Act.REQUEST_WITHDRAW, Act.REQUEST_CLOSE, Act.REQUEST_RECALL}
ROWS = {(move.act, move.before, move.after) for move in rome().moves}


@pytest.fixture
def people(
    asking: Viewer,
    asking_approver: Viewer,
    asked: Viewer,
    uncleared: Viewer,
    stranger: Viewer,
    registrar: Viewer,
    chamber: Viewer,
    president: Viewer,
    secretariat: Viewer,
    defence: Viewer,
    chambers: Party,
    presidency: Party,
    defence_team: Party,
    anonymous: Viewer,
) -> tuple[Viewer, ...]:
    seconds = [person_at(one, Role.APPROVER, Role.SENIOR, clearance=UNDER_SEAL) for one in (chambers, presidency)]
    return (
        asking,
        asking_approver,
        asked,
        chamber,
        registrar,
        president,
        defence,
        *seconds,
        person_at(defence_team, Role.APPROVER, clearance=UNDER_SEAL),
        uncleared,
        stranger,
        secretariat,
        anonymous,
    )


@contextmanager
def undone() -> Iterator[None]:
    """Do everything within and undo it afterwards: the next example begins where this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_any_sequence_of_acts_keeps_to_the_table_and_leaves_one_entry_each(
    data: st.DataObject, people: tuple[Viewer, ...]
) -> None:
    with undone():
        kind = data.draw(st.sampled_from(KINDS), label="kind")
        begins = {"SURR": "CHM", "PROV": "CHM", "SENT": "PRE", "DEFI": "DEF-A"}.get(kind, "OTP")
        issuer = next(one for one in people if one.party_code == begins and Role.DRAFTER in one.roles)
        request = a_draft(issuer, kind=kind, complete=data.draw(st.integers(0, 4), label="gaps") < 4, urgency="urgent")
        for _step in range(data.draw(st.integers(10, 30), label="steps")):
            one_step(data, request, people)
        check_chain(request)
        check_commitments()


def one_step(data: st.DataObject, request: Request, people: tuple[Viewer, ...]) -> None:
    place = data.draw(st.integers(0, len(people) - 1), label="who")
    viewer = people[place]
    what = data.draw(st.sampled_from(ACTS), label="what")
    is_led = data.draw(st.integers(0, 4), label="is led on") > 0
    which = data.draw(st.integers(0, 999), label="which of what is offered")
    # The next person who can do anything here: else most steps would be refused, and the walk would stand still.
    queue = (*people[place:], *people[:place]) if is_led else ()
    found = next(((one, acts) for one in queue if (acts := offered(one, request))), None)
    if found is not None:
        viewer, what = found[0], found[1][which % len(found[1])]
    before, count = fresh(request), len(entries(request))
    is_done = attempt(viewer, before, what, given_for(data, before, what))
    after, made = fresh(request), entries(request)[count:]
    assert after.state in rome().states
    assert after.transport in rome().transport_names
    assert after.is_open == (not rome().states[after.state].final)
    if not is_done:
        assert (after.state, after.transport, made) == (before.state, before.transport, [])
        return
    assert [entry.act for entry in made if entry.act != Act.REQUEST_DELIVER or what == Act.REQUEST_DELIVER] == [what]
    assert (what, before.state, after.state) in ROWS
    assert (made[-1].before, made[-1].after) == (before.state, after.state)


def offered(viewer: Viewer, request: Request) -> list[Act]:
    try:
        with as_viewer(viewer):
            offers = request_page(viewer, request.id).offers
            return [offer.act for offer in offers if offer.move is not None and offer.act not in BACK]
    except ComityError:
        return []


def given_for(data: st.DataObject, request: Request, what: Act) -> dict[str, str]:
    """What the act needs, now and then with something left out."""
    rows = [move for move in rome().moves if move.act == what and move.before == request.state]
    given = needs_of(rows[0], request, on=now()) if rows else {}
    with as_system("test"):
        given["condition"] = str(Condition.objects.unguarded(WHY).values_list("id", flat=True).last() or "")
        given["cost"] = str(Cost.objects.unguarded(WHY).values_list("id", flat=True).last() or "")
    given["consent"] = data.draw(st.sampled_from(["", "on"]), label="consent")
    forgotten = data.draw(st.integers(0, 60), label="what is forgotten")
    return {name: text for place, (name, text) in enumerate(sorted(given.items())) if place != forgotten}


def attempt(viewer: Viewer, request: Request, what: Act, given: Mapping[str, str]) -> bool:
    """Try an act by the action that does it; return whether it was done. Any other error than ours is a fault."""
    try:
        with as_viewer(viewer):
            match what:
                case Act.REQUEST_SEND | Act.REQUEST_SEND_URGENTLY:
                    urgently = what == Act.REQUEST_SEND_URGENTLY
                    actions.send_request(viewer, request_id=request.id, at=now(), urgently=urgently)
                case Act.REQUEST_FETCH:
                    actions.fetch_request(viewer, request_id=request.id, at=now())
                case Act.REQUEST_DELIVER:
                    with as_system("requests.deliver"):
                        return actions.system_deliver(request.id, at=now()) is not None
                case Act.REQUEST_CORRECT | Act.REQUEST_SUPPLEMENT:
                    text = f"{len(entries(request))} more"
                    texts = dict.fromkeys(list(request.contents)[:1] or ["facts"], text)
                    if what == Act.REQUEST_CORRECT:
                        actions.correct_request(
                            viewer, request_id=request.id, texts=texts, subject="", reason="A slip", at=now()
                        )
                    else:
                        actions.supplement_request(viewer, request_id=request.id, texts=texts, reason="More", at=now())
                case _:
                    actions.perform(viewer, request_id=request.id, act=what, given=given, at=now())
    except ComityError:
        return False
    return True


def check_chain(request: Request) -> None:
    """Every entry that moved the request begins where the one before it ended, and the last ends where it stands."""
    state = ""
    for entry in entries(request):
        if entry.act == Act.CLOCK_EXPIRE or rome().acts[Act(entry.act)].internal:
            continue
        assert entry.before == state
        state = entry.after
    assert state == fresh(request).state


def check_commitments() -> None:
    """Every entry recomputes to the leaf that the log holds for it."""
    with as_system("test"):
        for entry in Entry.objects.unguarded(WHY).select_related("party"):
            said = json.dumps(entry.data, sort_keys=True, ensure_ascii=False).encode()
            payload = {
                "v": 1,
                "entry": str(entry.id),
                "act": entry.act,
                "about": str(entry.about),
                "dossier": str(entry.dossier_id),
                "article": entry.article,
                "before": entry.before,
                "after": entry.after,
                "by": entry.party.code if entry.party else entry.function,
                "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "data_sha256": hashlib.sha256(said).hexdigest(),
            }
            if named := entry.data.get("documents"):
                payload["documents"] = [{"sha256": one["sha256"], "size": one["size"]} for one in named]
            leaf = Leaf.objects.get(pk=entry.leaf_id)
            assert bytes(leaf.entry) == b"\x01" + commitment(bytes(entry.salt), payload)
