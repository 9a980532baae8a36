# SPDX-License-Identifier: EUPL-1.2
"""Corrigendum and supplement: what was sent stays, and the new text stands beside it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core.errors import Invalid, Refused
from comity.core.http import ViewerRequest, taken_once
from comity.statute import Act, Refusal

from .. import actions, forms, queries
from .shown import acts, documents
from .shown.simple import posted


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Issue a corrigendum: the old text stands in the field, to be changed."""
    return _issue(request, request_id, Act.REQUEST_CORRECT)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Issue a supplement: what is added comes below what was sent (article 96(3))."""
    return _issue(request, request_id, Act.REQUEST_SUPPLEMENT)


def _issue(request: ViewerRequest, request_id: UUID, chosen: Act) -> HttpResponse:
    found = queries.acting(request.viewer, request_id, chosen)
    if request.method != "POST" and found.refusal is not None:
        raise Refused(found.refusal)
    form, refusal = _form(request, found, chosen), None
    if form.is_valid():
        try:
            _do(request, request_id, chosen, form)
        except Invalid as invalid:
            forms.show_problems(form, form.problems_of(invalid.problems))
        except Refused as refused:
            refusal = refused.refusal
        else:
            told = (
                _("The corrigendum was issued.") if chosen == Act.REQUEST_CORRECT else _("The supplement was issued.")
            )
            messages.success(request, told)
            return redirect("requests:versions", request_id)
    return _show(request, found, form, refusal)


def _form(request: ViewerRequest, found: queries.Acting, chosen: Act) -> forms.TextsForm:
    row = found.request
    return forms.TextsForm(
        posted(request),
        elements=found.kind.elements,
        old={code: given.get("text", "") for code, given in row.contents.items()},
        subject=row.subject if chosen == Act.REQUEST_CORRECT else None,
        documents=documents.choices_of(found.prepared),
        has_limited=any(one.limited_to for one in found.prepared),
    )


def _do(request: ViewerRequest, request_id: UUID, chosen: Act, form: forms.TextsForm) -> None:
    reason = form.cleaned_data["reason"]
    enclosed = actions.Enclosed(form.enclosed(), form.cleaned_data.get("opens", False))
    if chosen == Act.REQUEST_CORRECT:
        actions.correct_request(
            request.viewer,
            request_id=request_id,
            texts=form.texts(),
            subject=form.cleaned_data.get("subject", ""),
            reason=reason,
            at=request.at,
            enclosed=enclosed,
        )
    else:
        actions.supplement_request(
            request.viewer, request_id=request_id, texts=form.texts(), reason=reason, at=request.at, enclosed=enclosed
        )


def _show(
    request: ViewerRequest, found: queries.Acting, form: forms.TextsForm, refusal: Refusal | None
) -> HttpResponse:
    lines = [(form[forms.TextsForm.name_of(line.element.code)], line) for line in queries.lines_of(found.request)]
    context = {
        **acts.context_of(request.viewer, found),
        "form": form,
        "lines": lines,
        "refusal": refusal,
        "is_correction": found.move.act == Act.REQUEST_CORRECT,
    }
    status = 403 if refusal else 422 if form.errors else 200
    return render(request, "requests/texts_form.html", context, status=status)
