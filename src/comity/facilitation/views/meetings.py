# SPDX-License-Identifier: EUPL-1.2
"""Meetings: the list, one with its agenda, who came and its record, and what is done with it."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Calendar, Event

from comity.core.http import ViewerRequest, public, taken_once
from comity.parties.queries import parties_named
from comity.statute import Act

from .. import actions, forms, queries
from ..actions import Called
from ..actions.rules import Rule
from ..models import Meeting
from .pages import Shown, act_page, demand, own_zone, page, posted, shown
from .shown import instant, times


@public
@require_safe
def meetings(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """List the meetings that the reader may know of, and the records that were published to them."""
    of = shown(request, facilitation_id)
    rows = queries.meetings_of(request.viewer, of.row, standing=of.standing)
    known = {row.id for row in rows}
    records = queries.records_of(request.viewer, of.row, standing=of.standing)
    context = {
        "rows": [{"row": row, "when": instant(row.starts_at, ZoneInfo(row.zone))} for row in rows],
        "records": [
            {"row": one, "when": instant(one.held_at, ZoneInfo(one.zone))} for one in records if one.about not in known
        ],
    }
    return page(request, "meetings.html", of, "meetings", context)


@public
@require_safe
def meeting(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Show one meeting."""
    viewer, of = request.viewer, shown(request, facilitation_id)
    row = queries.meeting(viewer, of.row, meeting_id, standing=of.standing)
    papers = {one.id: one for one in queries.papers_of(viewer, of.row, standing=of.standing)}
    items = queries.items_of(viewer, of.row, row.id, standing=of.standing)
    place = ZoneInfo(row.zone)
    starts = instant(row.starts_at, place)
    context = {
        "meeting": row,
        "starts": starts,
        "ends": instant(row.ends_at, place),
        "times": [
            one for one in times(row.starts_at, own_zone(request)) if one["when"] != instant(row.starts_at, place)
        ],
        "items": [{"row": one, "paper": papers.get(one.paper_id) if one.paper_id else None} for one in items],
        "papers": [one for one in papers.values() if one.meeting_id == row.id],
        "attendance": queries.attendance_of(viewer, of.row, row.id, standing=of.standing),
        "records": queries.records_of(viewer, of.row, row.id, standing=of.standing),
        "may_lead": of.standing.may_lead and row.state == Meeting.State.CALLED,
    }
    return page(request, "meeting.html", of, "meetings", context)


