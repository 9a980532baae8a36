# SPDX-License-Identifier: EUPL-1.2
"""What happens around every page: headers, language, the viewer, the unit of work, errors told in plain words."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Conflict, Invalid, NotFound, Refused
from comity.core.http import ViewerRequest
from comity.core.viewer import ANONYMOUS, Viewer
from comity.dossiers.queries import with_circles
from comity.notices.queries import system_viewer_of_calendar
from comity.parties.models import Person
from comity.parties.queries import viewer_of
from comity.web import errors

Handler = Callable[[HttpRequest], HttpResponse]
# Read by programs that cannot sign in: a secret in the address says who looks, whatever the browser's session says.
CALENDAR = "/calendar/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# allauth's own views carry their own rules on who may see them.
_OPEN_MODULES = ("allauth.", "django.views.i18n")


def _has_own_units(request: HttpRequest) -> bool:
    """Whether the view of this address takes a long body and opens its own units of work (`core.http.own_units`)."""
    try:
        return getattr(resolve(request.path_info).func, "has_own_units", False)
    except Resolver404:
        return False


class HeadersMiddleware:
    """Headers of every answer: nothing is cached but built assets, nothing of the browser is lent to a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
            "publickey-credentials-create=(self), publickey-credentials-get=(self)"
        )
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["X-Permitted-Cross-Domain-Policies"] = "none"
        if request.path == "/account/logout/" and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class LanguageMiddleware:
    """The reader's language: a choice made here, else the browser's; English where neither is one of ours."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class ViewerMiddleware:
    """Who is looking, and the one unit of work of this page; what an action refuses becomes a page that says why."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = cast("ViewerRequest", request)
        seen.at = now()
        seen.viewer = self._viewer(request, seen)
        if request.method not in READING and _has_own_units(request):
            return self.get_response(request)
        with as_viewer(seen.viewer, writes=request.method not in READING):
            response = self.get_response(request)
            if response.status_code >= 400 and transaction.get_connection().in_atomic_block:
                transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send somebody who is not signed in to the sign-in page, but for the views that are open."""
        is_open = getattr(view, "is_public", False) or view.__module__.startswith(_OPEN_MODULES)
        if is_open or cast("ViewerRequest", request).viewer.is_known:
            return None
        if request.user.is_authenticated:
            return errors.no_post(request)
        if request.path.startswith("/api/"):
            return None
        if request.headers.get("HX-Request"):
            # A redirection would look like success to what saves as it is typed, and the text would be let go.
            return HttpResponse(status=401)
        return redirect_to_login(request.get_full_path() if request.method in READING else "/")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn the errors that people may be shown into pages; anything else is a fault, and logged as one."""
        match error:
            case NotFound():
                return errors.not_found(request)
            case Refused():
                return errors.refused(request, error.refusal)
            case Conflict():
                return errors.stale(request)
            case Invalid():
                return errors.unusable(request, error.problems)
            case _:
                return None

    def _viewer(self, request: HttpRequest, seen: ViewerRequest) -> Viewer:
        if request.path.startswith(CALENDAR):
            token = request.path.removeprefix(CALENDAR).removesuffix(".ics")
            return system_viewer_of_calendar(token, at=seen.at) or ANONYMOUS
        user = request.user
        if isinstance(user, AnonymousUser) or not isinstance(user, Person):
            return ANONYMOUS
        viewer = viewer_of(user, request.session.get("acts_as"), seen.at)
        if viewer is None:
            return ANONYMOUS
        return with_circles(viewer, seen.at)
