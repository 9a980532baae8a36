# SPDX-License-Identifier: EUPL-1.2
"""Doing an act: its form built from what it needs, and sending, which binds and lets the addressee in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core.errors import Conflict, Invalid, Refused
from comity.core.http import ViewerRequest, taken_once
from comity.statute import Act, Refusal, rome

from .. import actions, forms, queries
from .shown import acts, documents, words

SENDING = frozenset({Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY})


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ViewerRequest, request_id: UUID, slug: str) -> HttpResponse:
    """Show the form of an act, or do it; what is refused is told on the form, with everything typed still in it."""
    chosen = words.act_in(slug)
    if words.page_of_act(chosen) != "act":
        return redirect(words.url_of_act(chosen, request_id))
    if request.method == "POST":
        return _do(request, request_id, chosen)
    found = queries.acting(request.viewer, request_id, chosen)
    if found.refusal is not None:
        raise Refused(found.refusal)
    return _show(request, found, _form(request, found))


def _form(request: ViewerRequest, found: queries.Acting, *, is_bound: bool = False) -> forms.ActForm:
    choices = forms.choices_of(
        found.move, found.kind.code, authorities=found.authorities, conditions=found.conditions, costs=found.costs
    )
    threads = acts.open_threads(request.viewer, found)
    if len(threads) > 1:
        choices["thread"] = [(str(thread.id), acts.name_of_thread(thread)) for thread in threads]
    data = request.POST if is_bound else None
    return forms.ActForm(
        data,
        move=found.move,
        choices=choices,
        has_linked=len(found.linked),
        documents=documents.choices_of(found.prepared),
        has_limited=any(row.limited_to for row in found.prepared),
        initial=acts.initial_of(found),
    )


def _do(request: ViewerRequest, request_id: UUID, chosen: Act) -> HttpResponse:
    viewer = request.viewer
    found = queries.acting(viewer, request_id, chosen)
    form = _form(request, found, is_bound=True)
    refusal: Refusal | None = None
    status = 422
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            if form.cleaned_data.get("linked"):
                outcomes = actions.perform_for_all(
                    viewer, request_id=request_id, act=chosen, given=form.given(), at=request.at, seen=seen
                )
                _tell(request, outcomes)
            else:
                thread = _thread(request, found, form)
                actions.perform(
                    viewer,
                    request_id=request_id,
                    act=chosen,
                    given=form.given(),
                    at=request.at,
                    thread=thread,
                    seen=seen,
                    chosen_documents=form.documents(),
                    opens=form.cleaned_data.get("opens", False),
                )
        except Refused as refused:
            refusal, status = refused.refusal, 403
        except Conflict:
            return _overtaken(request, request_id, chosen)
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, words.said(rome().acts[chosen].done) + ".")
            return redirect("requests:page", request_id)
    return _show(request, found, form, refusal=refusal, status=status)


def _thread(request: ViewerRequest, found: queries.Acting, form: forms.ActForm) -> UUID | None:
    """The consultation that a message belongs to: a new one, the one chosen, or the only one there is."""
    if found.move.act not in queries.IN_THREADS:
        return None
    threads = acts.open_threads(request.viewer, found)
    if found.move.act == Act.CONSULTATION_RAISE or not threads:
        return uuid4()
    chosen = form.cleaned_data.get("thread", "")
    return next((thread.id for thread in threads if str(thread.id) == chosen), threads[-1].id)


def _overtaken(request: ViewerRequest, request_id: UUID, chosen: Act) -> HttpResponse:
    """Show the form again with everything typed, and what happened meanwhile; sent once more, it has been seen."""
    found = queries.acting(request.viewer, request_id, chosen)
    form = _form(request, found, is_bound=True)
    data = request.POST.copy()
    data["seen"] = found.history.mark
    form.data = data
    return _show(request, found, form, is_overtaken=True, status=409)


def _show(
    request: ViewerRequest,
    found: queries.Acting,
    form: forms.ActForm,
    *,
    refusal: Refusal | None = None,
    is_overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **acts.context_of(request.viewer, found),
        "form": form,
        "refusal": refusal,
        "is_overtaken": is_overtaken,
    }
    return render(request, "requests/act.html", context, status=status)


def _tell(request: ViewerRequest, outcomes: Sequence[actions.Outcome]) -> None:
    """Say of each linked request what became of it."""
    for outcome in outcomes[1:]:
        number = outcome.request.reference
        if outcome.refusal is not None:
            told = _("%(number)s: not done. %(reason)s (%(article)s) %(remedy)s") % {
                "number": number,
                "reason": words.said(outcome.refusal.reason),
                "article": outcome.refusal.article,
                "remedy": words.said(outcome.refusal.remedy),
            }
            messages.warning(request, told)
        elif outcome.problem:
            messages.warning(
                request, _("%(number)s: not done. %(problem)s") % {"number": number, "problem": outcome.problem}
            )
        else:
            messages.success(request, _("%(number)s: done.") % {"number": number})


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    """Show who will see a request and what sending would bind, or send it."""
    if request.method == "POST":
        return _send(request, request_id)
    found = queries.acting(request.viewer, request_id, Act.REQUEST_SEND)
    if found.refusal is not None and found.refusal.code not in {"complete", "basis_current"}:
        raise Refused(found.refusal)
    return _show_sending(request, found, found.refusal)


def _send(request: ViewerRequest, request_id: UUID) -> HttpResponse:
    viewer = request.viewer
    urgently = request.POST.get("how") == "urgently"
    seen = request.POST.get("seen", "")
    chosen = Act.REQUEST_SEND_URGENTLY if urgently else Act.REQUEST_SEND
    try:
        if request.POST.get("linked") == "on":
            _tell(
                request,
                actions.perform_for_all(viewer, request_id=request_id, act=chosen, given={}, at=request.at, seen=seen),
            )
        else:
            actions.send_request(viewer, request_id=request_id, at=request.at, urgently=urgently, seen=seen)
    except Refused as refused:
        found = queries.acting(viewer, request_id, Act.REQUEST_SEND)
        return _show_sending(request, found, refused.refusal, status=403)
    except Conflict:
        found = queries.acting(viewer, request_id, Act.REQUEST_SEND)
        return _show_sending(request, found, found.refusal, is_overtaken=True, status=409)
    messages.success(request, _("Sent. The receipt is in the timeline."))
    return redirect("requests:page", request_id)


def _show_sending(
    request: ViewerRequest,
    found: queries.Acting,
    refusal: Refusal | None,
    *,
    is_overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    leaving = queries.leaving(request.viewer, found.request)
    context: dict[str, Any] = {
        **acts.context_of(request.viewer, found),
        **acts.sending_of(found, leaving),
        "refusal": refusal,
        "is_overtaken": is_overtaken,
        "documents": documents.rows_of(
            request.viewer, found.request.id, queries.prepared_documents(request.viewer, found.request)
        ),
        "may_send_urgently": refusal is None and acts.may_send_urgently(found),
    }
    return render(request, "requests/send.html", context, status=status)
