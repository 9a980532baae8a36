# SPDX-License-Identifier: EUPL-1.2
"""A loaded court is as if its acts had been performed: it replays, its commitments hold, and it can be acted on."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from comity.config.demonstration.cast import Cast
from comity.config.demonstration.desks import desks_of
from comity.core.clock import now, today
from comity.core.errors import NotFound
from comity.core.models import Findable
from comity.core.search import folded_words
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.actions import keep_clocks, system_situation
from comity.dossiers.models import Clock, Dossier, Entry, Participation
from comity.dossiers.models.committed import form_committed_to
from comity.ledger.actions import commitment
from comity.ledger.models import Leaf, Pending
from comity.parties.actions import system_load_reference
from comity.requests import actions, queries
from comity.requests.actions.load import Desk, system_load_court
from comity.requests.models import Counterfile, Reference, Request, Version
from comity.requests.queries.facts import facts_of, history_of, zone_of
from comity.statute import Act, Move, clocks, decide, next_transport, rome
from tests.config.running import comity

pytestmark = pytest.mark.django_db
NUMBER = 250
REASON = "the test looks at every row"


def _desks(seed: str = "7") -> dict[str, Desk]:
    system_load_reference(at=now())
    system_situation(code="VAL-01", name_en="Valdora", name_fr="Valdora", opened_on=date(2019, 3, 4))
    system_situation(code="MER-02", name_en="Merrow", name_fr="Merrow", opened_on=date(2022, 9, 12))
    return desks_of(Cast.called(at=now()), seed=seed, at=now())


@pytest.fixture(scope="module")
def desks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Desk]]:
    """A court of its own for the tests of this file, undone behind them; each test's own changes go before."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = _desks()
        assert system_load_court(requests=NUMBER, seed="7", desks=found, on=today()) == NUMBER
        yield found
        transaction.set_rollback(True)


def _requests(**chosen: Any) -> list[Request]:
    rows = Request.objects.unguarded(REASON).filter(**chosen).order_by("created_at")
    return list(rows.select_related("dossier__situation", "file", "issuer", "sender", "addressee"))


def _entries(request: Request) -> list[Entry]:
    rows = Entry.objects.unguarded(REASON).filter(about=request.id).select_related("party")
    return list(rows.order_by("at", "leaf_id"))


def _viewer(entry: Entry, desks: dict[str, Desk]) -> Viewer:
    if entry.party is None:
        return system_viewer(entry.function)
    desk = desks[entry.party.code]
    return desk.drafter if desk.drafter.person_id == entry.actor_id else desk.approver


def test_every_request_replays_through_the_statute(desks: dict[str, Desk]) -> None:
    for request in _requests():
        end = (request.state, request.transport)
        request.state, request.transport, request.is_unconfirmed = "draft", "unsent", False
        bound, request.basis = request.basis, {}
        created, *entries = _entries(request)
        assert (created.act, created.after, created.dossier_id) == (Act.REQUEST_CREATE, "draft", request.file_id)
        whole = history_of(request)
        for place, entry in enumerate(entries, 1):
            if entry.act == Act.CLOCK_EXPIRE:
                assert (entry.before, entry.after) == (request.state, request.state)
                continue
            moved = _decided(request, entry, _viewer(entry, desks), whole, place)
            assert isinstance(moved, Move), (request.reference, entry.act, moved)
            assert (entry.before, entry.after, entry.article) == (request.state, moved.after, moved.article)
            request.state = moved.after
            request.transport = next_transport(rome(), moved.act, request.transport)
            request.is_unconfirmed = _is_unconfirmed(request, moved.act)
            request.basis = bound if request.is_sent else {}
        assert (request.state, request.transport) == end, request.reference


def _decided(request: Request, entry: Entry, viewer: Viewer, whole: Any, place: int) -> Any:
    before = type(whole)(whole.done[:place], {})
    counted: dict[Act, int] = {}
    for done in before.done:
        counted[done.event.act] = counted.get(done.event.act, 0) + 1
    part = Participation(side="chamber") if viewer.party_code == "CHM" else None
    with time_machine.travel(entry.at, tick=False):
        facts = facts_of(
            viewer,
            request,
            history=type(whole)(before.done, counted),
            part=part,
            ground=entry.data.get("ground"),
            has_consent=True,
            at=entry.at,
        )
    return decide(rome(), Act(entry.act), facts)


def _is_unconfirmed(request: Request, act: Act) -> bool:
    if act == Act.REQUEST_SEND_URGENTLY:
        return True
    return request.is_unconfirmed and act not in {Act.REQUEST_CONFIRM, Act.REQUEST_RECALL}


