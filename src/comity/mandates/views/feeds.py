# SPDX-License-Identifier: EUPL-1.2
"""A board to subscribe to: what is new as Atom (RFC 4287), its days as iCalendar (RFC 5545). No reader is asked who."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from comity.core.http import ViewerRequest, public
from comity.core.pages import labelled

from .. import queries
from .shown import chosen_of, correction_name

FORM = Path(__file__).resolve().parents[1] / "data" / "recommendations.csv"


@public
@require_safe
def feed(request: ViewerRequest) -> HttpResponse:
    """Tell what was added to the mandates of a board, the newest first."""
    _form, chosen = chosen_of(request)
    base = settings.COMITY_PUBLIC_URL
    board = f"{base}{reverse('mandates:board')}?{request.GET.urlencode()}"
    made = Atom1Feed(
        title=_("Comity: mandates"), link=board, description="", language=get_language(),
        feed_url=f"{base}{request.get_full_path()}", feed_guid=board,
    )  # fmt: skip
    host = urlsplit(base).hostname or "localhost"
    for change in queries.news(request.viewer, chosen=chosen):
        mandate = change.mandate
        symbol = f"{mandate.paragraph.instrument.symbol}, {_('Paragraph')} {mandate.paragraph}"
        made.add_item(
            title=labelled(symbol, _SAID[change.kind](change)),
            link=f"{base}{reverse('mandates:mandate', args=[mandate.id])}",
            description=mandate.action,
            author_name=change.row.party.name,
            pubdate=change.at, updateddate=change.at,
            unique_id=f"tag:{host},{change.at.date().isoformat()}:{change.key}",
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _step(change: queries.Change) -> str:
    return f"{change.row.get_status_display()}. {change.row.evidence}"


def _bond(change: queries.Change) -> str:
    later = change.row.paragraph
    return labelled(change.row.get_how_display(), f"{later.instrument.symbol}, {_('Paragraph')} {later}")


def _owner(change: queries.Change) -> str:
    row = change.row
    return _("Who takes care of it: %(who)s") % {"who": ", ".join(filter(None, [row.owner.name, row.office]))}


def _correction(change: queries.Change) -> str:
    return f"{labelled(_('Corrected'), correction_name(change.row.field))}. {change.row.reason}"


_SAID: dict[str, Callable[[queries.Change], str]] = {
    "step": _step, "bond": _bond, "owner": _owner, "correction": _correction,
}  # fmt: skip


@public
@require_safe
def dates(request: ViewerRequest) -> HttpResponse:
    """Give the days of a board for a calendar."""
    _form, chosen = chosen_of(request)
    base = settings.COMITY_PUBLIC_URL
    host = urlsplit(base).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", "-//Comity//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Comity: mandates"))
    for row in queries.dated(request.viewer, chosen=chosen):
        day: date | None = row.due_day
        if day is None:
            continue
        event = Event()
        event.add("uid", f"{row.id}@{host}")
        event.add("dtstamp", request.at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{row.paragraph.instrument.symbol}, {row.paragraph}: {row.action}")
        event.add("url", f"{base}{reverse('mandates:mandate', args=[row.id])}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


@public
@require_safe
def recommendations(request: ViewerRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Give the table for the sixty-six recommendations, to be filled in from the official text; it holds none."""
    response = HttpResponse(FORM.read_bytes(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="recommendations.csv"'
    return response
