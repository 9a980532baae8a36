# SPDX-License-Identifier: EUPL-1.2
"""Non-interference: two worlds that differ only in what a viewer must not see answer that viewer byte for byte alike.

Every page of this room is asked for in a world, then in the same world with something hidden added to it: status,
headers, cookies, body and number of queries must be the same. Nothing is normalised but tokens that are drawn anew for
every page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.core.clock import now
from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL, Viewer
from comity.dossiers import actions
from comity.dossiers.models import Circle, Dossier, Grant, Participation, PersonConcerned
from comity.parties.models import Party
from comity.statute import Role
from tests.factories.dossiers import (
    a_circle,
    a_clock,
    a_person_concerned,
    an_entry,
    an_exchange,
    in_circle,
    let_in,
    own_file,
)
from tests.factories.parties import person_at

from .people import id_of

DOSSIER, PERSON, CIRCLE, GRANT = (UUID(int=number) for number in (1, 2, 3, 4))
# Drawn anew for every page, and for nothing else: the tokens of forms, in fields, headers of htmx, and cookies.
DRAWN = [
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}'), rb"\1"),
    (re.compile(rb'("X-CSRFToken": ")[A-Za-z0-9]{64}'), rb"\1"),
    (re.compile(rb'(name="form_token" value=")[0-9a-f-]{36}'), rb"\1"),
    (re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"), b"nonce"),
]


@dataclass(frozen=True)
class World:
    """What every world has: an own file with a witness, an exchange with Belgium, a circle, observers."""

    otp: Party
    registry: Party
    belgium: Party
    norway: Party
    file: Dossier
    envelope: Dossier
    exchange: Dossier
    witness: PersonConcerned
    circle: Circle
    asking: Viewer
    colleague: Viewer


@pytest.fixture
def world(
    otp: Party, registry: Party, belgium: Party, norway: Party, asking: Viewer, asking_approver: Viewer
) -> Iterator[World]:
    with time_machine.travel(now(), tick=False):
        file, envelope = own_file(otp, title="Shared file"), own_file(otp, title="Carried file")
        let_in(file, registry, side="observer", until=now() + timedelta(days=9), reason="protection")
        let_in(envelope, registry, side="observer", scope="envelope")
        an_entry(file)
        circle = a_circle(otp, "Own circle")
        yield World(
            otp=otp,
            registry=registry,
            belgium=belgium,
            norway=norway,
            file=file,
            envelope=envelope,
            exchange=an_exchange(file, otp, belgium),
            witness=a_person_concerned(file, "W-201", "witness"),
            circle=circle,
            asking=in_circle(asking, circle),
            colleague=asking_approver,
        )


# What is hidden, and from whom


def _hidden_file(owner: Party, classification: int, circle: Circle | None = None) -> Dossier:
    dossier = Dossier(
        id=DOSSIER,
        kind="judicial",
        owner=owner,
        title="Shared file two",
        classification=classification,
        opened_at=now(),
    )
    dossier.save(force_insert=True)
    let_in(dossier, owner, circle=circle)
    person = PersonConcerned(id=PERSON, dossier=dossier, pseudonym="W-201", capacity="witness")
    person.save(force_insert=True)
    an_entry(dossier)
    a_clock(dossier)
    return dossier


def foreign_file(world: World) -> None:
    _hidden_file(world.norway, CONFIDENTIAL)


def file_of_a_closed_circle(world: World) -> None:
    circle = a_circle(world.otp, "Closed circle")
    in_circle(world.colleague, circle)
    _hidden_file(world.otp, UNDER_SEAL, circle)


def sealed_file_of_the_asked(world: World) -> None:
    _hidden_file(world.belgium, UNDER_SEAL)


def circle_of_colleagues(world: World) -> None:
    circle = Circle.objects.create(id=CIRCLE, party=world.otp, name="Another circle")
    Grant.objects.create(
        id=GRANT,
        circle=circle,
        person_id=id_of(world.colleague),
        since=now(),
        until=now() + timedelta(days=9),
        reason="r",
    )


def limit_at_the_other_side(world: World) -> None:
    circle = Circle.objects.create(id=CIRCLE, party=world.belgium, name="Unit 7")
    Participation.rows.filter(dossier=world.exchange, party=world.belgium).update(circle=circle)


def observer_of_the_exchange(world: World) -> None:
    let_in(world.exchange, world.norway, side="observer", until=now() + timedelta(days=5), reason="hidden reason")


def observers_of_the_file(world: World) -> None:
    let_in(world.file, world.norway, side="observer", until=now() + timedelta(days=5), reason="hidden reason")
    let_in(world.file, world.belgium, side="observer", until=now() - timedelta(days=5), reason="over")


def restricted_page(world: World) -> None:
    actions.write_page(
        world.asking,
        person_id=world.witness.pk,
        identity={"name": "Marie N."},
        until=now() + timedelta(days=9),
        reason="protection",
        at=now(),
    )
    actions.read_page(world.asking, person_id=world.witness.pk, reason="interview", at=now())


def limit_of_the_owner(world: World) -> None:
    actions.limit_to_circle(world.asking, dossier_id=world.file.pk, circle_id=world.circle.pk, at=now())


HIDDEN: list[tuple[Callable[[World], None], tuple[str, ...]]] = [
    (foreign_file, ("asking", "asked", "registrar", "approver")),
    (file_of_a_closed_circle, ("asking", "asked", "registrar")),
    (sealed_file_of_the_asked, ("asking", "registrar", "uncleared")),
    (circle_of_colleagues, ("asking", "asked", "registrar")),
    (limit_at_the_other_side, ("asking", "registrar")),
    (observer_of_the_exchange, ("asked", "registrar")),
    (observers_of_the_file, ("registrar", "asked")),
    (restricted_page, ("registrar", "asked", "stranger")),
    (limit_of_the_owner, ("registrar", "asked")),
]
CASES = [(change, persona) for change, personas in HIDDEN for persona in personas]


# Everything that can be asked


def script(world: World) -> list[tuple[str, str, dict[str, str]]]:
    """Every address of this room with every id there is, and with those that are hidden or nowhere."""
    addresses = [
        reverse("dossiers:list"),
        reverse("dossiers:list") + "?q=shared",
        reverse("dossiers:list") + "?of=others",
        reverse("dossiers:list") + "?of=others&q=shared",
        reverse("dossiers:new"),
        reverse("dossiers:circles"),
    ]
    for dossier in (world.file.pk, world.envelope.pk, world.exchange.pk, DOSSIER):
        addresses += [reverse(f"dossiers:{name}", args=[dossier]) for name in ("page", "person_new", "limit", "admit")]
        addresses += [reverse("dossiers:participation_end", args=[dossier, code]) for code in ("REG", "NOR")]
    for person in (world.witness.pk, PERSON):
        addresses += [reverse(f"dossiers:{name}", args=[person]) for name in ("restricted", "reader")]
    addresses += [reverse("dossiers:circle", args=[circle]) for circle in (world.circle.pk, CIRCLE)]
    asked: list[tuple[str, str, dict[str, str]]] = [("GET", address, {}) for address in addresses]
    posted = [
        ("POST", reverse("dossiers:grant_end", args=[GRANT]), {}),
        ("POST", reverse("dossiers:circle", args=[CIRCLE]), {"reason": "x"}),
        ("POST", reverse("dossiers:limit", args=[DOSSIER]), {"circle": "desk"}),
        ("POST", reverse("dossiers:admit", args=[DOSSIER]), {"party": "REG"}),
        ("POST", reverse("dossiers:person_new", args=[DOSSIER]), {"pseudonym": "W-201", "capacity": "witness"}),
        ("POST", reverse("dossiers:restricted", args=[PERSON]), {"reason": "x", "act": "dossiers:page:read"}),
        ("POST", reverse("dossiers:new"), {"title": "", "circle": str(CIRCLE)}),
    ]
    return [*asked, *posted]


def without_what_is_drawn(body: bytes) -> bytes:
    for pattern, instead in DRAWN:
        body = pattern.sub(instead, body)
    return body


def answers(client: Client, world: World) -> list[tuple[Any, ...]]:
    found = []
    for method, address, data in script(world):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address) if method == "GET" else client.post(address, data)
        body = without_what_is_drawn(response.content)
        cookies = sorted((name, "" if name.endswith("csrf") else kept.value) for name, kept in response.cookies.items())
        found.append((method, address, response.status_code, dict(response.headers), cookies, body, len(asked)))
    return found


@pytest.mark.parametrize(
    ("change", "persona"), CASES, ids=lambda part: part if isinstance(part, str) else part.__name__
)
def test_hidden_rows_change_nothing_that_is_seen(
    change: Callable[[World], None],
    persona: str,
    world: World,
    sign_in: Callable[[Viewer], Client],
    request: pytest.FixtureRequest,
) -> None:
    viewer = world.asking if persona == "asking" else None
    if persona == "approver":
        viewer = person_at(world.otp, Role.APPROVER, clearance=UNDER_SEAL)
    client = sign_in(viewer or request.getfixturevalue(persona))
    before = answers(client, world)
    change(world)
    after = answers(client, world)

    assert [row[:3] for row in before if row[2] == 200] != []
    for one, other in zip(before, after, strict=True):
        assert one == other


def test_difference_that_is_seen_is_found(world: World, sign_in: Callable[[Viewer], Client]) -> None:
    client = sign_in(world.asking)
    before = answers(client, world)
    _hidden_file(world.otp, CONFIDENTIAL)

    assert answers(client, world) != before
