# SPDX-License-Identifier: EUPL-1.2
import html as entities
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.clock import now, today
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock
from comity.requests import actions
from comity.requests.models import NO_DATE, Note, Reference, Request, Task
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import a_delivered, a_registered, a_sent, bring_to, fresh, take

SignIn = Callable[[Viewer], Client]


def at(name: str, request: Request, *more: object) -> str:
    return reverse(f"requests:{name}", args=[request.id, *more])


def text_of(answer: Any) -> str:
    return entities.unescape(answer.content.decode())


def test_note_is_kept_on_ones_own_file(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_registered(asking)

    answer = sign_in(asked).post(at("notes", request), {"text": "Ask the port."})

    assert answer["Location"] == at("page", request) + "#internal"
    note = Note.objects.unguarded("a test").get()
    assert (note.text, note.dossier_id == request.dossier_id) == ("Ask the port.", False)


@pytest.mark.parametrize("text", ["", "left\u202eright", "x" * 20_001])
def test_note_that_cannot_be_kept_is_told(asking: Viewer, asked: Viewer, sign_in: SignIn, text: str) -> None:
    answer = sign_in(asked).post(at("notes", a_registered(asking)), {"text": text})

    assert answer.status_code == 422
    assert text[:4] in text_of(answer)
    assert not Note.objects.unguarded("a test").exists()


def test_chamber_keeps_notes_of_its_own(asking: Viewer, asked: Viewer, chamber: Viewer, sign_in: SignIn) -> None:
    request = bring_to("blocked_98", asking)

    sign_in(chamber).post(at("notes", request), {"text": "For the hearing."})

    assert "For the hearing." in text_of(sign_in(chamber).get(at("page", request)))
    assert "For the hearing." not in text_of(sign_in(asking).get(at("page", request)))


def test_task_is_given_and_done(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = a_registered(asking), sign_in(asked)
    later = today() + timedelta(days=4)

    client.post(
        at("tasks", request), {"text": "Find the crate", "assignee": str(asked.person_id), "due_on": later.isoformat()}
    )
    task = Task.objects.unguarded("a test").get()
    assert (task.assignee_id, task.due_on, task.finished_at) == (asked.person_id, later, None)

    client.post(reverse("requests:task_done", args=[task.id]))
    assert Task.objects.unguarded("a test").get().finished_at is not None


def test_task_is_given_to_ones_own_people_only(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = a_registered(asking), sign_in(asked)

    assert str(asking.person_id) not in text_of(client.get(at("tasks", request)))
    assert client.post(at("tasks", request), {"text": "Help", "assignee": str(asking.person_id)}).status_code == 422


def test_task_of_the_other_side_is_not_there(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_registered(asking)
    assert asked.person_id is not None
    task = actions.open_task(
        asked, request_id=request.id, text="Find it", assignee_id=asked.person_id, due_on=None, at=now()
    )

    assert sign_in(asking).post(reverse("requests:task_done", args=[task.id])).status_code == 404


def test_request_is_found_by_an_added_number_without_its_slashes(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request, client = a_registered(asking), sign_in(asked)

    client.post(at("references", request), {"number": "NV/2027/٠١٥"})

    assert Reference.objects.unguarded("a test").filter(number="NV/2027/٠١٥").exists()
    assert request.reference in text_of(client.get("/search/", {"q": "nv 2027 015"}))


@pytest.mark.parametrize("number", ["", "///", "x" * 81])
def test_number_that_is_none_is_told(asking: Viewer, asked: Viewer, sign_in: SignIn, number: str) -> None:
    answer = sign_in(asked).post(at("references", a_registered(asking)), {"number": number})

    assert answer.status_code == 422


def test_reference_form_of_what_is_not_opened_hides_its_subject(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_delivered(asking, subject="The harbour letters")

    assert "harbour letters" not in text_of(sign_in(asked).get(at("references", request)))


def exhausted(asking: Viewer) -> tuple[Request, Clock]:
    request = bring_to("consultation", asking, kind="DOCS")
    request = take(request, Act.CONSULTATION_EXHAUST)
    return request, Clock.objects.unguarded("a test").get(about=request.id)


def test_clock_is_extended_by_the_chamber_with_reason_and_name(chamber: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, clock = exhausted(chamber)
    later = today() + timedelta(days=40)
    given = {"until": later.isoformat(), "agreed_by": "Decision ICC-01/27-3", "reason": "Translation takes time."}

    answer = sign_in(chamber).post(at("clock_extend", request, clock.id), given)

    assert answer["Location"] == at("page", request)
    extended = Clock.objects.unguarded("a test").get()
    assert (extended.due_at.date(), extended.computed_due_at) == (later, clock.computed_due_at)
    page = text_of(sign_in(asked).get(at("page", request)))
    assert "Translation takes time." in page
    assert "Decision ICC-01/27-3" in page
    assert fresh(request).due_on == later
    assert Owed.objects.filter(name="requests.expire_clocks", due_at=extended.due_at).count() == 1


def test_clock_is_not_extended_by_whom_the_law_does_not_name(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, clock = exhausted(asking)

    answer = sign_in(asked).get(at("clock_extend", request, clock.id))

    assert answer.status_code == 403
    assert "Only the Chamber extends this time limit" in text_of(answer)
    assert "Extend this time limit" not in text_of(sign_in(asked).get(at("page", request)))


def test_clock_is_not_extended_to_an_earlier_day(chamber: Viewer, belgium: object, sign_in: SignIn) -> None:
    request, clock = exhausted(chamber)
    given = {"until": today().isoformat(), "agreed_by": "Decision", "reason": "Mistake."}

    answer = sign_in(chamber).post(at("clock_extend", request, clock.id), given)

    assert (answer.status_code, "later than the clock does now" in text_of(answer)) == (422, True)


def test_clock_of_another_request_is_not_there(chamber: Viewer, belgium: object, sign_in: SignIn) -> None:
    _request, clock = exhausted(chamber)
    other = a_sent(chamber, kind="DOCS")

    assert sign_in(chamber).get(at("clock_extend", other, clock.id)).status_code == 404


def test_reader_extends_no_clock(chamber: Viewer, chambers: Any, belgium: object, sign_in: SignIn) -> None:
    request, clock = exhausted(chamber)
    reader = person_at(chambers, Role.READER, clearance=2)

    assert sign_in(reader).get(at("clock_extend", request, clock.id)).status_code == 403


def test_clock_is_stopped_and_runs_on_for_both_sides_to_see(chamber: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, clock = exhausted(chamber)
    given = {"agreed_by": "Decision 3", "reason": "Both sides are heard."}

    page = text_of(sign_in(chamber).get(at("page", request)))
    answer = sign_in(chamber).post(at("clock_stop", request, clock.id), given)

    assert at("clock_stop", request, clock.id) in page
    assert answer["Location"] == at("page", request)
    assert Clock.objects.unguarded("a test").get().state == "stopped"
    assert fresh(request).due_on == (request.requested_by or NO_DATE)
    assert "Stopped: Both sides are heard. (agreed or decided by: Decision 3)." in text_of(
        sign_in(asked).get(at("page", request))
    )
    assert sign_in(asked).get(at("clock_resume", request, clock.id)).status_code == 403
    answer = sign_in(chamber).post(at("clock_resume", request, clock.id), {**given, "reason": "Both were heard."})
    assert answer["Location"] == at("page", request)
    again = Clock.objects.unguarded("a test").get()
    assert (again.state, again.due_at) == ("running", clock.due_at)
    assert Owed.objects.filter(name="requests.expire_clocks", due_at=again.due_at).exists()


def test_clock_is_not_stopped_without_a_reason_and_what_was_typed_stays(
    chamber: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request, clock = exhausted(chamber)
    answer = sign_in(chamber).post(at("clock_stop", request, clock.id), {"agreed_by": "Decision 3", "reason": " "})
    assert answer.status_code == 422
    assert "Say why the clock is changed." in text_of(answer)
    assert 'value="Decision 3"' in text_of(answer)
