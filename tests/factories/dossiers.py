# SPDX-License-Identifier: EUPL-1.2
"""Dossiers for tests: rows set down as a test needs them, without the acts that would lead there.

`a_dossier` makes a dossier in which nobody takes part; `let_in` adds a part. `in_circle` makes a circle and returns the
viewer who is in it. For whole paths through the acts see tests/factories/requests.py.
"""

from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from comity.core.clock import now
from comity.core.viewer import CONFIDENTIAL, Viewer
from comity.dossiers.models import Circle, Clock, Dossier, Entry, Grant, Participation, PersonConcerned, Situation
from comity.dossiers.queries import with_circles
from comity.parties.models import Party
from comity.statute import Act

_numbers = count(1)
LONG_AGO = timedelta(days=30)


def a_situation(code: str = "TST-01") -> Situation:
    found, _made = Situation.objects.get_or_create(
        code=code,
        defaults={
            "name_en": "Situation in Testland",
            "name_fr": "Situation en Testlande",
            "opened_on": date(2019, 3, 4),
        },
    )
    return found


def a_dossier(
    owner: Party,
    *,
    title: str = "",
    classification: int = CONFIDENTIAL,
    is_exchange: bool = False,
    parent: Dossier | None = None,
    kind: str = Dossier.Kind.JUDICIAL,
    opened_at: datetime | None = None,
) -> Dossier:
    dossier = Dossier(
        kind=kind,
        is_exchange=is_exchange,
        owner=owner,
        parent=parent,
        title=title or f"File {next(_numbers)}",
        classification=classification,
        opened_at=opened_at or now() - LONG_AGO,
    )
    dossier.save(force_insert=True)
    return dossier


def let_in(
    dossier: Dossier,
    party: Party,
    *,
    side: str = Participation.Side.ISSUER,
    scope: str = Participation.Scope.FULL,
    circle: Circle | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    reason: str = "",
) -> Participation:
    return Participation.rows.create(
        dossier=dossier,
        party=party,
        side=side,
        scope=scope,
        circle=circle,
        classification=dossier.classification,
        since=since or now() - LONG_AGO,
        until=until,
        reason=reason,
    )


def own_file(party: Party, *, title: str = "", classification: int = CONFIDENTIAL) -> Dossier:
    """A case file in which its own party takes part with its whole desk."""
    dossier = a_dossier(party, title=title, classification=classification)
    let_in(dossier, party)
    return dossier


def an_exchange(file: Dossier, asking: Party, asked: Party) -> Dossier:
    """An exchange begun in a file, with both sides in it."""
    dossier = a_dossier(asking, is_exchange=True, parent=file, classification=file.classification)
    let_in(dossier, asking)
    let_in(dossier, asked, side=Participation.Side.ADDRESSEE)
    return dossier


def a_circle(party: Party, name: str = "") -> Circle:
    return Circle.objects.create(party=party, name=name or f"Circle {next(_numbers)}")


def a_grant(
    circle: Circle, person_id: UUID | None, *, since: datetime | None = None, until: datetime | None = None
) -> Grant:
    assert person_id is not None
    return Grant.objects.create(
        circle=circle,
        person_id=person_id,
        since=since or now() - LONG_AGO,
        until=until or now() + LONG_AGO,
        reason="made up for tests",
        granted_by_id=person_id,
    )


def in_circle(viewer: Viewer, circle: Circle) -> Viewer:
    """Let the viewer into a circle; return them as they are from now on."""
    a_grant(circle, viewer.person_id)
    return with_circles(viewer, now())


def a_person_concerned(dossier: Dossier, pseudonym: str = "P-014", capacity: str = "suspect") -> PersonConcerned:
    person = PersonConcerned(dossier=dossier, pseudonym=pseudonym, capacity=capacity)
    person.save(force_insert=True)
    return person


def an_entry(dossier: Dossier, *, act: Act = Act.DOSSIER_OPEN, about: UUID | None = None) -> Entry:
    entry = Entry(
        dossier=dossier,
        about=about or dossier.id,
        act=str(act),
        party=dossier.owner,
        function="Desk",
        at=now(),
        salt=b"\0" * 32,
        leaf_id=next(_numbers),
    )
    entry.save(force_insert=True)
    return entry


def a_clock(
    dossier: Dossier, *, code: str = "legality_93", article: str = "RoC 108(2)", due_at: datetime | None = None
) -> Clock:
    due = due_at or now() + timedelta(days=15)
    clock = Clock(
        dossier=dossier,
        about=uuid4(),
        code=code,
        article=article,
        trigger=str(Act.CONSULTATION_EXHAUST),
        triggered_at=now(),
        computed_due_at=due,
        due_at=due,
        zone="Europe/Amsterdam",
    )
    clock.save(force_insert=True)
    return clock
