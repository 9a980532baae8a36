# SPDX-License-Identifier: EUPL-1.2
"""Pages of what went wrong, and what to do now. "Not found" is the same bytes for whatever was not found."""

import sys
from collections.abc import Mapping

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.statute import Refusal


def _page(request: HttpRequest, name: str, status: int, context: Mapping[str, object] | None = None) -> HttpResponse:
    return render(request, f"web/errors/{name}.html", dict(context or {}), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the one page for everything that is not there or not to be seen: nothing of the address is in it."""
    return _page(request, "404", 404)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of an act that the statute does not allow: article, reason, remedy."""
    return _page(request, "403", 403, {"refusal": refusal})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what a signed-in person may not do, where no article says so."""
    return _page(request, "403", 403)


def no_post(request: HttpRequest) -> HttpResponse:
    """Return the page of somebody who signed in but holds no running post."""
    return _page(request, "no_post", 403)


def stale(request: HttpRequest) -> HttpResponse:
    """Return the page of a form that somebody else overtook."""
    return _page(request, "409", 409)


def unusable(request: HttpRequest, problems: Mapping[str, str]) -> HttpResponse:
    """Return the page of input that cannot be taken, with each problem."""
    return _page(request, "400", 400, {"problems": list(problems.values())})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page of a request that no browser form of ours makes."""
    return _page(request, "400", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page of a fault of ours; of a database that is away, full or locked, a page that asks to try again.

    Whether an act was committed is not known where the database went away: the form, sent again, is taken once only.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _page(request, "500", 500)
    response = _page(request, "503", 503)
    response.headers["Retry-After"] = "30"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page of a form whose token is not the session's; the browser still holds what was typed."""
    return _page(request, "csrf", 403)
