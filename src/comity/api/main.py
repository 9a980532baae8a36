# SPDX-License-Identifier: EUPL-1.2
"""The API object: one version, one way to sign in (the session of the pages), one form of error."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import APIKeyCookie

from comity import __version__
from comity.api.problems import install, problem
from comity.requests.api import router as requests_router


class SignedIn(APIKeyCookie):
    """The session of somebody who signed in to the pages and holds a post; writing needs the CSRF token as well."""

    def authenticate(self, request: HttpRequest, key: str | None) -> object | None:
        """Return the viewer, or None for somebody who is nobody's."""
        viewer = getattr(request, "viewer", None)
        return viewer if viewer is not None and viewer.is_known else None


def _signed_in_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the description of the API to those who may use it."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        viewer = getattr(request, "viewer", None)
        if viewer is None or not viewer.is_known:
            return problem(401, "Sign in first.")
        return view(request, *args, **kwargs)

    return inner


api = NinjaAPI(
    title="Comity",
    version=__version__,
    description="Cooperation between the Court and those it asks.",
    docs_url=None,
    docs_decorator=_signed_in_only,
    auth=SignedIn(csrf=True),
    urls_namespace="api",
)
install(api)
api.add_router("/requests", requests_router)