@public
@require_safe
def meeting_ics(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Return one meeting for a calendar; one that was cancelled says so."""
    of = shown(request, facilitation_id)
    row = queries.meeting(request.viewer, of.row, meeting_id, standing=of.standing)
    host = urlsplit(settings.COMITY_PUBLIC_URL).hostname or "localhost"
    event = Event()
    event.add("uid", f"{row.id}@{host}")
    event.add("dtstamp", request.at)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("summary", row.title)
    event.add("location", row.place)
    event.add("sequence", row.revision)
    event.add("status", "CANCELLED" if row.state == Meeting.State.CANCELLED else "CONFIRMED")
    event.add("url", f"{settings.COMITY_PUBLIC_URL}{of.url('meeting', row.id)}")
    calendar = Calendar()
    calendar.add("prodid", "-//Comity//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Call a meeting."""
    of = _leading(request, facilitation_id, Act.MEETING_CALL)
    form = forms.MeetingForm(posted(request), initial={"layer": "invited"})
    form.offer_layers(of.standing.layers)
    return act_page(
        request, form,
        lambda given: actions.call_meeting(
            request.viewer, facilitation_id=of.row.id, layer=given["layer"], called=Called(**form.called()),
            at=request.at,
        ),
        said=_("The meeting is called, and who takes part is told."), to=of.url("meetings"),
        heading=_("Call a meeting"), button=_("Call it"), lead=of.row.subject,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Change when and where a meeting is."""
    of, row = _with_meeting(request, facilitation_id, meeting_id, Act.MEETING_MOVE)
    form = forms.TimesForm(posted(request), initial=forms.TimesForm.typed(row))
    return act_page(
        request, form,
        lambda _given: actions.move_meeting(
            request.viewer, facilitation_id=of.row.id, meeting_id=row.id, called=Called(**form.called()), at=request.at
        ),
        said=_("Changed, and who takes part is told."), to=of.url("meeting", row.id),
        heading=_("Change the meeting"), button=_("Change it"), lead=row.title,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Cancel a meeting."""
    of, row = _with_meeting(request, facilitation_id, meeting_id, Act.MEETING_CANCEL)
    return act_page(
        request, forms.ReasonForm(posted(request)),
        lambda given: actions.cancel_meeting(
            request.viewer, facilitation_id=of.row.id, meeting_id=row.id, reason=given["reason"], at=request.at
        ),
        said=_("Cancelled, and who takes part is told."), to=of.url("meeting", row.id),
        heading=_("Cancel the meeting"), button=_("Cancel it"), is_danger=True, lead=row.title,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Put an item on the agenda."""
    of, row = _with_meeting(request, facilitation_id, meeting_id, Act.ITEM_ADD)
    form = forms.ItemForm(posted(request))
    bases = queries.bases_of(request.viewer, of.row.id)
    mandates = {one.mandate.id: one.mandate.action for one in bases if one.mandate}
    form.offer(mandates, queries.papers_of(request.viewer, of.row, standing=of.standing))
    return act_page(
        request, form,
        lambda given: actions.add_item(
            request.viewer, facilitation_id=of.row.id, meeting_id=row.id, title=given["title"], at=request.at,
            **form.chosen(),
        ),
        said=_("The item is on the agenda."), to=of.url("meeting", row.id),
        heading=_("Add an item"), button=_("Add it"), lead=row.title,
    )  # fmt: skip


@require_POST
def item_remove(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID, item_id: int) -> HttpResponse:
    """Take an item off the agenda."""
    actions.remove_item(
        request.viewer, facilitation_id=facilitation_id, meeting_id=meeting_id, item_id=item_id, at=request.at
    )
    messages.success(request, _("The item is off the agenda."))
    return redirect("facilitation:meeting", facilitation_id, meeting_id)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Enter who came."""
    viewer = request.viewer
    of, row = _with_meeting(request, facilitation_id, meeting_id, Act.ATTENDANCE_ENTER)
    came: dict[UUID, list[str]] = {}
    for one in queries.attendance_of(viewer, of.row, row.id, standing=of.standing):
        came.setdefault(one.party_id, []).append(one.name)
    parties = [one.party for one in queries.participants_of(viewer, of.row, standing=of.standing, at=request.at)]
    parties += parties_named(viewer, party_ids=[of.row.keeper_id]).values()
    form = forms.AttendanceForm(posted(request))
    form.offer((one.id, one.name, "\n".join(came.get(one.id, []))) for one in parties)
    return act_page(
        request, form,
        lambda _given: actions.enter_attendance(
            viewer, facilitation_id=of.row.id, meeting_id=row.id, who=form.who(), at=request.at
        ),
        said=_("Entered."), to=of.url("meeting", row.id), heading=_("Enter who came"), button=_("Enter it"),
        lead=_("One name a line, for each party."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Publish the record of a meeting."""
    return _minutes(request, facilitation_id, meeting_id, is_addendum=False)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Publish an addendum to the record of a meeting."""
    return _minutes(request, facilitation_id, meeting_id, is_addendum=True)


def _minutes(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID, *, is_addendum: bool) -> HttpResponse:
    act = Act.MINUTES_CORRECT if is_addendum else Act.MINUTES_PUBLISH
    of, row = _with_meeting(request, facilitation_id, meeting_id, act)
    form = forms.RecordForm(posted(request), initial={"layer": row.layer})
    form.offer_layers(of.standing.layers)
    words: dict[str, Any] = (
        {"heading": _("Add an addendum"), "button": _("Publish the addendum")}
        if is_addendum
        else {"heading": _("Publish the record"), "button": _("Publish it")}
    )
    return act_page(
        request, form,
        lambda given: actions.publish_record(
            request.viewer, facilitation_id=of.row.id, meeting_id=row.id, is_addendum=is_addendum, at=request.at,
            layer=given["layer"], text=given["text"],
        ),
        said=_("Published. It stays as it is; what is wrong in it is corrected by an addendum."),
        to=of.url("meeting", row.id), lead=row.title, **words,
    )  # fmt: skip


def _leading(request: ViewerRequest, facilitation_id: UUID, act: Act) -> Shown:
    of = shown(request, facilitation_id)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(act))
    return of


def _with_meeting(request: ViewerRequest, facilitation_id: UUID, meeting_id: UUID, act: Act) -> tuple[Shown, Meeting]:
    """Return a meeting of which the reader leads the facilitation; unseen is not found, before anything is refused."""
    of = shown(request, facilitation_id)
    row = queries.meeting(request.viewer, of.row, meeting_id, standing=of.standing)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(act))
    return of, row