def test_every_commitment_recomputes_from_its_salt(desks: dict[str, Desk]) -> None:
    leaves = {leaf.pk: bytes(leaf.entry) for leaf in Leaf.objects.all()}
    entries = Entry.objects.unguarded(REASON).select_related("party")
    assert entries.count() > NUMBER * 5
    assert set(leaves) == set(Pending.objects.values_list("leaf_id", flat=True))
    for entry in entries:
        form = form_committed_to(
            entry_id=entry.id,
            act=entry.act,
            about=entry.about,
            dossier_id=entry.dossier_id,
            article=entry.article,
            before=entry.before,
            after=entry.after,
            by=entry.party.code if entry.party else entry.function,
            at=entry.at,
            data=entry.data,
        )
        assert leaves[entry.leaf_id] == b"\x01" + commitment(bytes(entry.salt), form)


def test_time_runs_forward_and_never_beyond_today(desks: dict[str, Desk]) -> None:
    for request in _requests():
        times = [entry.at for entry in _entries(request)]
        assert times == sorted(times)
        assert request.created_at == times[0]
        assert times[-1] <= now()
        assert request.changed_at == max(entry.at for entry in _entries(request) if entry.act != Act.CLOCK_EXPIRE)
    created = [found.at for found in Findable.objects.filter(about__in=_ids()).order_by("id")]
    assert created == sorted(created)


def _ids() -> list[Any]:
    return [request.id for request in _requests()]


def test_clocks_and_days_are_those_that_an_act_would_keep(desks: dict[str, Desk]) -> None:
    for request in _requests():
        kept = _clocks(request)
        runs = clocks(rome(), request.kind, history_of(request).events, zone=zone_of(request), now=request.changed_at)
        assert (
            keep_clocks(
                system_viewer("test"), dossier_id=request.dossier_id, about=request.id, runs=runs, at=request.changed_at
            )
            == []
        )
        assert _clocks(request) == kept
        assert request.is_open is not rome().states[request.state].final


def _clocks(request: Request) -> list[tuple[Any, ...]]:
    rows = Clock.objects.unguarded(REASON).filter(about=request.id)
    return sorted(rows.values_list("code", "triggered_at", "due_at", "state", "dossier_id"))


def test_sides_see_their_requests_and_nobody_else_does(desks: dict[str, Desk]) -> None:
    belgium, norway = desks["BEL"].drafter, desks["NOR"].drafter
    received = [one for one in _requests(addressee__code="BEL", is_open=True) if one.is_sent]
    page = queries.requests_page(belgium, queries.Filters(box="received"), size=NUMBER)
    assert {row.id for row in page.rows} == {one.id for one in received}
    assert len(received) > 3
    for request in received:
        assert queries.request_page(belgium, request.id).request.reference == request.reference
        with pytest.raises(NotFound):
            queries.request_page(norway, request.id)
    for request in _requests():
        issuer = desks[request.issuer.code].drafter
        page_of_issuer = queries.request_page(issuer, request.id)
        assert {
            line.element.code: {"text": line.text} for line in page_of_issuer.lines if line.text
        } == request.contents
        is_addressee_in = request.is_sent and request.addressee is not None
        parties = Participation.rows.filter(dossier=request.dossier, until__isnull=True).values_list(
            "party_id", flat=True
        )
        assert (request.addressee_id in parties) == is_addressee_in


def test_what_stands_beside_a_sent_request_is_there(desks: dict[str, Desk]) -> None:
    for request in _requests():
        rows = Version.objects.unguarded(REASON).filter(request=request).order_by("number")
        versions = list(rows.values_list("number", "kind", "contents"))
        numbers = Reference.objects.unguarded(REASON).filter(request=request).count()
        own = Counterfile.objects.unguarded(REASON).filter(request=request, party=request.addressee)
        assert (numbers == 1) == (request.registered_at is not None)
        assert own.count() == (1 if request.is_sent or request.state == "recalled" else 0)
        if request.is_sent:
            assert [version[:2] for version in versions[:1]] == [(1, "original")]
            assert versions[-1][2] == request.contents
            assert request.basis == request.approved_terms["basis"]
        for file in own:
            assert Dossier.objects.unguarded(REASON).filter(id=file.dossier_id, kind="party", owner=file.party).exists()


def test_requests_are_found_by_reference_number_and_words(desks: dict[str, Desk]) -> None:
    belgium, stranger = desks["BEL"].drafter, desks["AUS"].drafter
    request = next(one for one in _requests(addressee__code="BEL", transport="registered"))
    number = Reference.objects.unguarded(REASON).get(request=request).number
    rare = max(folded_words(request.subject), key=len)
    for typed in (request.reference, number, number.replace("/", ""), rare, f"{rare[:5]}"):
        assert request.id in [found.id for found in queries.find(belgium, typed)], typed
        assert request.id not in [found.id for found in queries.find(stranger, typed)]


