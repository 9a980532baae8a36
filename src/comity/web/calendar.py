# SPDX-License-Identifier: EUPL-1.2
"""Time limits as iCalendar (RFC 5545): the kind of time limit, the reference, a link; no names, no contents."""

from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public
from comity.requests.queries import Due, dates, dates_of
from comity.statute import rome


@public
@require_safe
def feed(request: ViewerRequest, token: str) -> HttpResponse:
    """Return the time limits that the owner of this secret link sees, in the owner's language."""
    if not request.viewer.is_known:
        raise NotFound
    with override(request.viewer.language):
        return _answer(dates(request.viewer), request)


@require_safe
def request_dates(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Return the running time limits of one request, to be taken into a calendar."""
    answer = _answer(dates_of(request.viewer, request_id=request_id), request)
    answer["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return answer


def _answer(rows: Iterable[Due], request: ViewerRequest) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//Comity//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Comity: time limits"))
    host = urlsplit(settings.COMITY_PUBLIC_URL).hostname or "localhost"
    for due in rows:
        clock = due.clock
        name = rome().clocks[clock.code].name.in_(get_language() or "en")
        event = Event()
        event.add("uid", f"{clock.id}@{host}")
        event.add("dtstamp", request.at)
        # Days end with the last of them, in the zone they are counted in; hours end at an instant.
        is_by_hours = rome().clocks[clock.code].unit == "hours"
        event.add("dtstart", clock.due_at if is_by_hours else clock.due_at.astimezone(ZoneInfo(clock.zone)).date())
        event.add("summary", f"{name} – {due.request.reference}")
        event.add("url", f"{settings.COMITY_PUBLIC_URL}{reverse('requests:page', args=[due.request.id])}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
