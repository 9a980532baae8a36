# SPDX-License-Identifier: EUPL-1.2
"""The page of an act: what it does, who will see it, what it begins with."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.statute import Act, rome

from ...queries import IN_THREADS, Acting, Leaving, bound_basis, lines_of
from .drafts import terms_shown
from .page import language_words
from .timeline import Thread, shown_entries, threads_of
from .words import chip, kind_name, said

LAST = 5


def context_of(viewer: Viewer, found: Acting) -> dict[str, Any]:
    """Return what the page of an act shows beside its form."""
    request, move, law = found.request, found.move, rome()
    after = law.states[move.after]
    entries = shown_entries(viewer, found.entries, exchange_id=request.dossier_id)
    return {
        "one": request,
        "title": request.subject or kind_name(request.kind),
        "label": law.acts[move.act].label,
        "article": move.article,
        "before": chip(request.state),
        "after": chip(move.after) if move.after != move.before else "",
        "meaning": after.meaning,
        "audience": audience_of(found),
        "is_shared": found.is_shared,
        "joins": [name for code in move.joins if (name := _joining(code))],
        "linked": [(one, chip(one.state)) for one in found.linked],
        "seen": found.history.mark,
        "findings": found.assessment.findings if found.assessment else (),
        "terms": terms_shown(found.terms, request) if found.terms else None,
        "lines": lines_of(request) if found.terms else (),
        "entries": [entry for entry in entries if not entry.is_internal][:LAST],
    }


def _joining(code: str) -> str:
    return {"CHM": _("The Chamber"), "ASP": _("The Assembly of States Parties")}.get(code, "")


def audience_of(found: Acting) -> list[dict[str, Any]]:
    """Return who will see an act, and why."""
    whys = {
        str(Participation.Side.ISSUER.label): _("issued the request"),
        str(Participation.Side.SENDER.label): _("transmits it"),
        str(Participation.Side.ADDRESSEE.label): _("is asked"),
        str(Participation.Side.CHAMBER.label): _("decides on what is put to it"),
        str(Participation.Side.OBSERVER.label): _("observes"),
    }
    return [
        {
            "who": reader.party.name,
            "why": whys.get(str(reader.side), str(reader.side)),
            "scope": ", ".join(part for part in (str(reader.scope), reader.circle) if part),
        }
        for reader in found.readers
    ]


def open_threads(viewer: Viewer, found: Acting) -> list[Thread]:
    """Return the consultations to which a message can be added; for the act that opens one, none."""
    if found.move.act not in IN_THREADS or found.move.act == Act.CONSULTATION_RAISE:
        return []
    return threads_of(viewer, found.entries, exchange_id=found.request.dossier_id)


def name_of_thread(thread: Thread) -> str:
    """Return what a consultation is called: its ground and its first day."""
    return " · ".join(part for part in (thread.ground, date_format(thread.opened_at, "j F Y")) if part)


def initial_of(found: Acting) -> dict[str, Any]:
    """Return what a form begins with: to agree to a postponement begins with the period that was proposed."""
    initial: dict[str, Any] = {"seen": found.history.mark}
    if found.move.act == Act.POSTPONEMENT_AGREE:
        proposals = [entry.data.get("period", {}) for entry in found.entries if entry.act == Act.POSTPONEMENT_PROPOSE]
        period = proposals[-1] if proposals else {}
        initial |= {"period_until": period.get("until", ""), "period_event": period.get("event", "")}
    if len(found.conditions) == 1:
        initial["condition"] = str(found.conditions[0].id)
    if len(found.costs) == 1:
        initial["cost"] = str(found.costs[0].id)
    return initial


def may_send_urgently(found: Acting) -> bool:
    """Whether the statute lets a request of this kind, marked urgent, go by any medium that leaves a record."""
    request = found.request
    return request.urgency != "standard" and any(
        move.act == Act.REQUEST_SEND_URGENTLY and move.before == request.state and move.covers(request.kind)
        for move in rome().moves
    )


def sending_of(found: Acting, leaving: Leaving) -> dict[str, Any]:
    """Return what sending binds now beside what was approved."""
    request, approved = found.request, found.request.approved_terms
    now = terms_shown(leaving.terms, request)
    basis = approved.get("basis") or {}
    law = rome()
    bases = (said(law.bases[basis["code"]].name) if basis else _("None"), now["basis"] or _("None"))
    languages = (language_words(approved.get("languages", [])), now["languages"])
    rows = [
        (_("Channel"), approved.get("channel", ""), now["channel"], now["channel_article"]),
        (_("Languages accepted"), *languages, now["languages_article"]),
        (_("Basis of the duty"), *bases, now["basis_article"]),
    ]
    return {
        "terms": now,
        "rows": [
            {"label": label, "approved": old, "now": new, "article": article, "changed": old != new}
            for label, old, new, article in rows
        ],
        "changes": leaving.changes,
        "request_language": language_words([request.language.split("+")]),
        "bound": bound_basis(request),
    }
