# SPDX-License-Identifier: EUPL-1.2
"""Errors of the API as problem+json (RFC 9457): what is wrong, where, and how to mend it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from comity.core.errors import Conflict, Invalid, NotFound, Refused

KIND = "application/problem+json"


def problem(status: int, title: str, **more: Any) -> HttpResponse:
    """Return one problem document; `more` adds members such as `article`, `remedy`, `fields`."""
    return JsonResponse({"title": title, "status": status, **more}, status=status, content_type=KIND)


def _refused(_request: HttpRequest, error: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(error, Refused)
    refusal = error.refusal
    return problem(
        403,
        refusal.reason.en,
        act=str(refusal.act),
        article=refusal.article,
        code=refusal.code,
        remedy=refusal.remedy.en,
    )


def _invalid(_request: HttpRequest, error: Invalid | type[Invalid]) -> HttpResponse:
    assert isinstance(error, Invalid)
    return problem(422, "The input cannot be taken.", fields=error.problems)


def _unreadable(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)
    fields = {".".join(str(part) for part in one["loc"][1:]) or "body": one["msg"] for one in error.errors}
    return problem(422, "The input does not have the form that this operation takes.", fields=fields)


def install(api: NinjaAPI) -> None:
    """Make the API answer every error that a caller may be shown as a problem document."""
    api.exception_handler(NotFound)(lambda _request, _error: problem(404, "There is nothing here that you may see."))
    api.exception_handler(AuthenticationError)(lambda _request, _error: problem(401, "Sign in first."))
    api.exception_handler(Conflict)(
        lambda _request, _error: problem(
            409, "Somebody else changed this meanwhile: read it again, then try once more."
        )
    )
    api.exception_handler(Refused)(_refused)
    api.exception_handler(Invalid)(_invalid)
    api.exception_handler(ValidationError)(_unreadable)
