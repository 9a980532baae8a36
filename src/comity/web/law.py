# SPDX-License-Identifier: EUPL-1.2
"""The pages of the law: what `statute` holds, for whoever is signed in. The same data in every court, so built once."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest
from comity.statute import rome

from . import law_tables as tables


@require_safe
def articles(request: ViewerRequest) -> HttpResponse:
    """List every provision applied here, in our own words, each at the anchor to which citations lead."""
    return _page(
        request,
        "articles",
        heading=_("The law applied here"),
        lead=_("Each rule of Comity names its provision. The words here are ours; the authentic texts govern."),
    )


@require_safe
def kinds(request: ViewerRequest) -> HttpResponse:
    """List the kinds of request: their provision, who issues them, whether they bind."""
    return _page(
        request,
        "kinds",
        heading=_("Kinds of request"),
        lead=_(
            "What can be asked for, and by whom. A kind that binds needs a basis of obligation on the day it is sent."
        ),
    )


@require_safe
def kind(request: ViewerRequest, code: str) -> HttpResponse:
    """Show one kind of request: who may issue it, what it contains, the lawful answers, the time limits."""
    shown = rome().kinds.get(code)
    if shown is None:
        raise NotFound
    return _page(request, "kind", kind=code, heading=shown.name.in_(get_language() or "en"))


@require_safe
def lifecycle(request: ViewerRequest) -> HttpResponse:
    """Show the states of a request and every act that moves it, for all kinds or for one."""
    chosen = request.GET.get("kind", "")
    return _page(
        request,
        "lifecycle",
        kind=chosen if chosen in rome().kinds else "",
        heading=_("Life of a request"),
        lead=_("An act that is not in this table is refused. Consulting, postponing and declining are lawful."),
    )


@require_safe
def clocks(request: ViewerRequest) -> HttpResponse:
    """List the time limits: what starts them, how they are counted, what follows."""
    return _page(
        request,
        "clocks",
        heading=_("Time limits"),
        lead=_("Days are calendar days in the zone named, to the end of the last one; hours are hours elapsed."),
    )


def _page(request: ViewerRequest, name: str, *, heading: str, lead: str = "", kind: str = "") -> HttpResponse:
    tabs = [
        ("articles", _("Provisions")),
        ("kinds", _("Kinds of request")),
        ("lifecycle", _("Life of a request")),
        ("clocks", _("Time limits")),
    ]
    context = {
        "heading": heading,
        "lead": lead,
        "tabs": [
            {"url": reverse(f"law:{key}"), "label": label, "active": key == name or (key, name) == ("kinds", "kind")}
            for key, label in tabs
        ],
        "kinds": tables.kind_choices(kind) if name == "lifecycle" else [],
        "body": _body(name, kind, get_language() or "en"),
    }
    return render(request, "web/law/page.html", context)


@lru_cache(maxsize=256)
def _body(name: str, kind: str, language: str) -> SafeString:
    """Return the table of one page in the language that is active."""
    contents: dict[str, Any] = {
        "articles": tables.articles,
        "kinds": tables.kinds,
        "kind": tables.kind,
        "lifecycle": tables.lifecycle,
        "clocks": tables.clocks,
    }
    return render_to_string(f"web/law/_{name}.html", contents[name](kind))
