# SPDX-License-Identifier: EUPL-1.2
"""Case files: the list, a new one, the page of one, and to whom of one's own side it is open."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done, keys, pager
from comity.statute import Act

from .. import actions, queries
from ..actions.rules import demand_on, demand_work, refusal_on
from ..forms import WHOLE_DESK, DossierForm, FilesFilter, LimitForm, chosen_circle
from ..models import Circle, Dossier, Participation
from ..models.dossier import Classification
from . import shown as words
from .pages import form_page, trail_of


@require_safe
def files(request: ViewerRequest) -> HttpResponse:
    """List the case files of one's own party, or those that other parties opened to it."""
    form = FilesFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    text, whose = given.get("q", ""), given.get("of", "")
    is_others, is_archived = whose == "others", whose == "archived"
    page = queries.files_page(
        request.viewer,
        text=text,
        of_others=is_others,
        archived=is_archived,
        size=settings.COMITY_LIMITS["page_rows"],
        **keys(request),
    )
    here = reverse("dossiers:list")
    context = {
        "form": form,
        "rows": [words.row_shown(request.viewer, row) for row in page.rows],
        "page": pager(request, page),
        "is_others": is_others,
        "is_archived": is_archived,
        "text": text,
        "clear_url": (f"{here}?of={whose}" if whose else here) if text else "",
        "tabs": [
            {"url": here, "label": _("Of your side"), "active": not whose},
            {"url": f"{here}?of=archived", "label": _("Archived"), "active": is_archived},
            {"url": f"{here}?of=others", "label": _("Opened to your side"), "active": is_others},
        ],
        "awaiting": [words.awaiting_shown(one) for one in queries.disposals_awaiting(request.viewer)],
    }
    return render(request, "dossiers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def new(request: ViewerRequest) -> HttpResponse:
    """Open a case file."""
    viewer = request.viewer
    demand_work(viewer, Act.DOSSIER_OPEN)
    form = DossierForm(
        request.POST or None,
        situations=queries.situations(viewer),
        circles=_own_circles(request),
        desk=_desk(request),
        clearance=viewer.clearance,
        initial={"classification": min(viewer.clearance, Classification.CONFIDENTIAL), "circle": WHOLE_DESK},
    )
    opened = done(
        request,
        form,
        lambda given: actions.open_dossier(
            viewer,
            title=given["title"],
            situation=given["situation"],
            case_number=given["case_number"],
            classification=given["classification"],
            circle_id=chosen_circle(given),
            at=request.at,
        ),
    )
    if opened is not None:
        return redirect("dossiers:page", dossier_id=opened.pk)
    return form_page(
        request,
        form,
        heading=_("Open a case file"),
        button=_("Open the file"),
        back=reverse("dossiers:list"),
        trail=trail_of(),
        lead=_("Requests are begun in a file. It is your side's own: nobody else sees it unless you let them look on."),
    )


@require_safe
def page(request: ViewerRequest, dossier_id: UUID) -> HttpResponse:
    """Show a dossier: what it is about, who takes part and until when, what was done."""
    viewer = request.viewer
    shown = queries.dossier(viewer, dossier_id)
    part = queries.participation(viewer, dossier_id)
    is_file = not shown.is_exchange and shown.kind == Dossier.Kind.JUDICIAL
    is_whole = is_file and part.scope == Participation.Scope.FULL
    may_end = refusal_on(viewer, shown, Act.PARTICIPANT_END) is None
    offers, refused = words.offers_on(viewer, shown)
    kept = queries.keeping(viewer, shown, request.at) if part.scope == Participation.Scope.FULL else None
    if kept is not None:
        more = words.keeping_offers(viewer, shown, kept, request.at)
        offers, refused = offers + more[0], refused + more[1]
    participants = queries.participants_in(viewer, shown)
    context = {
        "shown": shown,
        "name": words.name_of(shown, part),
        "note": words.who_is_inside(viewer, part),
        "trail": trail_of(),
        "facts": words.facts_of(shown, part),
        "offers": offers,
        "refused": refused,
        "participants": words.participants_shown(participants, shown, may_end=may_end, at=request.at),
        "is_file": is_file,
        "is_whole": is_whole,
        "persons": words.persons_shown(viewer, shown, request.at) if is_whole else [],
        "is_own": shown.owner_id == viewer.party_id,
        "keeping": words.keeping_shown(viewer, shown, kept) if kept is not None else None,
        "may_begin": words.may_begin_requests(viewer, shown),
        # The room of requests lies above this one: its addresses are known, its names are not.
        "begin_url": f"/requests/new/?file={shown.pk}",
        "requests_url": f"/requests/?file={shown.pk}&status=any",
        "entries": [],
        "page": {},
    }
    if is_whole or shown.owner_id == viewer.party_id:
        size = settings.COMITY_LIMITS["page_rows"]
        entries = queries.file_timeline(viewer, shown, size=size, **keys(request))
        context |= {"entries": words.timeline_shown(viewer, entries.rows), "page": pager(request, entries)}
    return render(request, "dossiers/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def limit(request: ViewerRequest, dossier_id: UUID) -> HttpResponse:
    """Limit one's own side's part in a dossier to a circle, or open it to the whole desk."""
    viewer = request.viewer
    shown = queries.dossier(viewer, dossier_id)
    part = queries.participation(viewer, dossier_id)
    demand_on(viewer, shown, Act.CIRCLE_FORM)
    form = LimitForm(
        request.POST or None,
        circles=_own_circles(request),
        desk=_desk(request),
        initial={"circle": part.circle_id or WHOLE_DESK},
    )
    limited = done(
        request,
        form,
        lambda given: actions.limit_to_circle(
            viewer,
            dossier_id=shown.pk,
            circle_id=chosen_circle(given),
            at=request.at,
        ),
    )
    back = reverse("dossiers:page", args=[shown.pk])
    if limited is not None:
        messages.success(request, _("Done. It holds from the very next page that anybody opens."))
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Limit to a circle"),
        button=_("Limit"),
        back=back,
        trail=trail_of(shown, words.name_of(shown, part)),
        lead=_("What hangs on this dossier is limited with it. The part of no other party changes."),
        shown=shown,
    )


def _own_circles(request: ViewerRequest) -> list[Circle]:
    return [row for row in queries.circles(request.viewer, request.at) if row.pk in request.viewer.circles]


def _desk(request: ViewerRequest) -> str:
    return _("%(party)s: the whole desk") % {"party": request.viewer.party_name}
