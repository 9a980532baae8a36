# SPDX-License-Identifier: EUPL-1.2
"""What one side does for itself beside a request: notes, tasks, further numbers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.clock import today
from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, taken_once
from comity.parties import queries as parties

from .. import actions, forms, queries
from .shown.simple import posted, simple_page

INTERNAL = "#internal"


def _back(request_id: UUID, anchor: str = "") -> HttpResponse:
    return redirect(reverse("requests:page", args=[request_id]) + anchor)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def references(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Add a number that the request goes by."""
    row, subject = queries.request_heading(request.viewer, request_id)
    form = forms.ReferenceForm(posted(request))
    if form.is_valid():
        try:
            actions.add_reference(
                request.viewer, request_id=request_id, number=form.cleaned_data["number"], at=request.at
            )
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("The reference was added: the request is found by it from now on."))
            return _back(request_id)
    return simple_page(
        request, row, form, heading=_("Add a reference"), button=_("Add"), subject=subject,
        lead=_("Once the request is sent, both sides see the references of both."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Write an internal note."""
    row, subject = queries.request_heading(request.viewer, request_id)
    queries.own_file_id(request.viewer, row)
    form = forms.NoteForm(posted(request))
    if form.is_valid():
        try:
            actions.write_note(request.viewer, request_id=request_id, text=form.cleaned_data["text"], at=request.at)
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("The note was kept, for your own side only."))
            return _back(request_id, INTERNAL)
    return simple_page(
        request,
        row,
        form,
        heading=_("Write an internal note"),
        button=_("Keep the note"),
        is_internal=True,
        subject=subject,
    )


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Give a colleague an internal task."""
    row, subject = queries.request_heading(request.viewer, request_id)
    queries.own_file_id(request.viewer, row)
    form = forms.TaskForm(posted(request), colleagues=parties.colleagues(request.viewer, on=today()))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.open_task(
                request.viewer,
                request_id=request_id,
                text=chosen["text"],
                assignee_id=UUID(chosen["assignee"]),
                due_on=chosen["due_on"],
                at=request.at,
            )
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, _("The task was given."))
            return _back(request_id, INTERNAL)
    return simple_page(
        request,
        row,
        form,
        heading=_("Give an internal task"),
        button=_("Give the task"),
        is_internal=True,
        subject=subject,
    )


@taken_once
@require_POST
def task_done(request: ViewerRequest, task_id: UUID) -> HttpResponse:
    """Mark an internal task as done."""
    task = actions.finish_task(request.viewer, task_id=task_id, at=request.at)
    messages.success(request, _("The task is marked as done."))
    return _back(task.request_id, INTERNAL)
