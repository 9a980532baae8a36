# SPDX-License-Identifier: EUPL-1.2
"""What one authority keeps for itself: notes, tasks, references, saved views."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from comity.core.clock import now, today
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Entry
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Note, Reference, Request, SavedView, Task
from comity.requests.queries import find, history_of, own_file_id, request_page, saved_views, tasks_of
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import a_delivered, a_draft, a_fetched, a_registered, a_sent, an_approved, entries


def note(viewer: Viewer, request: Request, text: str = "Ring the magistrate") -> Note:
    with as_viewer(viewer):
        return actions.write_note(viewer, request_id=request.id, text=text, at=now())


def task(viewer: Viewer, request: Request, text: str = "Ring the magistrate", **given: Any) -> Task:
    given = {"assignee_id": viewer.person_id, "due_on": None} | given
    with as_viewer(viewer):
        return actions.open_task(viewer, request_id=request.id, text=text, at=now(), **given)


def reference(viewer: Viewer, request: Request, number: str) -> Reference:
    with as_viewer(viewer):
        return actions.add_reference(viewer, request_id=request.id, number=number, at=now())


# --- Notes and tasks never cross the wall ----------------------------------------------------------------------------


@pytest.mark.parametrize("writer", ["asking", "asked", "registrar"])
def test_note_and_task_are_seen_by_the_own_side_only(
    writer: str, chamber: Viewer, asked: Viewer, registrar: Viewer, stranger: Viewer
) -> None:
    request = a_registered(chamber, kind="SURR")
    people = {"asking": chamber, "asked": asked, "registrar": registrar}
    own = people.pop(writer)
    note(own, request, "A secret note")
    task(own, request, "A secret task")
    page = request_page(own, request.id)
    assert [row.text for row in page.notes] == ["A secret note"]
    assert [row.text for row in page.tasks] == ["A secret task"]
    assert [entry.act for entry in page.entries][-2:] == [Act.NOTE_WRITE, Act.TASK_OPEN]
    for other in people.values():
        page = request_page(other, request.id)
        assert (list(page.notes), list(page.tasks)) == ([], [])
        assert {Act.NOTE_WRITE, Act.TASK_OPEN}.isdisjoint(entry.act for entry in page.entries)
        assert find(other, "secret") == []
    for other in (*people.values(), stranger):
        assert (Note.objects.visible_to(other).count(), Task.objects.visible_to(other).count()) == (0, 0)
        assert Entry.objects.visible_to(other).filter(act=str(Act.NOTE_WRITE)).count() == 0


def test_note_of_the_issuer_is_written_on_the_draft_already(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    note(asking, request)
    assert own_file_id(asking, request) == request.file_id


def test_note_does_not_overtake_a_form_of_the_other_side(asking: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    mark = history_of(request).mark
    note(asking, request)
    assert history_of(request).mark == mark


@pytest.mark.parametrize("write", [note, task])
def test_stranger_writes_nothing(write: Callable[..., Any], asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = a_registered(asking)
    with pytest.raises(NotFound):
        write(stranger, request)


@pytest.mark.parametrize("write", [note, task])
def test_addressee_without_a_file_yet_writes_nothing(write: Callable[..., Any], asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    with pytest.raises(NotFound):
        write(asked, request)


@pytest.mark.parametrize("write", [note, task])
def test_reader_writes_nothing(write: Callable[..., Any], asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = a_registered(asking)
    reader = person_at(belgium, Role.READER, clearance=UNDER_SEAL)
    with pytest.raises(Refused):
        write(reader, request)
    assert (list(request_page(asked, request.id).notes), list(request_page(asked, request.id).tasks)) == ([], [])


BAD = {"blank": "  \n", "null": "a\x00b", "override": "abc\u202edcba", "megabyte": "x" * 1_000_000}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("write", [note, task])
def test_text_that_cannot_be_taken_is_refused(
    write: Callable[..., Any], bad: str, asking: Viewer, asked: Viewer
) -> None:
    request = a_fetched(asking)
    before = len(entries(request))
    with pytest.raises(Invalid) as caught:
        write(asked, request, BAD[bad])
    assert set(caught.value.problems) == {"text"}
    assert len(entries(request)) == before


def test_task_longer_than_its_field_is_refused(asking: Viewer, asked: Viewer) -> None:
    request = a_fetched(asking)
    with pytest.raises(Invalid) as caught:
        task(asked, request, "t" * 301)
    assert set(caught.value.problems) == {"text"}


def test_task_is_given_to_a_colleague_and_finished_once(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = a_registered(asking)
    colleague = person_at(belgium, Role.OFFICER, clearance=UNDER_SEAL)
    made = task(asked, request, assignee_id=colleague.person_id, due_on=today() + timedelta(days=3))
    assert [row.id for row in tasks_of(colleague)] == [made.id]
    assert list(tasks_of(asked)) == []
    with as_viewer(colleague):
        first = actions.finish_task(colleague, task_id=made.id, at=now())
        again = actions.finish_task(colleague, task_id=made.id, at=now() + timedelta(hours=1))
    assert again.finished_at == first.finished_at
    assert list(tasks_of(colleague)) == []
    assert len(entries(request, Act.TASK_FINISH)) == 1


def test_task_is_given_to_nobody_of_another_party(asking: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    for stranger_id in (asking.person_id, uuid4()):
        with pytest.raises(NotFound):
            task(asked, request, assignee_id=stranger_id)


def test_task_of_another_party_is_finished_by_nobody(asking: Viewer, asked: Viewer) -> None:
    made = task(asked, a_registered(asking))
    with pytest.raises(NotFound), as_viewer(asking):
        actions.finish_task(asking, task_id=made.id, at=now())


def test_tasks_come_unfinished_first_then_by_date(asking: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    done = task(asked, request, "Done")
    task(asked, request, "Later", due_on=today() + timedelta(days=9))
    task(asked, request, "Soon", due_on=today() + timedelta(days=2))
    with as_viewer(asked):
        actions.finish_task(asked, task_id=done.id, at=now())
    assert [row.text for row in request_page(asked, request.id).tasks] == ["Soon", "Later", "Done"]


def test_substitute_finds_the_tasks_of_whom_they_stand_in_for(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    made = task(asked, a_registered(asking))
    other = person_at(belgium, Role.OFFICER, clearance=UNDER_SEAL)
    stand_in = replace(asked, person_id=other.person_id, acting_for_id=asked.person_id)
    assert [row.id for row in tasks_of(stand_in)] == [made.id]


# --- References ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["JUD/2027/114", "JUD 2027 114", "jud2027114", "JUD-2027-114", "JUD/٢٠٢٧/١١٤", "jud/۲۰۲۷/۱۱۴", "  JUD/2027/114 "],
)
def test_reference_is_found_however_it_is_typed_by_both_sides(typed: str, asking: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    for viewer in (asking, asked):
        assert [row.id for row in find(viewer, typed)] == [request.id]


def test_old_paper_numbers_of_both_sides_are_kept_and_found(asking: Viewer, asked: Viewer) -> None:
    request = a_fetched(asking)
    reference(asking, request, "OTP/KEN/NV/1998-7")
    reference(asked, request, "N.V. 12.345")
    for viewer in (asking, asked):
        assert {row.number for row in request_page(viewer, request.id).references} == {
            "OTP/KEN/NV/1998-7",
            "N.V. 12.345",
        }
        for typed in ("otp ken nv 1998 7", "nv12345", "N.V. ١٢.٣٤٥"):
            assert [row.id for row in find(viewer, typed)] == [request.id]


def test_request_is_found_by_its_own_reference_mistyped_as_people_do(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    plain = request.reference
    for typed in (plain, plain.lower(), f" {plain} ", plain.replace("0", "O").replace("1", "l")):
        for viewer in (asking, asked):
            assert [row.id for row in find(viewer, typed)] == [request.id]


def test_reference_is_no_way_round_the_wall(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = a_registered(asking)
    for typed in (request.reference, "JUD/2027/114", "jud2027114", "warehouse"):
        assert find(stranger, typed) == []


def test_same_number_twice_is_one_reference(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    assert reference(asking, request, "A/12").pk == reference(asking, request, "a-12").pk
    assert [row.number for row in request_page(asking, request.id).references] == ["A/12"]


@pytest.mark.parametrize("number", ["", " ", "///", "x" * 81, "A/\x0012", "A/\u202e12"])
def test_number_that_is_none_is_refused(number: str, asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    with pytest.raises(Invalid) as caught:
        reference(asking, request, number)
    assert set(caught.value.problems) == {"number"}
    assert list(request_page(asking, request.id).references) == []


def test_reader_adds_no_reference(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = a_registered(asking)
    with pytest.raises(Refused):
        reference(person_at(belgium, Role.READER, clearance=UNDER_SEAL), request, "A/12")


def test_reference_of_an_unsent_request_is_the_issuers(asking: Viewer, asked: Viewer) -> None:
    request = an_approved(asking)
    reference(asking, request, "A/12")
    assert find(asked, "A/12") == []
    assert [row.id for row in find(asking, "A/12")] == [request.id]


def test_reference_of_a_delivered_request_is_found_without_opening_it(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    reference(asking, request, "NV/44")
    (found,) = find(asked, "nv44")
    assert (found.id, found.subject) == (request.id, "")


# --- Saved views -----------------------------------------------------------------------------------------------------


def save_view(viewer: Viewer, name: str, query: str = "box=sent") -> SavedView:
    with as_viewer(viewer):
        return actions.save_view(viewer, name=name, query=query, at=now())


def test_view_is_saved_under_a_name_and_replaced_under_the_same(asking: Viewer) -> None:
    save_view(asking, "Mine", "box=sent&state=draft")
    save_view(asking, " Mine ", "box=sent&state=closed")
    assert [(view.name, view.query) for view in saved_views(asking)] == [("Mine", "box=sent&state=closed")]


def test_view_is_the_persons_own(asking: Viewer, asking_approver: Viewer, anonymous: Viewer) -> None:
    view = save_view(asking, "Mine")
    assert list(saved_views(asking_approver)) == []
    with pytest.raises(NotFound):
        saved_views(anonymous)
    with pytest.raises(NotFound):
        actions.delete_view(asking_approver, view_id=view.pk)
    with pytest.raises(NotFound):
        actions.delete_view(anonymous, view_id=view.pk)
    actions.delete_view(asking, view_id=view.pk)
    assert list(saved_views(asking)) == []


@pytest.mark.parametrize("name", ["", "  ", "n" * 81, "a\x00b"])
def test_view_takes_a_name(name: str, asking: Viewer) -> None:
    with pytest.raises(Invalid) as caught:
        save_view(asking, name)
    assert set(caught.value.problems) == {"name"}


def test_views_are_kept_up_to_a_limit(asking: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "saved_views", 2)
    save_view(asking, "One")
    save_view(asking, "Two")
    with pytest.raises(Invalid):
        save_view(asking, "Three")
    save_view(asking, "Two", "box=received")
    assert [view.name for view in saved_views(asking)] == ["One", "Two"]
