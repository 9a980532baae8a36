# SPDX-License-Identifier: EUPL-1.2
"""The parts of the page of one request, made ready for its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comity.core.clock import today
from comity.core.viewer import Viewer
from comity.dossiers.actions import refusal_to_extend
from comity.dossiers.models import Clock
from comity.parties.models import Languages
from comity.statute import Act, ActInfo, Text, rome

from ...models import Request
from ...queries import RequestPage
from .timeline import recomputed
from .words import day, duty_words, said


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts; `value` is a word or a piece made safe."""

    label: str
    value: str
    article: str = ""
    is_past: bool = False
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the passage, which moves by itself."""

    label: Text
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A time limit as `web/parts/_clock.html` draws it, and where it is changed: addresses, empty for who may not."""

    name: str
    state: str
    article: str
    due_at: datetime
    left: str
    proof: tuple[str, ...]
    changes: tuple[dict[str, Any], ...]
    effect: str
    extend_url: str
    stop_url: str
    resume_url: str


@dataclass(frozen=True, slots=True)
class Promptly:
    """A duty to act at once for which the law fixes no date."""

    name: str
    article: str
    effect: str


def facts_shown(page: RequestPage) -> list[Fact]:
    """Return the facts of a request: what, between whom, on what basis, by which channel, in which languages."""
    request, kind = page.request, page.kind
    facts = [
        Fact(_("Kind"), said(kind.name), kind.article),
        Fact(
            _("Duty"),
            duty_words(is_invitation=request.is_invitation, duty=kind.duty),
            "87(5)(a)" if request.is_invitation else "",
        ),
        Fact(_("Issued by"), request.issuer.name),
    ]
    if request.sender_id != request.issuer_id:
        facts.append(Fact(_("Sent by"), request.sender.name, "rule 176(2)"))
    addressee = request.addressee
    if addressee is None:
        facts.append(Fact(_("Addressee"), _("Not yet chosen")))
    else:
        facts.append(Fact(_("Addressee"), addressee.name, url=reverse("parties:party", args=[addressee.code])))
    if request.is_sent:
        facts += bound_facts(request)
    facts.append(Fact(_("Language of the request"), language_words([request.language.split("+")])))
    if request.urgency != Request.Urgency.STANDARD:
        facts.append(Fact(_("Urgency"), str(request.get_urgency_display())))
    facts += _dates(request)
    situation = request.dossier.situation
    if situation is not None:
        facts.append(Fact(_("Situation"), str(situation)))
    if request.dossier.case_number:
        facts.append(Fact(_("Case"), request.dossier.case_number))
    if page.shows_contents and request.person is not None:
        person = request.person
        facts.append(Fact(_("Person concerned"), person.pseudonym, note=str(person.get_capacity_display())))
    return facts


def remains_shown(page: RequestPage) -> list[Fact]:
    """Return the facts that remain of a request whose exchange was disposed of."""
    request, kind = page.request, page.kind
    facts = [Fact(_("Kind"), said(kind.name), kind.article), Fact(_("Issued by"), request.issuer.name)]
    if request.addressee is not None:
        facts.append(Fact(_("Addressee"), request.addressee.name))
    facts.append(Fact(_("Begun"), day(timezone.localtime(request.created_at).date())))
    assert request.dossier.disposed_at is not None  # or its whole page is shown
    destroyed = day(timezone.localtime(request.dossier.disposed_at).date())
    url = reverse("dossiers:page", args=[request.dossier_id])
    return [*facts, Fact(_("Disposed of"), destroyed, note=_("by whom and on what decision"), url=f"{url}#keeping")]


def bound_facts(request: Request) -> list[Fact]:
    """Return what sending bound to a request (rule 180(2))."""
    note = _("bound at sending")
    return [
        _basis(request.basis),
        Fact(_("Channel"), request.channel, "87(1)(a)", note=note),
        Fact(_("Languages accepted"), language_words(request.languages), "87(2)", note=note),
    ]


def _basis(basis: dict[str, Any]) -> Fact:
    if not basis:
        return Fact(_("Basis of the duty"), _("None: the addressee is asked, not obliged"))
    note = basis.get("note", {}).get("fr" if (get_language() or "").startswith("fr") else "en", "")
    return Fact(_("Basis of the duty"), said(rome().bases[basis["code"]].name), basis["article"], note=note)


def _dates(request: Request) -> list[Fact]:
    facts = []
    if request.requested_by is not None:
        is_past = request.is_open and request.requested_by < today()
        facts.append(
            Fact(
                _("Requested by"),
                day(request.requested_by),
                is_past=is_past,
                note=_("a wish of the issuer, not a legal time limit"),
            )
        )
    if request.postponed_until is not None:
        facts.append(Fact(_("Postponed until"), day(request.postponed_until)))
    elif request.postponed_event:
        facts.append(Fact(_("Postponed until"), request.postponed_event))
    return facts


