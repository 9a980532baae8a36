# SPDX-License-Identifier: EUPL-1.2
"""What one authority does for itself: notes, tasks, further references, saved views. None of it crosses the wall."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.ids import normal_number
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.models.sight import one
from comity.dossiers.queries import dossier, party_of, person_of
from comity.parties.actions.given import needed_text
from comity.parties.queries import person_by_id
from comity.statute import Act

from ..models import Note, Reference, Request, SavedView, Task
from ..queries.desk import own_file_id
from .step import index, locked
from .telling import tell_of_task


def own_file_to_write(viewer: Viewer, request: Request, act: Act) -> UUID:
    """Return the dossier that the viewer's party keeps for itself beside a request; Refused where it is archived."""
    file_id = own_file_id(viewer, request)
    dossiers.demand_open(dossier(viewer, file_id), act)
    return file_id


@transaction.atomic
def write_note(viewer: Viewer, *, request_id: UUID, text: str, at: datetime) -> Note:
    """Write an internal note beside a request, on the own file of the viewer's party; Refused for a reader."""
    request = locked(viewer, request_id, Act.NOTE_WRITE)
    demand_work(viewer, Act.NOTE_WRITE)
    text = needed_text("text", text, longest=settings.COMITY_LIMITS["field_characters"])
    file_id = own_file_to_write(viewer, request, Act.NOTE_WRITE)
    note = Note(id=uuid4(), dossier_id=file_id, request=request, text=text, person_id=person_of(viewer), at=at)
    note.save(force_insert=True)
    dossiers.record(viewer, Act.NOTE_WRITE, dossier_id=file_id, about=request.id, at=at, data={"note": str(note.id)})
    return note


@transaction.atomic
def open_task(
    viewer: Viewer, *, request_id: UUID, text: str, assignee_id: UUID, due_on: date | None, at: datetime
) -> Task:
    """Give a colleague an internal task beside a request; Refused for a reader."""
    request = locked(viewer, request_id, Act.TASK_OPEN)
    demand_work(viewer, Act.TASK_OPEN)
    text = needed_text("text", text, longest=300)
    file_id = own_file_to_write(viewer, request, Act.TASK_OPEN)
    task = Task(
        id=uuid4(),
        dossier_id=file_id,
        request=request,
        text=text,
        assignee=person_by_id(viewer, person_id=assignee_id),
        due_on=due_on,
        at=at,
    )
    task.save(force_insert=True)
    dossiers.record(viewer, Act.TASK_OPEN, dossier_id=file_id, about=request.id, at=at, data={"task": str(task.id)})
    tell_of_task(viewer, task, at=at)
    return task


@transaction.atomic
def finish_task(viewer: Viewer, *, task_id: UUID, at: datetime) -> Task:
    """Mark an internal task as done; one already done stays as it is."""
    task = one(Task.objects.visible_to(viewer).select_for_update(of=("self",)), id=task_id)
    demand_work(viewer, Act.TASK_FINISH)
    dossiers.demand_open(dossier(viewer, task.dossier_id), Act.TASK_FINISH)
    if task.finished_at is None:
        task.finished_at = at
        task.save(update_fields=["finished_at"])
        dossiers.record(
            viewer,
            Act.TASK_FINISH,
            dossier_id=task.dossier_id,
            about=task.request_id,
            at=at,
            data={"task": str(task.id)},
        )
    return task


@transaction.atomic
def add_reference(viewer: Viewer, *, request_id: UUID, number: str, at: datetime) -> Reference:
    """Add a number under which the viewer's party knows the request; both sides find it by that, once it is sent."""
    request = locked(viewer, request_id, Act.REQUEST_REGISTER)
    demand_work(viewer, Act.REQUEST_REGISTER)
    number = needed_text("number", number, longest=settings.COMITY_LIMITS["number_characters"])
    if not normal_number(number):
        raise Invalid({"number": _("Write a reference with letters or digits in it.")})
    found = keep_reference(request, party_id=party_of(viewer), number=number, at=at)
    index(request)
    return found


def keep_reference(request: Request, *, party_id: UUID, number: str, at: datetime) -> Reference:
    """Keep a number for a request that was fetched and locked; the same number twice is one row."""
    normal = normal_number(number)[:80]
    rows = Reference.objects.unguarded("the request was fetched and locked")
    found = rows.filter(request=request, party_id=party_id, normal=normal).first()
    if found is None:
        found = Reference(
            dossier_id=request.dossier_id, request=request, party_id=party_id, number=number, normal=normal, added_at=at
        )
        found.save(force_insert=True)
    return found


@transaction.atomic
def save_view(viewer: Viewer, *, name: str, query: str, at: datetime) -> SavedView:  # noqa: ARG001 - as every action
    """Save a list's filters and order under a name of the person's own; the same name again replaces it."""
    if viewer.person_id is None or viewer.party_id is None:
        raise NotFound
    own = SavedView.objects.filter(person_id=viewer.person_id, party_id=viewer.party_id)
    limit: int = settings.COMITY_LIMITS["saved_views"]
    name = needed_text("name", name, longest=80)
    if own.exclude(name=name).count() >= limit:
        raise Invalid({"name": _("You have %(limit)d saved views: delete one first.") % {"limit": limit}})
    view, _made = SavedView.objects.update_or_create(
        person_id=viewer.person_id, party_id=viewer.party_id, name=name, defaults={"query": query[:600]}
    )
    return view


@transaction.atomic
def delete_view(viewer: Viewer, *, view_id: UUID) -> None:
    """Delete one of the person's own saved views; raises NotFound for anybody else's."""
    if viewer.person_id is None:
        raise NotFound
    found = SavedView.objects.filter(id=view_id, person_id=viewer.person_id).first()
    if found is None:
        raise NotFound
    found.delete()
