# SPDX-License-Identifier: EUPL-1.2
"""A page of one small form about one request."""

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from comity.core.http import ViewerRequest

from ...models import Request
from .words import kind_name


def posted(request: ViewerRequest) -> QueryDict | None:
    """Return what was posted, or None: a form is bound by a post and by nothing else, even an empty one."""
    return request.POST if request.method == "POST" else None


def simple_page(
    request: ViewerRequest,
    row: Request,
    form: forms.Form,
    *,
    heading: str,
    button: str,
    lead: str = "",
    back: str = "requests:page",
    is_internal: bool = False,
    subject: str | None = None,
) -> HttpResponse:
    """Return the form on a page of its own; after a post that was not taken, with what was typed and what to mend."""
    shown = row.subject if subject is None else subject
    context = {
        "one": row,
        "title": shown or kind_name(row.kind),
        "form": form,
        "heading": heading,
        "button": button,
        "lead": lead,
        "back": reverse(back, args=[row.id]),
        "is_internal": is_internal,
    }
    return render(request, "requests/simple.html", context, status=422 if form.errors else 200)