def language_words(combinations: Sequence[Sequence[str]]) -> str:
    """Name languages for reading: "Italian and French", "French or German"."""
    return Languages.from_rows(combinations).in_words() if combinations else _("Not declared")


def steps_shown(request: Request) -> list[Step]:
    """Return the passage of a request: sent, handed over, opened, registered."""
    times = (
        ("sent", request.sent_at),
        ("delivered", request.delivered_at),
        ("fetched", request.fetched_at),
        ("registered", request.registered_at),
    )
    reached = [code for code, at in times if at is not None]
    # A request that came on paper is registered without having been opened here.
    awaited = next((code for code, at in times if at is None and request.registered_at is None), "")
    names = rome().transport_names
    return [
        Step(names[code], "done" if code in reached else "current" if code == awaited else "todo", at)
        for code, at in times
    ]


def clocks_shown(viewer: Viewer, page: RequestPage, at: datetime) -> tuple[list[ShownClock], list[Promptly]]:
    """Return the clocks with their computation, and the duties to act at once that have no date."""
    law = rome()
    computed = {(run.code, run.triggered_at): run for run in page.runs}
    found = []
    for clock in page.clocks:
        known, run = law.clocks[clock.code], computed.get((clock.code, clock.triggered_at))
        trigger = _("Began with: %(act)s, %(when)s") % {
            "act": said(law.acts[run.trigger].done) if run else clock.trigger,
            "when": date_format(timezone.localtime(clock.triggered_at), "j F Y, H:i T"),
        }
        may_change = refusal_to_extend(viewer, clock, side=page.part.side) is None
        change = partial(_address_to_change, page.request.id, clock.id)
        is_running = may_change and clock.state == "running"
        found.append(
            ShownClock(
                name=said(known.name),
                state=clock.state,
                article=clock.article,
                due_at=clock.due_at,
                left=_left(clock, at),
                proof=(trigger, *((said(run.computation),) if run else ())),
                changes=tuple(_change(one) for one in clock.changes),
                effect=said(known.effect),
                extend_url=change("clock_extend") if is_running else "",
                stop_url=change("clock_stop") if is_running and known.unit != "agreed" and clock.due_at > at else "",
                resume_url=change("clock_resume") if may_change and clock.state == "stopped" else "",
            )
        )
    promptly = [
        Promptly(said(law.clocks[run.code].name), run.article, said(run.effect))
        for run in page.runs
        if run.due_at is None and run.state == "running"
    ]
    return found, promptly


def _address_to_change(request_id: UUID, clock_id: UUID, name: str) -> str:
    return reverse(f"requests:{name}", args=[request_id, clock_id])


def _left(clock: Clock, at: datetime) -> str:
    if clock.state != "running":
        return ""
    left = clock.due_at - at
    if left.total_seconds() < 0:
        return _("the time has passed")
    if left.days >= 2:
        return ngettext("%(number)d day left", "%(number)d days left", left.days) % {"number": left.days}
    hours = int(left.total_seconds() // 3600)
    return ngettext("%(number)d hour left", "%(number)d hours left", hours) % {"number": hours}


def _change(change: dict[str, Any]) -> dict[str, Any]:
    if change.get("act") == Act.CLOCK_RECOMPUTE:
        at = datetime.fromisoformat(change["at"])
        return {"text": recomputed(change), "who": _("Comity, of itself"), "at": at}
    said = {"reason": change["reason"], "who": change["agreed_by"]}
    if change.get("act") == Act.CLOCK_STOP:
        text = _("Stopped: %(reason)s (agreed or decided by: %(who)s).") % said
    else:
        said["day"] = date_format(datetime.fromisoformat(change["to"]), "j F Y")
        resumed = change.get("act") == Act.CLOCK_RESUME
        words = (
            _("Runs on, to %(day)s: %(reason)s (agreed or decided by: %(who)s).")
            if resumed
            else _("Extended to %(day)s: %(reason)s (agreed or decided by: %(who)s).")
        )
        text = words % said
    who = ", ".join(part for part in (change.get("function", ""), change.get("by", "")) if part)
    return {"text": text, "who": who, "at": datetime.fromisoformat(change["at"])}


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the request goes by."""

    number: str
    party: str


def numbers_shown(page: RequestPage) -> list[Number]:
    """Return the other references, each with whose it is."""
    return [Number(one.number, one.party.name) for one in page.references]


def answers_of(page: RequestPage) -> list[ActInfo]:
    """Return the lawful answers to a request of this kind, and to an invitation those of an invitation."""
    law = rome()
    answers = list(page.kind.answers)
    if page.request.is_invitation:
        answers = [act for act in answers if act != Act.REPLY_REFUSE]
        answers += [act for act in (Act.REPLY_ACCEPT, Act.REPLY_DECLINE) if act not in answers]
    return [law.acts[act] for act in answers]
