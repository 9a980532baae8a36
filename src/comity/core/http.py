# SPDX-License-Identifier: EUPL-1.2
"""What every page may rely on: the viewer on the request, the time of the act, forms that are taken once."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from .models import FormTaken
from .prepared import Prepared
from .viewer import Viewer

P = ParamSpec("P")
View = Callable[Concatenate["ViewerRequest", P], HttpResponseBase]
V = TypeVar("V", bound=Callable[..., HttpResponseBase])

TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field


class ViewerRequest(HttpRequest):
    """A request that went through ViewerMiddleware: `viewer` looks, `at` is the one time of whatever it does."""

    viewer: Viewer
    at: datetime


def public(view: V) -> V:
    """Mark a view as open to people who are not signed in."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark for ViewerMiddleware
    return view


def own_units(view: V) -> V:
    """Mark a view that takes a long body: ViewerMiddleware opens no unit of work around it, it opens its own.

    A body comes as slowly as the line is, and a unit of work that writes holds SQLite's one lock meanwhile.
    """
    view.has_own_units = True  # type: ignore[attr-defined]  # a mark for ViewerMiddleware
    return view


_taken_before = Prepared(
    lambda token, person_id: FormTaken.objects.filter(token=token, person_id=person_id).exclude(led_to="")
)


def taken_once(view: View[P]) -> View[P]:
    """Take each posted form once: the same form posted again leads where the first one led, and does nothing.

    The form carries a hidden `form_token` (template context `form_token`); a form without one is taken every time.
    """

    @wraps(view)
    def inner(request: "ViewerRequest", *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        token = _token(request)
        if request.method != "POST" or token is None or request.viewer.person_id is None:
            return view(request, *args, **kwargs)
        # Inserted first: a second posting of the same form waits here until the first one is done or undone.
        taken = FormTaken(token=token, person_id=request.viewer.person_id, led_to="")
        FormTaken.objects.bulk_create([taken], ignore_conflicts=True)
        mine = FormTaken.objects.filter(token=token, person_id=request.viewer.person_id)
        before = led_to_before(request)
        if before is not None:
            return before
        response = view(request, *args, **kwargs)
        if response.status_code in {302, 303}:
            mine.update(led_to=cast("HttpResponse", response)["Location"])
        else:
            mine.delete()
        return response

    return cast("View[P]", inner)


def led_to_before(request: ViewerRequest) -> HttpResponse | None:
    """Lead where this form led when it was taken before; None for one that was not.

    For views that do long work before the unit of work in which the form is taken.
    """
    token = _token(request)
    if token is None or request.viewer.person_id is None:
        return None
    before = next(iter(_taken_before(token=token, person_id=request.viewer.person_id)), None)
    return None if before is None else HttpResponseRedirect(before.led_to)


def new_form_token() -> str:
    """Return the token of a form about to be shown."""
    return str(uuid4())


def _token(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(TOKEN_FIELD, ""))
    except ValueError:
        return None
