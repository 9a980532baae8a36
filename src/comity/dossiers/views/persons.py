# SPDX-License-Identifier: EUPL-1.2
"""Persons concerned, and the restricted page on which a protected identity stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.clock import THE_HAGUE
from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import ActForm, done
from comity.parties.queries import colleagues
from comity.statute import Act

from .. import actions, queries
from ..actions.rules import demand_on
from ..forms import FirstIdentityForm, GrantForm, IdentityForm, PersonForm, ReasonForm
from ..models import Dossier, PersonConcerned
from .pages import form_page, trail_of


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def new(request: ViewerRequest, dossier_id: UUID) -> HttpResponse:
    """Enter a person concerned under a pseudonym."""
    shown = queries.dossier(request.viewer, dossier_id)
    demand_on(request.viewer, shown, Act.PERSON_ENTER)
    form = PersonForm(request.POST or None)
    entered = done(
        request,
        form,
        lambda given: actions.enter_person(request.viewer, dossier_id=shown.pk, **given, at=request.at),
    )
    back = reverse("dossiers:page", args=[shown.pk])
    if entered is not None:
        messages.success(request, _("%(pseudonym)s is entered.") % {"pseudonym": entered.pseudonym})
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Enter a person concerned"),
        button=_("Enter"),
        back=back,
        trail=trail_of(shown),
        lead=_("A protected identity is never written here: it has a restricted page of its own."),
        shown=shown,
    )


@sensitive_post_parameters("name", "address", "contact", "birth", "identifiers")
@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def restricted(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    """Read a protected identity, giving a reason; write it. To who is no reader there is nothing here."""
    person = queries.person(request.viewer, person_id)
    shown = queries.dossier(request.viewer, person.dossier_id)
    if queries.may_read_page(request.viewer, person.pk, request.at):
        return _for_reader(request, person, shown)
    if queries.pages_open_to(request.viewer, shown, [person], request.at).get(person.pk) is None:
        raise NotFound
    demand_on(request.viewer, shown, Act.PAGE_WRITE)
    return _begin(request, person, shown)


def _for_reader(request: ViewerRequest, person: PersonConcerned, shown: Dossier) -> HttpResponse:
    """Show the form that asks why; what it opens; and, beside what was opened, the form that changes it."""
    given: dict[str, str] = {}
    is_writing = request.POST.get("act") == Act.PAGE_WRITE
    reading: ActForm = ReasonForm(None if is_writing else request.POST or None)
    writing: ActForm | None = IdentityForm(request.POST) if is_writing else None
    if writing is not None and done(request, writing, lambda said: _write(request, person, said)) is not None:
        return _written(request, person)
    read = done(
        request,
        reading,
        lambda said: actions.read_page(request.viewer, person_id=person.pk, reason=said["reason"], at=request.at),
    )
    if read is not None:
        given, writing = read, IdentityForm(initial=read)
    labels = {name: field.label for name, field in IdentityForm.base_fields.items()}
    context = {
        "shown": shown,
        "person": person,
        "trail": trail_of(shown),
        "reading": reading,
        "writing": writing,
        "identity": [{"label": labels[name], "value": linebreaksbr(given[name])} for name in labels if given.get(name)],
        "readers": queries.readers(request.viewer, person.pk, request.at),
        "write": Act.PAGE_WRITE,
        "read": Act.PAGE_READ,
    }
    return render(request, "dossiers/restricted.html", context)


def _begin(request: ViewerRequest, person: PersonConcerned, shown: Dossier) -> HttpResponse:
    form = FirstIdentityForm(request.POST or None)
    if done(request, form, lambda said: _write(request, person, said)) is not None:
        return _written(request, person)
    return form_page(
        request,
        form,
        heading=_("Restricted page of %(pseudonym)s") % {"pseudonym": person.pseudonym},
        button=_("Seal and keep"),
        back=reverse("dossiers:page", args=[shown.pk]),
        trail=trail_of(shown),
        lead=_(
            "Sealed under a key of its own, never searched, never exported. Every reading is entered, with its reason."
        ),
        shown=shown,
    )


def _write(request: ViewerRequest, person: PersonConcerned, said: dict[str, Any]) -> object:
    until: datetime | None = said.get("until")
    return actions.write_page(
        request.viewer,
        person_id=person.pk,
        identity={name: said[name] for name in actions.FIELDS},
        until=until,
        reason=said.get("reason", ""),
        at=request.at,
    )


def _written(request: ViewerRequest, person: PersonConcerned) -> HttpResponse:
    messages.success(request, _("The page is sealed and kept."))
    return redirect("dossiers:restricted", person_id=person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def reader(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    """Add a reader to a restricted page that one reads."""
    person = queries.person(request.viewer, person_id)
    queries.readers(request.viewer, person.pk, request.at)
    shown = queries.dossier(request.viewer, person.dossier_id)
    day = request.at.astimezone(THE_HAGUE).date()
    form = GrantForm(request.POST or None, colleagues=colleagues(request.viewer, on=day))
    added = done(
        request,
        form,
        lambda given: actions.add_reader(
            request.viewer,
            person_id=person.pk,
            reader_id=given["person"].pk,
            until=given["until"],
            reason=given["reason"],
            at=request.at,
        ),
    )
    back = reverse("dossiers:restricted", args=[person.pk])
    if added is not None:
        messages.success(request, _("%(name)s reads the page now.") % {"name": added.person.name})
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Add a reader"),
        button=_("Add"),
        back=back,
        trail=[
            *trail_of(shown),
            {"url": back, "label": _("Restricted page of %(pseudonym)s") % {"pseudonym": person.pseudonym}},
        ],
        lead=_("A reader must also be able to see the file itself: its classification and its circle still hold."),
        shown=shown,
    )


@require_POST
@taken_once
def reader_end(request: ViewerRequest, person_id: UUID, reader_id: UUID) -> HttpResponse:
    """End a reader's access."""
    actions.end_reader(request.viewer, person_id=person_id, reader_id=reader_id, at=request.at)
    messages.success(request, _("The access has ended."))
    if reader_id == request.viewer.person_id:
        person = queries.person(request.viewer, person_id)
        return redirect("dossiers:page", dossier_id=person.dossier_id)
    return redirect("dossiers:restricted", person_id=person_id)
