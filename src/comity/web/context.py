# SPDX-License-Identifier: EUPL-1.2
"""What the shell of every page shows: the desk, the navigation, the person. Reads one number, for the badge."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comity import __version__
from comity.core.http import new_form_token
from comity.core.viewer import ANONYMOUS, Viewer
from comity.notices.queries import unread_count
from comity.web.work import may_see_work


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation."""

    url: str
    label: str
    active: bool
    badge: str = ""


def rooms(viewer: Viewer, path: str) -> list[Room]:
    """Return the navigation of a viewer's desk; the Assembly's and the public's have no requests."""
    entries = [("/", _("Desk")), ("/requests/", _("Requests"))]
    if viewer.party_kind in {"organ", "state", "defence"}:
        entries.append(("/dossiers/", _("Dossiers")))
    entries += [("/parties/", _("Directory")), ("/people/", _("People")), ("/law/", _("Law"))]
    if viewer.party_kind == "assembly":
        entries = [entry for entry in entries if entry[0] != "/requests/"]
    if viewer.party_kind in {"organ", "assembly", "state"}:
        entries.append(("/mandates/", _("Mandates")))
    if viewer.party_kind in {"organ", "assembly", "state", "organisation"}:
        entries.append(("/facilitations/", _("Facilitations")))
    if viewer.party_kind in {"organ", "assembly", "state"}:
        entries.append(("/reports/", _("Reports")))
    if viewer.party_kind in {"organ", "assembly"}:
        entries.append(("/figures/", _("Figures")))
    if may_see_work(viewer):
        entries.append(("/upkeep/", _("Work")))
    return [Room(url, label, path == url if url == "/" else path.startswith(url)) for url, label in entries]


_KINDS = {
    "organ": gettext_noop("Drafting desk"),
    "state": gettext_noop("Capital’s desk"),
    "organisation": gettext_noop("Liaison desk"),
    "defence": gettext_noop("Defence desk"),
    "assembly": gettext_noop("Assembly desk"),
}


def unread(viewer: Viewer) -> str:
    """Return how many notices are unread, for a badge: the empty text for none, and no more digits than fit."""
    count, limit = unread_count(viewer), settings.COMITY_LIMITS["counted"]
    return f"{limit - 1}+" if count >= limit else str(count or "")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context that web/base.html needs."""
    viewer: Viewer = getattr(request, "viewer", ANONYMOUS)
    context: dict[str, Any] = {"version": __version__, "viewer": viewer, "form_token": new_form_token}
    if viewer.is_known:
        context |= {
            "desk": viewer.party_name,
            "desk_kind": _(_KINDS.get(viewer.party_kind, "Desk")),
            "navigation": rooms(viewer, request.path),
            "person_name": getattr(request.user, "name", ""),
            "person_function": viewer.function,
            "acts_as_url": reverse("parties:act_as"),
            # Asked by the masthead alone, so that a part of a page costs nothing.
            "unread": partial(unread, viewer),
        }
    return context