def test_loaded_requests_can_be_acted_on(desks: dict[str, Desk]) -> None:
    at = now()
    told: dict[str, Callable[[Request], Request]] = {
        "draft": lambda one: (
            actions.save_draft(
                desks[one.issuer.code].drafter,
                request_id=one.id,
                typed={"subject": "Another subject"},
                marks={"subject": queries.mark_of(one.subject)},
                at=at,
            ).request
        ),
        "in_review": lambda one: _performed(one, desks[one.issuer.code].approver, Act.REQUEST_APPROVE),
        "approved": lambda one: actions.send_request(desks[one.sender.code].drafter, request_id=one.id, at=at),
        "transmitted": lambda one: _fetched_and_registered(one, desks[_asked(one)].drafter),
        "in_execution": lambda one: _performed(
            one, desks[_asked(one)].drafter, Act.REPLY_INFORM, text="It is under way."
        ),
        "executed": lambda one: _performed(one, desks[one.issuer.code].drafter, Act.REQUEST_CLOSE, note="Thanks."),
    }
    after = {"in_review": "approved", "approved": "transmitted", "transmitted": "received", "executed": "closed"}
    for state, act in told.items():
        found = [one for one in _requests(state=state) if state != "draft" or one.addressee]
        assert found, state
        for request in found[:3]:
            done = act(request)
            assert done.state == after.get(state, state)
            assert len(_entries(done)) > 1 or state == "draft"


def _asked(request: Request) -> str:
    assert request.addressee is not None
    return request.addressee.code


def _performed(request: Request, viewer: Viewer, act: Act, **given: str) -> Request:
    return actions.perform(viewer, request_id=request.id, act=act, given=given, at=now())


def _fetched_and_registered(request: Request, viewer: Viewer) -> Request:
    if request.transport != "fetched":
        actions.fetch_request(viewer, request_id=request.id, at=now())
    return _performed(request, viewer, Act.REQUEST_REGISTER, own_reference="X/1", contact="The desk")


def test_same_seed_gives_the_same_court_and_nothing_twice(desks: dict[str, Desk]) -> None:
    day = today() - timedelta(days=1)

    def loaded(seed: str) -> list[Any]:
        with transaction.atomic():
            assert system_load_court(requests=20, seed=seed, desks=desks, on=day) == 20
            assert system_load_court(requests=20, seed=seed, desks=desks, on=day) == 0
            rows = Request.objects.unguarded(REASON).exclude(id__in=before).order_by("id")
            found: list[Any] = list(
                rows.values_list("id", "reference", "subject", "contents", "state", "changed_at", "due_on")
            )
            entries = Entry.objects.unguarded(REASON).filter(about__in=[row[0] for row in found]).order_by("id")
            found += [(entry.id, bytes(entry.salt), entry.data, entry.at) for entry in entries]
            transaction.set_rollback(True)
        return found

    before = _ids()
    assert loaded("a") == loaded("a")
    assert {row[0] for row in loaded("b")} & {row[0] for row in loaded("a")} == set()


def _frozen(data: Path) -> dict[str, int | None]:
    """How many requests were counted by kind in the one period that the demonstration froze."""
    with closing(sqlite3.connect(data / "comity.sqlite3")) as database:
        ((file,),) = database.execute("SELECT file FROM reports_snapshot WHERE stage = 'frozen'")
    return {row["code"]: row["counts"][-1] for row in json.loads(file)["due"][0]["rows"]}


@pytest.mark.sqlite
def test_command_makes_a_court_and_says_so(tmp_path: Path) -> None:
    first = comity(tmp_path, "demo", "--requests", "25", "--seed", "x", "--json")
    assert (first.returncode, json.loads(first.stdout)["added"]) == (0, 25), first.stderr
    assert "25 of 25 requests" in first.stderr
    assert _frozen(tmp_path) == {"SERV": 11, "DOCS": 10, "others": 0, "total": 21}

    again = comity(tmp_path, "demo", "--requests", "25", "--seed", "x")
    assert again.returncode == 0
    assert again.stdout.startswith("0 requests were added")


def test_number_that_is_none_is_refused(tmp_path: Path) -> None:
    refused = comity(tmp_path, "demo", "--requests", "many")

    assert (refused.returncode, "is no number of requests" in refused.stderr) == (2, True)
