# SPDX-License-Identifier: EUPL-1.2
"""Time limits as iCalendar: a secret link and a download, read back by the library's parser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from comity.core.clock import now
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Clock, Dossier, Participation
from comity.parties.models import Party, Post
from comity.requests.models import Request
from tests.factories.parties import person_of
from tests.factories.requests import bring_to

SignIn = Callable[[Viewer], Client]
WHY = "a test looks at the rows themselves"
SUBJECT = "Harbour register of Ostern"


@pytest.fixture
def request_(asking: Viewer, asked: Viewer, chamber: Viewer) -> Request:
    return bring_to("exhausted", asking, kind="DOCS", subject=SUBJECT)


def link_of(client: Client) -> str:
    page = client.post("/preferences/calendar/").content.decode()
    return page.split("http://localhost:8000", 1)[1].split('"', 1)[0]


def _lines(event: bytes) -> list[str]:
    lines = event.decode().replace("\r\n ", "").split("\r\n")
    return [line for line in lines if line and not line.startswith(("BEGIN", "END"))]


def events(text: bytes) -> list[dict[str, str]]:
    return [
        {name.split(";")[0]: value for name, _, value in (line.partition(":") for line in _lines(event.to_ical()))}
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def test_feed_shows_kind_reference_and_link_and_nothing_else(
    sign_in: SignIn, request_: Request, asked: Viewer, asking: Viewer
) -> None:
    address = link_of(sign_in(asked))
    answer = Client().get(address)
    clock = Clock.objects.unguarded(WHY).get(about=request_.id)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = events(answer.content)
    assert event["SUMMARY"] == f"Ruling on legality (article 93) – {request_.reference}"
    assert event["URL"] == f"http://localhost:8000/requests/{request_.id}/"
    assert (event["UID"], event["DTSTART"]) == (f"{clock.id}@localhost", clock.due_at.strftime("%Y%m%d"))
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL", "TRANSP", "CLASS"}
    for word in ("Harbour", "Prosecutor", "Belgium", "@example.org"):
        assert word.encode() not in answer.content


def test_feed_is_in_the_language_of_its_owner(sign_in: SignIn, request_: Request, asked: Viewer) -> None:
    client = sign_in(asked)
    client.post("/preferences/", {"digest": "off", "language": "fr"})

    assert "Décision sur la légalité".encode() in Client().get(link_of(client)).content


def test_feed_is_read_with_the_sight_of_the_day(
    sign_in: SignIn, request_: Request, asked: Viewer, stranger: Viewer, belgium: Party
) -> None:
    address = link_of(sign_in(asked))
    assert events(Client().get(link_of(sign_in(stranger))).content) == []
    Participation.rows.filter(dossier_id=request_.dossier_id, party=belgium).update(until=now() + timedelta(seconds=1))
    Participation.rows.filter(dossier_id=request_.dossier_id, party=belgium).update(
        since=now() - timedelta(days=2), until=now() - timedelta(days=1)
    )

    assert events(Client().get(address).content) == []


def test_nothing_under_seal_leaves_by_a_link(sign_in: SignIn, request_: Request, asked: Viewer) -> None:
    client = sign_in(asked)
    Dossier.objects.unguarded(WHY).filter(id=request_.dossier_id).update(classification=UNDER_SEAL)
    Participation.rows.filter(dossier_id=request_.dossier_id).update(classification=UNDER_SEAL)

    assert events(Client().get(link_of(client)).content) == []
    assert len(events(client.get(f"/inbox/dates/{request_.id}.ics").content)) == 1


def test_link_ends_with_a_new_one_with_the_post_and_when_asked_to(
    sign_in: SignIn, request_: Request, asked: Viewer
) -> None:
    client = sign_in(asked)
    first, second = link_of(client), link_of(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    Post.objects.filter(person=person_of(asked)).update(ended_at=now())
    assert Client().get(second).status_code == 404
    Post.objects.filter(person=person_of(asked)).update(ended_at=None)
    assert Client().get(second).status_code == 200
    client.post("/preferences/calendar/end/")
    assert Client().get(second).status_code == 404


def test_link_opens_nothing_but_the_calendar(sign_in: SignIn, request_: Request, asked: Viewer) -> None:
    token = link_of(sign_in(asked)).removeprefix("/calendar/").removesuffix(".ics")
    anonymous = Client()

    assert anonymous.get(f"/calendar/{token}/../../requests/{request_.id}/").status_code in {302, 404}
    assert anonymous.post(f"/calendar/{token}.ics").status_code == 405
    assert anonymous.get(f"/requests/{request_.id}/").status_code == 302


def test_dates_of_one_request_are_downloaded_by_who_sees_it(
    sign_in: SignIn, request_: Request, asked: Viewer, stranger: Viewer
) -> None:
    address = f"/inbox/dates/{request_.id}.ics"
    answer = sign_in(asked).get(address)

    assert answer["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert len(events(answer.content)) == 1
    assert sign_in(stranger).get(address).status_code == 404
    assert address in sign_in(asked).get(f"/requests/{request_.id}/").content.decode()


def test_clock_that_runs_no_more_is_in_no_calendar(sign_in: SignIn, request_: Request, asked: Viewer) -> None:
    Clock.objects.unguarded(WHY).filter(about=request_.id).update(state="met")

    assert events(Client().get(link_of(sign_in(asked))).content) == []
